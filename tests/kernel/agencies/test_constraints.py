"""The database itself refuses overlapping periods, second heads, doubled codes and empty periods."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from lienthong.kernel.agencies.models import (
    Agency,
    AgencyCode,
    AgencyName,
    AgencyParent,
    Decision,
    Person,
    PlaceCode,
    Post,
    PostHolding,
    Succession,
)
from lienthong.kernel.facts.recording import act

from .conftest import NOW, TODAY

FROM_2027 = DateRange(dt.date(2027, 1, 1), None)


@pytest.fixture
def writing(map_keeper):
    with act("tests.constraints", by=map_keeper, at=NOW):
        yield map_keeper


def ba_to():
    return Agency.objects.get(key="ubnd:21484@2025")


def refused(make):
    """Whether the database refuses the write, also the deferred part of it."""
    with pytest.raises(IntegrityError), transaction.atomic():
        make()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def copy_of(row, **changes):
    fields = {
        f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key
    }
    return type(row)(**(fields | changes))


@pytest.mark.parametrize("model", [AgencyName, AgencyParent])
def test_two_rows_of_one_agency_never_share_a_day(writing, model):
    row = model.objects.get(agency=ba_to())
    refused(lambda: copy_of(row, period=FROM_2027).save())


def test_an_adjacent_period_is_accepted(writing):
    row = AgencyName.objects.get(agency=ba_to())
    row.period = DateRange(row.period.lower, dt.date(2027, 1, 1))
    row.save(update_fields=["period"])
    copy_of(row, period=FROM_2027).save()
    assert AgencyName.objects.filter(agency=ba_to()).count() == 2


def test_a_code_has_one_agency_at_a_time_and_an_agency_one_code(writing):
    code = AgencyCode.objects.get(agency=ba_to(), scheme="qd20")
    other = Agency.objects.get(key="ubnd:21538")
    refused(lambda: copy_of(code, agency_id=other.pk, period=FROM_2027).save())
    refused(lambda: copy_of(code, code="H48.777", period=FROM_2027).save())


def test_the_same_code_at_another_time_is_another_agency(writing):
    held = (
        PlaceCode.objects.filter(code="21025")
        .order_by("period")
        .values_list("place__name", flat=True)
    )
    assert set(held) == {"Nguyễn Nghiêm", "Cẩm Thành"}


def test_a_head_post_has_one_holder_and_an_officers_post_may_have_two(writing):
    decision = Decision.objects.first()
    stranger = Person.objects.create(name="Người thử (mẫu)", email="thu@mau.lienthong.example")
    for kind, allowed in (("head", False), ("officer", True)):
        post = Post.objects.on(TODAY).get(agency=ba_to(), kind=kind)

        def hold(post=post):
            PostHolding.objects.create(
                person=stranger, post=post, exclusive=post.exclusive, period=FROM_2027,
                decision=decision,
            )  # fmt: skip

        if allowed:
            hold()
        else:
            refused(hold)


def test_a_holding_cannot_pretend_that_the_head_post_is_shared(writing):
    post = Post.objects.on(TODAY).get(agency=ba_to(), kind="head")
    person = Person.objects.get(email="vanthu.bato@mau.lienthong.example")
    refused(
        lambda: PostHolding.objects.create(
            person=person, post=post, exclusive=False, period=FROM_2027
        )
    )


def test_one_successor_takes_the_mail(writing):
    rows = Succession.objects.filter(predecessor__key="ubnd:535")
    other = rows.filter(takes_mail=False).first()
    refused(lambda: rows.filter(pk=other.pk).update(takes_mail=True))


def test_nobody_follows_himself_and_no_period_is_empty(writing):
    row = Succession.objects.first()
    refused(lambda: copy_of(row, successor_id=row.predecessor_id).save())
    name = AgencyName.objects.get(agency=ba_to())
    day = dt.date(2027, 1, 1)
    refused(lambda: copy_of(name, agency_id=name.agency_id, period=DateRange(day, day)).save())


def test_a_write_outside_an_act_is_refused(map_keeper):
    with pytest.raises(Exception, match="outside an act"), transaction.atomic():
        AgencyName.objects.filter(agency=ba_to()).update(short_name="x")
