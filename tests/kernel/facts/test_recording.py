"""Every act leaves exactly one fact with one line for each row changed; facts cannot be changed."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, ProgrammingError

from lienthong.axis.identity.api import name_substitute
from lienthong.kernel.access.context import acting
from lienthong.kernel.access.models import DeskSubstitution
from lienthong.kernel.facts.models import Fact, FactLine, FactSecret
from lienthong.kernel.facts.queries import story_of
from lienthong.kernel.facts.recording import NaiveTime, act, erase

pytestmark = pytest.mark.django_db


@pytest.fixture
def someone(leader, now):
    """A leader in his own context, for whom rows may be written."""
    with acting(leader):
        yield leader


def substitute(by, colleague, at):
    return name_substitute(
        person_id=by.person_id,
        substitute_id=colleague,
        since=dt.date(2026, 12, 1),
        until=dt.date(2026, 12, 10),
        document="Quyết định 1/QĐ-UBND",
        by=by,
        at=at,
    )


def test_one_act_leaves_one_fact_with_one_line(someone, colleague, now):
    before = Fact.objects.count()
    made = substitute(someone, colleague, now)
    assert Fact.objects.count() == before + 1
    fact = Fact.objects.order_by("-id").first()
    assert (fact.act, fact.person_id, fact.agency_id) == (
        "access.substitute_named",
        someone.person_id,
        someone.agency_id,
    )
    assert (fact.subject_type, fact.subject_id) == ("access.desksubstitution", str(made.pk))
    lines = list(fact.lines.values_list("table", "row", "operation"))
    assert lines == [("access_desksubstitution", str(made.pk), "insert")]
    assert fact.line_count == 1


def test_a_change_names_the_changed_fields_and_never_their_values(someone, colleague, now):
    made = substitute(someone, colleague, now)
    with act("access.substitute_corrected", by=someone, at=now, subject=made):
        DeskSubstitution.objects.filter(pk=made.pk).update(document="Bí mật riêng tư")
    line = FactLine.objects.order_by("-id").first()
    assert (line.operation, line.fields) == ("update", ["document"])
    assert b"ri\xc3\xaang t\xc6\xb0" not in bytes(line.digest)


def test_a_write_outside_an_act_is_refused(someone, colleague, now):
    made = substitute(someone, colleague, now)
    with pytest.raises(DatabaseError, match="outside an act"), transaction.atomic():
        DeskSubstitution.objects.filter(pk=made.pk).update(document="lén")
    with pytest.raises(DatabaseError, match="outside an act"), transaction.atomic():
        made.delete()


def test_an_act_inside_an_act_joins_it(someone, colleague, now):
    before = Fact.objects.count()
    with act("outer.done", by=someone, at=now):
        substitute(someone, colleague, now)
    assert Fact.objects.count() == before + 1
    fact = Fact.objects.order_by("-id").first()
    assert (fact.act, fact.includes) == ("outer.done", ["access.substitute_named"])
    assert fact.subject_type == "access.desksubstitution"


def test_a_failed_act_leaves_nothing(someone, colleague, now):
    before = Fact.objects.count(), FactLine.objects.count()
    with pytest.raises(RuntimeError), act("outer.failed", by=someone, at=now):
        substitute(someone, colleague, now)
        raise RuntimeError
    assert (Fact.objects.count(), FactLine.objects.count()) == before


@pytest.mark.parametrize("table", ["facts_fact", "facts_factline", "facts_factsecret"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_web_role_cannot_touch_facts(someone, table, sql):
    column = {"facts_fact": "act", "facts_factline": "operation", "facts_factsecret": "salt"}[table]
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql.format(table, column, column))


def test_a_time_without_zone_is_refused(someone):
    with pytest.raises(NaiveTime), act("x.y", by=someone, at=dt.datetime(2026, 1, 1)):
        pass


def test_erasing_destroys_payload_and_salt_and_keeps_the_fact(someone, colleague, now):
    made = substitute(someone, colleague, now)
    with act("x.told", by=someone, at=now, subject=made, payload={"name": "Người thử (mẫu)"}):
        pass
    told = Fact.objects.get(act="x.told")
    assert FactSecret.objects.get(pk=told.pk).payload == {"name": "Người thử (mẫu)"}
    with act("x.destroyed", by=someone, at=now):
        assert erase(made) == 2
    assert not FactSecret.objects.filter(pk=told.pk).exists()
    assert Fact.objects.get(pk=told.pk).payload_digest is not None


def test_the_story_of_a_row_in_order(someone, colleague, now):
    made = substitute(someone, colleague, now)
    with act("access.substitute_corrected", by=someone, at=now, subject=made):
        DeskSubstitution.objects.filter(pk=made.pk).update(document="khác")
    assert [f.act for f in story_of(made, someone)] == [
        "access.substitute_named",
        "access.substitute_corrected",
    ]


def test_a_stranger_sees_neither_fact_nor_line(someone, colleague, stranger, now):
    made = substitute(someone, colleague, now)
    with acting(stranger):
        assert not Fact.objects.filter(subject_id=str(made.pk)).exists()
        assert not FactLine.objects.filter(table="access_desksubstitution").exists()
        assert not list(story_of(made, stranger))
