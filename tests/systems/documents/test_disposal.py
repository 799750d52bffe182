"""Destroying what has outlived its term: who, what goes, what stays by name, and that nothing is left."""

import datetime as dt
import io
import json
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest
from django.core.files.storage import storages
from django.db import connection, connections

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import store
from lienthong.kernel.workflow import WrongState
from lienthong.systems.documents import rules
from lienthong.systems.documents.choices import Channel, KeepingRuleKind
from lienthong.systems.documents.models import (
    Disposal,
    DisposedItem,
    IncomingDocument,
    KeepingRule,
    OutgoingDocument,
    WorkFile,
)
from lienthong.systems.documents.queries import disposal as queries
from lienthong.systems.documents.queries import retention
from lienthong.systems.documents.services import incoming, indexing, keeping, keeping_rules
from lienthong.systems.documents.services.disposal import carrying, proposing
from tests.support import database
from tests.support.roles import as_role

from . import outgoing_kit as kit
from .outgoing_kit import DOMAIN, refused

MARK = "DAUTHUHUYHET9f3a"
# The store of a run is one: what other tests left in it bears another word.
WORDS, OTHERS = "DAUTHUMOTLAN4c1e", "DAUTHUGIETDO7b2d"
DAY = dt.timedelta(days=1)
LATER = dt.timedelta(days=365 * 7)  # the files of the tests are kept for five years


@pytest.fixture
def later(now):
    return now + LATER


@pytest.fixture
def archivist(db, actor_for):
    return actor_for(f"luutru@{DOMAIN}")


@pytest.fixture
def witness(archivist, posts, now):
    return posts.clerk.person_id


def pdf(words):
    from pypdf import PdfWriter

    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Keywords": words})
    writer.write(made)
    return made.getvalue()


def stored(by, now, words=MARK):
    with acting(by):
        return store(
            io.BytesIO(pdf(words)), name=f"{words}.pdf", agency_id=by.agency_id, by=by, at=now
        )


def arrived(posts, now, number="12", words=MARK):
    """A settled paper whose file, text and notes bear the mark; the register's own fields do not."""
    file = stored(posts.clerk, now, f"{words} {number}")
    with acting(posts.clerk):
        document = incoming.take_in(
            paper=incoming.Paper(
                channel=Channel.PAPER, file_id=file.pk,
                fields={"issuer_name": "Sở Nội vụ", "number": number, "notation": "SNV",
                        "issued_on": dt.date(2026, 11, 20), "type_name": "Công văn",
                        "type_code": 18, "subject": f"Về việc thứ {number}"},
            ),
            by=posts.clerk, at=now,
        )  # fmt: skip
        document = incoming.register_incoming(document=document, by=posts.clerk, at=now)
        indexing.keep_text(paper=document, text=f"toàn văn {words}", sha256=file.sha256)
        with act("tests.settled", by=posts.clerk, at=now, payload={"said": words}) as fact:
            fact.about(document)
            IncomingDocument.objects.filter(pk=document.pk).update(
                state="done", handled_note=words, reading={"text": words}, handled_at=now
            )
        document.refresh_from_db()
    return document


def filed(posts, now, *papers, notation="01-TH", years=5):
    """A closed file of the clerk's with these papers."""
    with acting(posts.clerk):
        file = keeping.open_file(
            data=keeping.FileData(
                title=f"Cải cách hành chính {notation}", notation=notation, retention_years=years,
                started_on=dt.date(2026, 1, 5),
            ),
            by=posts.clerk, at=now,
        )  # fmt: skip
        for paper in papers:
            add = (
                keeping.add_incoming
                if isinstance(paper, IncomingDocument)
                else keeping.add_outgoing
            )
            add(file=file, document=paper, by=posts.clerk, at=now)
        return keeping.close_file(
            file=file, title=file.title, notation=notation, retention_years=years,
            ended_on=dt.date(2026, 11, 23), by=posts.clerk, at=now,
        )  # fmt: skip


def decided(archivist, later, *files):
    """A proposal of these files with its decision, uploaded."""
    ids = [file.pk for file in files]
    with acting(archivist):
        disposal = proposing.open_disposal(
            title="Đợt 1 (mẫu)", file_ids=ids, by=archivist, at=later
        )
        disposal = proposing.submit(disposal=disposal, by=archivist, at=later)
        decision = proposing.Decision(
            "99/QĐ-UBND", later.date(), "Chủ tịch (mẫu)", stored(archivist, later, "quyết định")
        )
        return proposing.decide(disposal=disposal, decision=decision, by=archivist, at=later)


def begun(archivist, later, witness, *files):
    disposal = decided(archivist, later, *files)
    with acting(archivist):
        return carrying.start(disposal=disposal, witness_id=witness, by=archivist, at=later)


def carried(archivist, later, witness, *files):
    disposal = begun(archivist, later, witness, *files)
    carrying.run(disposal.pk, disposal.agency_id, now=lambda: later)
    with acting(archivist):
        disposal.refresh_from_db()
    return disposal


def test_a_term_ends_with_the_year_or_the_day_and_for_ever_never_does():
    ended = dt.date(2026, 3, 5)
    assert rules.kept_through(ended, 5, rules.END_OF_YEAR) == dt.date(2031, 12, 31)
    assert rules.kept_through(ended, 5, rules.DAY) == dt.date(2031, 3, 5)
    assert rules.kept_through(ended, None, rules.DAY) is None
    last = dt.date(2031, 12, 31)
    assert not rules.has_outlived(last, None, last), "its last day is a day of the term"
    assert rules.has_outlived(last, None, last + DAY)
    assert not rules.has_outlived(last, dt.date(2040, 1, 1), last + DAY)
    assert not rules.has_outlived(None, None, dt.date(2999, 1, 1))


@pytest.mark.django_db
def test_what_has_outlived_its_term_is_listed_and_nothing_else(
    posts, archivist, now, later, stranger
):
    file = filed(posts, now, arrived(posts, now))
    filed(posts, now, arrived(posts, now, "13"), notation="02-TH", years=None)
    filed(posts, now, arrived(posts, now, "14"), notation="03-TH", years=20)
    with acting(archivist):
        assert list(retention.expired(archivist, dt.date(2031, 12, 31))) == []
        found = list(retention.expired(archivist, dt.date(2032, 1, 1)))
        assert [(row.pk, row.last_day, row.papers) for row in found] == [
            (file.pk, dt.date(2031, 12, 31), 1)
        ]
        assert retention.last_day_of(file) == dt.date(2031, 12, 31)
    with acting(stranger):
        assert list(retention.expired(stranger, later.date())) == []


@pytest.mark.django_db
def test_another_way_of_counting_is_a_dated_rule(posts, archivist, now, actor_for):
    file = filed(posts, now, arrived(posts, now))
    keeper = replace(actor_for(f"quantri@{DOMAIN}"), verbs=frozenset({"agencies.decide"}))
    with acting(keeper):
        keeping_rules.add_keeping_rule(
            kind=KeepingRuleKind.COUNTED, value="day", since=dt.date(2026, 6, 1),
            basis="Thông tư (mẫu)", by=keeper, at=now,
        )  # fmt: skip
        with refused(keeping_rules.RuleRefused, "sau quy định"):
            keeping_rules.add_keeping_rule(
                kind=KeepingRuleKind.COUNTED, value="end_of_year", since=dt.date(2026, 6, 1),
                basis="Thông tư (mẫu)", by=keeper, at=now,
            )  # fmt: skip
        with refused(keeping_rules.RuleRefused, "số năm"):
            keeping_rules.add_keeping_rule(
                kind=KeepingRuleKind.TERM, value="mười", since=dt.date(2026, 6, 1), basis="x",
                by=keeper, at=now,
            )  # fmt: skip
    with acting(archivist), pytest.raises(Forbidden):
        keeping_rules.add_keeping_rule(
            kind=KeepingRuleKind.TERM, value="7", since=now.date(), basis="x", by=archivist, at=now
        )
    with acting(archivist):
        assert retention.last_day_of(file) == dt.date(2031, 11, 23)
        (row,) = retention.expired(archivist, dt.date(2031, 11, 24))
        assert row.last_day == dt.date(2031, 11, 23)
        before = WorkFile(ended_on=dt.date(2026, 5, 31), retention_years=5)
        assert retention.last_day_of(before) == dt.date(2031, 12, 31), "by the rule of its day"


@pytest.mark.django_db
def test_a_proposal_is_gathered_put_before_others_and_decided(posts, archivist, now, later):
    one = filed(posts, now, arrived(posts, now))
    two = filed(posts, now, arrived(posts, now, "13"), notation="02-TH")
    with acting(archivist):
        with refused(proposing.DisposalRefused, "ít nhất một"):
            proposing.open_disposal(title="Sớm", file_ids=[one.pk], by=archivist, at=now)
        disposal = proposing.open_disposal(
            title="Đợt 1", file_ids=[one.pk, two.pk], by=archivist, at=later
        )
        with refused(proposing.DisposalRefused):
            proposing.open_disposal(title="Đợt 2", file_ids=[one.pk], by=archivist, at=later)
        with pytest.raises(WrongState):
            proposing.decide(
                disposal=disposal, decision=proposing.Decision("1", later.date(), "x"),
                by=archivist, at=later,
            )  # fmt: skip
        disposal = proposing.submit(disposal=disposal, by=archivist, at=later)
        with refused(proposing.DisposalRefused, "vì sao"):
            proposing.note_opinion(
                disposal=disposal, giver="Phòng Tổng hợp", agrees=False, text="",
                given_on=later.date(), by=archivist, at=later,
            )  # fmt: skip
        proposing.note_opinion(
            disposal=disposal, giver="Phòng Tổng hợp", agrees=False, text="Hồ sơ 02 còn dùng",
            given_on=later.date(), by=archivist, at=later,
        )  # fmt: skip
        line = disposal.lines.get(file=two)
        with refused(proposing.DisposalRefused, "lý do"):
            proposing.keep_longer(
                line=line, until=later.date() + DAY, why=" ", by=archivist, at=later
            )
        until = later.date() + dt.timedelta(days=400)
        proposing.keep_longer(line=line, until=until, why="Đang thanh tra", by=archivist, at=later)
        two.refresh_from_db()
        assert (two.retained_until, two.retained_why) == (until, "Đang thanh tra")
        assert two.pk not in {row.pk for row in retention.expired(archivist, until)}
        assert two.pk in {row.pk for row in retention.expired(archivist, until + DAY)}
        with refused(proposing.DisposalRefused, "sổ văn bản đi"):
            proposing.decide(
                disposal=disposal, decision=proposing.Decision("7/QĐ", later.date(), "Ông A (mẫu)"),
                by=archivist, at=later,
            )  # fmt: skip
        done = proposing.drop(disposal=disposal, why="Lập nhầm", by=archivist, at=later)
        assert done.state == "dropped"
        assert one.pk in {row.pk for row in retention.expired(archivist, later.date())}


@pytest.mark.django_db
def test_only_the_archive_of_the_agency_may(posts, archivist, now, later, actor_for, witness):
    file = filed(posts, now, arrived(posts, now))
    for who in (posts.clerk, posts.chair, actor_for(f"vanthu.stp@{DOMAIN}")):
        with acting(who), pytest.raises(Forbidden):
            proposing.open_disposal(title="x", file_ids=[file.pk], by=who, at=later)
    disposal = decided(archivist, later, file)
    with acting(posts.clerk), pytest.raises(Forbidden):
        carrying.start(disposal=disposal, witness_id=archivist.person_id, by=posts.clerk, at=later)
    with acting(archivist):
        with refused(proposing.DisposalRefused, "người khác"):
            carrying.start(
                disposal=disposal, witness_id=archivist.person_id, by=archivist, at=later
            )
        outsider = actor_for(f"vanthu.stp@{DOMAIN}").person_id
        with refused(proposing.DisposalRefused, "chứng kiến"):
            carrying.start(disposal=disposal, witness_id=outsider, by=archivist, at=later)


def rows_with(word):
    """Every column of every table, and every file of the store, that holds the word."""
    found = []
    with database.admin(connection.settings_dict["NAME"]) as admin:
        tables = admin.execute(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r'"
            " AND c.relnamespace = 'public'::regnamespace"
        ).fetchall()
        for (table,) in tables:
            hits = admin.execute(
                f"SELECT count(*) FROM {table} t WHERE to_jsonb(t)::text ILIKE %s", [f"%{word}%"]
            ).fetchone()[0]
            if hits:
                found.append(table)
    return found


def files_with(word):
    storage = storages["files"] if "files" in storages.backends else storages["default"]
    found, waiting = [], [""]
    while waiting:
        place = waiting.pop()
        folders, names = storage.listdir(place)
        waiting += [f"{place}/{name}".strip("/") for name in folders]
        for name in names:
            path = f"{place}/{name}".strip("/")
            with storage.open(path) as stream:
                if word.encode() in stream.read():
                    found.append(path)
    return found


KILLED = """
import datetime as dt, os, signal, django
django.setup()
from lienthong.systems.documents.services.disposal import carrying, content
real, seen = content.destroy_item, []
def dies(item, **more):
    seen.append(item)
    if len(seen) == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(item, **more)
content.destroy_item = dies
carrying.run({disposal}, {agency}, now=lambda: dt.datetime.fromisoformat("{now}"))
"""


def chain_of_facts(name, data, seconds=120):
    """What `facts verify` says once all is sealed; another worker's open transaction delays it."""
    end = time.monotonic() + seconds
    while True:
        database.manage(name, "facts", "seal", role="worker", data=data)
        said = database.manage(name, "facts", "verify", "--json", role="worker", data=data)
        facts = next(one for one in map(json.loads, said.splitlines()) if one["stream"] == "facts")
        if not facts["unsealed"] or time.monotonic() > end:
            return facts


class TestNothingIsLeft:
    """With real commits: bytes go after the commit, and another connection looks at every column."""

    def test_the_words_are_nowhere_and_the_chain_is_proved(
        self, committed, actor_for, letters, now, later, tmp_path
    ):
        posts, archivist = kit.house(actor_for), actor_for(f"luutru@{DOMAIN}")
        sent = kit.issued(posts, now, "Sở Tư pháp", text=f"1. {WORDS} phải làm ngay.\n2. Báo cáo.")
        with as_role("lt_worker", committed):
            exchange.carry_all(lambda: now)
        papers = [arrived(posts, now, no, WORDS) for no in ("12", "13")]
        file = filed(posts, now, *papers, notation="01-TH")
        out = filed(posts, now, sent, notation="02-TH")
        assert {"documents_documenttext", "documents_outgoingdocument", "documents_incomingdocument",
                "documents_documentversion", "facts_factsecret"} <= set(rows_with(WORDS))  # fmt: skip
        assert files_with(WORDS), "the twin: before, the store holds the words"
        carried(archivist, later, posts.clerk.person_id, file, out)
        assert rows_with(WORDS) == []
        with acting(archivist):
            gone = IncomingDocument.objects.get(pk=papers[0].pk)
            assert (gone.subject, gone.reference, gone.arrival_number is not None) == (
                "Về việc thứ 12", "12/SNV", True)  # fmt: skip
            assert gone.destroyed_by == f"Quyết định số 99/QĐ-UBND ngày {later:%d/%m/%Y}"
            assert OutgoingDocument.objects.get(pk=sent.pk).number == sent.number
            assert WorkFile.objects.get(pk=file.pk).state == "destroyed"
            disposal = Disposal.objects.get()
            assert disposal.state == "done"
            assert disposal.minutes is not None
        assert files_with(WORDS) == []
        proved = chain_of_facts(committed, tmp_path)
        assert proved["sound"]
        assert proved["rows"] > 0
        assert proved["unsealed"] == 0

    def test_killed_in_the_middle_it_goes_on_and_two_workers_do_each_file_once(
        self, committed, actor_for, now, later
    ):
        posts, archivist = kit.house(actor_for), actor_for(f"luutru@{DOMAIN}")
        shared = arrived(posts, now, "90", OTHERS)
        files = [
            filed(posts, now, arrived(posts, now, str(n), OTHERS), shared, notation=f"0{n}-TH")
            for n in range(1, 6)
        ]
        disposal = begun(archivist, later, posts.clerk.person_id, *files)

        code = KILLED.format(disposal=disposal.pk, agency=disposal.agency_id, now=later.isoformat())
        process = subprocess.run(
            [sys.executable, "-c", code], check=False, timeout=120,
            env=database.environment(committed) | {"LIENTHONG_DB_ROLE": "worker"},
        )  # fmt: skip
        assert process.returncode == -signal.SIGKILL
        with acting(archivist):
            states = list(disposal.lines.order_by("position").values_list("state", flat=True))
            assert states == ["destroyed", "destroyed", "listed", "listed", "listed"]
            assert Disposal.objects.get(pk=disposal.pk).state == "carrying"

        def work():
            try:
                carrying.run_open(now=lambda: later)
            finally:
                connections["default"].close()

        with as_role("lt_worker", committed):
            workers = [threading.Thread(target=work) for _n in range(4)]
            for one in workers:
                one.start()
            for one in workers:
                one.join()
            carrying.run_open(now=lambda: later)  # whoever was last may have met a lock at the end
        with acting(archivist):
            assert set(disposal.lines.values_list("state", flat=True)) == {"destroyed"}
            fresh = Disposal.objects.get(pk=disposal.pk)
            assert fresh.state == "done"
            outcomes = list(
                DisposedItem.objects.filter(item__incoming=shared).values_list("outcome", flat=True)
            )
            assert sorted(outcomes) == ["already"] * 4 + ["destroyed"]
            assert DisposedItem.objects.count() == 10
        minutes_before = fresh.minutes_id
        carrying.run(disposal.pk, disposal.agency_id, now=lambda: later)
        with acting(archivist):
            assert Disposal.objects.get(pk=disposal.pk).minutes_id == minutes_before
        assert files_with(OTHERS) == []


@pytest.mark.django_db
def test_bytes_that_a_dead_process_left_go_at_the_end(
    posts, archivist, now, later, witness, monkeypatch
):
    """A process may die between its commit and the removal of the bytes."""
    from lienthong.kernel.files.services import clear_destroyed

    paper = arrived(posts, now)
    with acting(posts.clerk):
        digest = IncomingDocument.objects.get(pk=paper.pk).file.sha256
    asked = []
    monkeypatch.setattr(carrying, "clear_destroyed", lambda d: asked.append(list(d)))
    carried(archivist, later, witness, filed(posts, now, paper))
    assert asked == [[digest]]
    with acting(archivist):
        assert clear_destroyed([digest]) == 1
        assert clear_destroyed([digest]) == 0


@pytest.mark.django_db
def test_what_is_needed_elsewhere_stays_and_is_named(
    posts, archivist, now, later, witness, letters
):
    shared, cited, alone = (arrived(posts, now, str(n)) for n in (21, 22, 23))
    ends = filed(posts, now, shared, cited, alone, notation="01-TH")
    filed(posts, now, shared, notation="02-TH", years=20)
    with acting(posts.drafter):
        draft = kit.drafted(posts, now, "Sở Tư pháp", subject="Trả lời (mẫu)")
        with act("tests.answers", by=posts.drafter, at=now):
            OutgoingDocument.objects.filter(pk=draft.pk).update(answers_incoming_id=cited.pk)
    disposal = decided(archivist, later, ends)
    with acting(archivist):
        items = queries.items_of([ends.pk])
        why = {item.incoming_id: queries.staying(items, disposal).get(item.pk) for item in items}
        assert "02-TH" in why[shared.pk]
        assert "20 năm" in why[shared.pk]
        assert "Trả lời (mẫu)" in why[cited.pk]
        assert why[alone.pk] is None
        carrying.start(disposal=disposal, witness_id=witness, by=archivist, at=later)
    carrying.run(disposal.pk, disposal.agency_id, now=lambda: later)
    with acting(archivist):
        state = dict(
            IncomingDocument.objects.filter(pk__in=[shared.pk, cited.pk, alone.pk]).values_list(
                "pk", "destroyed_by"
            )
        )
        assert state[shared.pk] == state[cited.pk] == ""
        assert state[alone.pk]
        assert {(i.item.incoming_id, i.outcome) for i in DisposedItem.objects.all()} == {
            (shared.pk, "stayed"), (cited.pk, "stayed"), (alone.pk, "destroyed")}  # fmt: skip
        other = WorkFile.objects.get(notation="02-TH", agency_id=archivist.agency_id)
    with acting(posts.clerk), refused(keeping.FileRefused):
        keeping.add_incoming(file=other, document=alone, by=posts.clerk, at=later)


@pytest.mark.django_db
def test_a_running_task_keeps_its_paper(posts, archivist, now, later, letters, actor_for):
    from lienthong.systems.tasks.services import assigning

    sent = kit.issued(posts, now, "Sở Tư pháp")
    file = filed(posts, now, sent)
    chief = actor_for(f"chanhvanphong@{DOMAIN}", kind="chief_of_office")
    with acting(chief):
        (task,) = assigning.propose_tasks(
            proposals=[assigning.Proposal(action="Việc (mẫu)", leads=[chief.agency_id],
                                          quote="nguyên văn", section="1")],
            source=assigning.Source(kind="document", document_id=sent.pk, reference=sent.reference),
            by=chief, at=now,
        )  # fmt: skip
    disposal = decided(archivist, later, file)
    with acting(archivist):
        items = queries.items_of([file.pk])
        assert task.code in queries.staying(items, disposal)[items[0].pk]
        from lienthong.systems.tasks.models import Task
        from lienthong.systems.tasks.services.keeping import Tasks

        with act("tests.ended", by=archivist, at=later):
            Tasks().forget(sent, by=archivist, at=later)
            assert Task.objects.get(pk=task.pk).quote == "nguyên văn", "it runs yet"
            Task.objects.filter(pk=task.pk).update(state="cancelled")
            assert task.code not in queries.staying(items, disposal).get(items[0].pk, "")
            Tasks().forget(sent, by=archivist, at=later)
            assert Task.objects.get(pk=task.pk).quote == ""


@pytest.mark.django_db
def test_a_rule_ends_once_whatever_a_page_still_shows(actor_for, now):
    chief = replace(actor_for(f"quantri@{DOMAIN}"), verbs=frozenset({"agencies.decide"}))
    with acting(chief):
        row = KeepingRule.objects.filter(kind="term", value="5").get()
        stale = KeepingRule.objects.get(pk=row.pk)
        keeping_rules.end_keeping_rule(
            row=row, last=now.date() + 9 * DAY, basis="QĐ 1", by=chief, at=now
        )
        with pytest.raises(keeping_rules.RuleRefused):
            keeping_rules.end_keeping_rule(
                row=stale, last=now.date(), basis="QĐ 2", by=chief, at=now
            )
        row.refresh_from_db()
        assert row.ended_basis == "QĐ 1"


@pytest.mark.django_db
def test_a_file_at_fault_holds_no_other_back(posts, archivist, now, later, witness, monkeypatch):
    papers = [arrived(posts, now, str(n), MARK) for n in (71, 72, 73)]
    files = [
        filed(posts, now, paper, notation=f"7{n}-TH") for n, paper in enumerate(papers, start=1)
    ]
    disposal = begun(archivist, later, witness, *files)
    destroy = carrying.content.destroy_item

    def faulty(item, **more):
        if item.incoming_id == papers[0].pk:
            raise ValueError(MARK)
        return destroy(item, **more)

    monkeypatch.setattr(carrying.content, "destroy_item", faulty)
    with pytest.raises(ValueError, match=MARK):
        carrying.run(disposal.pk, disposal.agency_id, now=lambda: later)
    with acting(archivist):
        states = list(disposal.lines.order_by("position").values_list("state", flat=True))
        assert sorted(states) == ["destroyed", "destroyed", "listed"]
        assert disposal.lines.get(state="listed").file_id == files[0].pk
        assert Disposal.objects.get(pk=disposal.pk).state == "carrying"
        assert IncomingDocument.objects.get(pk=papers[0].pk).handled_note == MARK
    monkeypatch.setattr(carrying.content, "destroy_item", destroy)
    carrying.run(disposal.pk, disposal.agency_id, now=lambda: later)
    with acting(archivist):
        assert Disposal.objects.get(pk=disposal.pk).state == "done"


@pytest.mark.django_db
def test_a_proposal_at_fault_holds_no_other_back(monkeypatch):
    asked = []

    def run(pk, agency_id, **_more):
        asked.append(pk)
        if pk == 1:
            raise ValueError("at fault")

    waiting = type("Rows", (), {})()
    for name in ("filter", "order_by"):
        setattr(waiting, name, lambda *_a, **_k: waiting)
    waiting.values_list = lambda *_a: [(1, 7), (2, 7)]
    monkeypatch.setattr(carrying.Disposal, "objects", waiting)
    monkeypatch.setattr(carrying, "run", run)
    with pytest.raises(ValueError, match="at fault"):
        carrying.run_open(now=lambda: None)
    assert asked == [1, 2]


@pytest.mark.django_db
def test_the_screens(client_for, accounts, posts, archivist, now, later, monkeypatch, letters):
    from django.urls import reverse

    from lienthong.kernel import clock
    from lienthong.systems.documents.views import disposal as views

    from .test_outgoing_screens import once_of

    papers = [arrived(posts, now, "31"), arrived(posts, now, "32")]
    file = filed(posts, now, *papers)
    filed(posts, now, papers[1], notation="02-TH", years=20)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(views, "confirm_many", lambda request, back: None)
    client = client_for(f"luutru@{DOMAIN}")
    page = client.get(reverse("documents:expired"))
    words = " ".join(page.content.decode().split())
    assert "1 hồ sơ hết thời hạn bảo quản" in words
    made = client.post(
        reverse("documents:expired"),
        {"once": once_of(page), "title": "Đợt 1", "pick": [file.pk]},
    )
    here = made["Location"]

    def do(what, **values):
        token = once_of(client.get(here))
        done = client.post(f"{here}viec/{what}/", {"once": token, **values})
        assert done["Location"] == here
        return " ".join(client.get(here).content.decode().split())

    words = " ".join(client.get(here).content.decode().split())
    assert "1 văn bản còn giữ" in words
    assert "02-TH" in words
    with acting(archivist):
        part = KeepingRule.objects.filter(kind="dossier_part").order_by("position").first()
    assert f"{part.value} (M)" in words
    assert f"(M) Chưa chắc chắn. Căn cứ: {part.basis}." in words
    assert "Đã trình" in do("trinh")
    assert "Phòng Tổng hợp" in do(
        "y-kien", giver="Phòng Tổng hợp", agrees="yes", text="", given_on=f"{later:%d/%m/%Y}"
    )
    assert "Không thấy quyết định" in do(
        "quyet-dinh", number="5/QĐ-UBND", dated=f"{later:%d/%m/%Y}", signer=""
    )
    with acting(archivist):
        disposal = Disposal.objects.get()
        decision = proposing.Decision(
            "5/QĐ-UBND", later.date(), "Chủ tịch (mẫu)", stored(archivist, later, "qd")
        )
        proposing.decide(disposal=disposal, decision=decision, by=archivist, at=later)
    for form in ("pdf", "docx", "xlsx"):
        assert client.get(f"{here}danh-muc/{form}/").status_code == 200
    assert "Đang hủy" in do("thuc-hien", witness=str(posts.clerk.person_id), confirm="yes")
    asks = {"HX-Request": "true", "HX-Target": "disposal-rows"}
    part = client.get(here, headers=asks).content.decode()
    assert "every 2s" in part
    assert "<html" not in part
    carrying.run(disposal.pk, disposal.agency_id, now=lambda: later)
    part = client.get(here, headers=asks).content.decode()
    assert "every 2s" not in part
    assert "mở lại trang" in part
    assert "<html" not in part
    words = " ".join(client.get(here).content.decode().split())
    assert "Đã hủy xong" in words
    assert "Biên bản hủy" in words
    with acting(archivist):
        minutes_id = Disposal.objects.get().minutes_id
    assert client.get(reverse("documents:download", args=[minutes_id])).status_code == 200
    said = f"Đã hủy theo Quyết định số 5/QĐ-UBND ngày {later:%d/%m/%Y}"
    clerk = client_for(f"vanthu@{DOMAIN}")
    for url in (
        reverse("documents:incoming_one", args=[papers[0].pk]),
        reverse("documents:incoming"),
        reverse("documents:file_one", args=[file.pk]),
        reverse("desk:search") + "?q=31/SNV",
        reverse("documents:incoming") + "?export=csv",
    ):
        response = clerk.get(url)
        body = b"".join(response) if response.streaming else response.content
        text = " ".join(body.decode().split())
        assert said in text, url
        assert MARK not in text
    assert clerk.get(reverse("documents:put_in", args=["den", papers[0].pk])).status_code == 404
    assert clerk.get(here).status_code == 403, "not the archive's"
    other = client_for(f"vanthu.stp@{DOMAIN}")
    assert other.get(here).status_code in (403, 404)
