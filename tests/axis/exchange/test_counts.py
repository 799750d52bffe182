"""The kept counts equal a full recomputation at any moment, and the shares follow the definitions
(office practice §4): random acts with a fixed seed, an oracle in plain Python, two sessions at once.
"""

import dataclasses
import datetime as dt
import random
import threading
from collections import Counter

import pytest
from django.db import connection, transaction

from lienthong.axis.exchange import api as exchange
from lienthong.axis.exchange.choices import TallyPart
from lienthong.axis.exchange.models import Delivery
from lienthong.axis.exchange.queries import counts
from lienthong.axis.exchange.rules.shares import AgencyCounts, Share, SideCounts
from lienthong.axis.exchange.services import folding
from lienthong.kernel.access.context import acting
from tests.support.roles import as_role

from .station import DAY, NOW, Inbox, Station

MONTH = exchange.month_to_date(DAY)
CUTS = [NOW, NOW + dt.timedelta(hours=5), NOW + dt.timedelta(days=2), NOW + dt.timedelta(days=30)]


def assert_kept(station: Station) -> None:
    with as_role("lt_worker", station.name):
        assert counts.kept() == counts.recomputed()
        assert counts.documents_kept() == counts.documents_recomputed()
        years, of_months = counts.years_kept()
        assert years == of_months


def oracle(cut: dt.datetime) -> dict[tuple[int, str], dict[str, int]]:
    """The figures of §4 by going through every delivery."""
    found: dict[tuple[int, str], Counter[str]] = {}
    for d in Delivery.objects.filter(current=True, counted=True, exemption=""):
        delivered = d.accepted_at is not None
        handed = d.handed_over_at is not None
        due_at = d.register_due_at if handed else d.send_due_at
        counted = delivered or due_at <= cut
        sides = [(d.sender_id, "sender")]
        if handed and not d.paper_finding:
            sides.append((d.receiver_id, "receiver"))
        for key in sides:
            c = found.setdefault(key, Counter())
            c["total"] += 1
            c["counted"] += counted
            c["waiting"] += not counted
            c["delivered"] += delivered
            c["returned"] += d.status == "02"
            c["paper"] += d.paper_finding
            if key[1] == "sender":
                in_time = handed and d.handed_over_at <= d.send_due_at
                c["on_time"] += counted and in_time
                c["open_due"] += counted and not handed and not d.paper_finding
            else:
                in_time = delivered and d.accepted_at <= d.register_due_at
                c["on_time"] += counted and in_time
                c["open_due"] += counted and not delivered and d.status not in ("02", "15")
    return {key: dict(c) for key, c in found.items()}


def oracle_documents(cut: dt.datetime) -> dict[int, Share]:
    """P1c: complete documents of those complete or with a delivery that is due and undone."""
    open_due: dict[tuple[int, int], list[bool]] = {}
    for d in Delivery.objects.filter(current=True, counted=True, exemption="", hop=0):
        state = open_due.setdefault((d.sender_id, d.package_id), [])
        if d.accepted_at is None:
            due = d.register_due_at if d.handed_over_at else d.send_due_at
            state.append(due <= cut)
    result: dict[int, Share] = {}
    for (sender, _package), state in open_due.items():
        complete, failing = not state, any(state)
        share = Share(int(complete), int(complete or failing))
        result[sender] = result.get(sender, Share(0, 0)) + share
    return result


def assert_as_defined(station: Station) -> None:
    with as_role("lt_worker", station.name):
        everybody = station.official()
        everybody = type(everybody)(
            **{f: getattr(everybody, f) for f in everybody.__dataclass_fields__}
            | {"agency_ids": frozenset(station.offices)}
        )
        for cut in CUTS:
            wanted, documents = oracle(cut), oracle_documents(cut)
            with acting(everybody):
                told = exchange.tally(everybody, MONTH, station.offices, at=cut, alive_since=NOW)
                shares = exchange.province_shares(MONTH, station.offices, at=cut, alive_since=NOW)
            for pk, counted in told.items():
                for side, figures in (("sender", counted.sent), ("receiver", counted.received)):
                    expected = wanted.get((pk, side), {})
                    assert figures == SideCounts(**expected), (pk, side, cut)
                assert counted.documents == documents.get(pk, Share(0, 0)), (pk, cut)
            assert shares.p1 == exchange.circulating(list(told.values()))
            total = sum((c.sent for c in told.values()), SideCounts())
            assert shares.p1b == total.deliveries
            received = sum((c.received for c in told.values()), SideCounts())
            assert shares.p1t == Share(received.on_time, total.counted)
            assert shares.p1c == sum((c.documents for c in told.values()), Share(0, 0))


class Year:
    """Random acts of offices, some on time and some late, with a fixed seed."""

    def __init__(self, station: Station, seed: int) -> None:
        self.station, self.random = station, random.Random(seed)
        self.at = NOW - dt.timedelta(days=6)
        self.packages: list[exchange.Package] = []

    def step(self) -> None:
        act = self.random.choice(
            [self.send, self.send, self.carry, self.accept, self.accept, self.accept,
             self.refuse, self.resend, self.forward, self.withdraw, self.update, self.paper]
        )  # fmt: skip
        self.at += dt.timedelta(hours=self.random.randint(0, 9))
        try:
            act()
        except (
            exchange.TransitionRefused, exchange.NotReturned, exchange.NotRegistered,
            exchange.NothingToSend, exchange.CameByExchange, IndexError,
        ):  # fmt: skip
            return  # an act that was not possible then must leave the counts as they were

    def some(self) -> Delivery:
        with self.station.eyes() as deliveries:
            current = deliveries.filter(current=True).order_by("pk")  # the same story for a seed
            return deliveries.get(pk=self.random.choice(list(current.values_list("pk", flat=True))))

    def send(self) -> None:
        sender, *receivers = self.random.sample(
            self.station.offices[:14], self.random.randint(2, 7)
        )
        self.packages.append(
            self.station.document(
                receivers, sender=sender, at=self.at, priority=self.random.choice([0, 0, 1, 3])
            )
        )

    def carry(self) -> None:
        self.station.carry(at=self.at)

    def accept(self) -> None:
        self.station.report(self.some(), "03", at=self.at)

    def refuse(self) -> None:
        self.station.report(self.some(), "02", at=self.at, refusal_reason="not_authentic")

    def resend(self) -> None:
        delivery = self.some()
        by = self.station.official(delivery.sender_id)
        with acting(by):
            exchange.resend(delivery=delivery, by=by, at=self.at)

    def forward(self) -> None:
        delivery = self.some()
        by = self.station.official(delivery.receiver_id)
        receivers = self.random.sample(self.station.offices[:14], 3)
        with acting(by):
            exchange.forward(
                delivery=delivery, receivers=receivers, instruction="x", by=by, at=self.at
            )

    def withdraw(self) -> None:
        delivery = self.some()
        self.station.report(delivery, "13", at=self.at, reason="nhầm")
        self.station.report(delivery, "15", at=self.at)

    def update(self) -> None:
        package = self.random.choice(self.packages)
        by = self.station.official(package.sender_id)
        with acting(by):
            exchange.update(
                package=package, reason="thêm", by=by, at=self.at, changes={"content": "mới"},
                add=[self.random.choice(self.station.offices[:14])],
            )  # fmt: skip

    def paper(self) -> None:
        sender, receiver = self.random.sample(self.station.offices[:14], 2)
        by = self.station.official(receiver)
        with acting(by):
            exchange.report_paper_finding(
                sender_id=sender, receiver_id=receiver, issued_on=DAY, type_name="Công văn",
                reference=f"{self.random.randint(1, 999)}/GIAY", subject="giấy (mẫu)",
                by=by, at=self.at,
            )  # fmt: skip


def test_counts_equal_a_recomputation_after_every_act(station: Station) -> None:
    year = Year(station, seed=30_2020)
    year.send()
    year.send()
    for number in range(60):
        year.step()
        assert_kept(station)
        if number % 20 == 19:
            with as_role("lt_worker", station.name), transaction.atomic():
                folding.fold()
            assert_kept(station)
    year.send()
    year.send()
    year.paper()
    station.carry(at=year.at)
    with station.eyes() as deliveries:
        back, kept, *_rest, returned = deliveries.filter(status="01", retract="").order_by("pk")
    for code in ("13", "15"):
        station.report(back, code, at=year.at, reason="nhầm")
    station.report(returned, "02", at=year.at, refusal_reason="wrong_addressee")
    station.report(kept, "03", at=year.at)
    assert_kept(station)
    assert_as_defined(station)
    with station.eyes() as deliveries:
        stages = set(deliveries.filter(current=True).values_list("stage", flat=True))
    assert {"arrived", "delivered", "returned", "withdrawn", "paper"} <= stages


def test_a_lost_count_would_be_seen(station: Station) -> None:
    """The negative twin: take one row away and the comparison fails."""
    station.document(station.receivers[:3])
    with as_role("lt_worker", station.name), transaction.atomic():
        assert counts.kept() == counts.recomputed()
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM exchange_deliverytally WHERE id = (SELECT max(id)"
                " FROM exchange_deliverytally)"
            )
        assert counts.kept() != counts.recomputed()
        transaction.set_rollback(True)


def test_folding_keeps_every_sum_and_leaves_one_row_for_a_key(station: Station) -> None:
    for _number in range(3):
        station.document(station.receivers[:6])
    with as_role("lt_worker", station.name), transaction.atomic():
        before = counts.kept()
        folding.fold()
        assert counts.kept() == before
        with connection.cursor() as cursor:
            cursor.execute("SELECT part, count(*) FROM exchange_deliverytally GROUP BY 1")
            rows = dict(cursor.fetchall())
        years, of_months = counts.years_kept()
        assert years == of_months != {}
        assert rows == {TallyPart.MONTH: len(before), TallyPart.YEAR: len(years)}


def sums(first: str, last: str, whose: list[int]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM exchange_sums(%s, %s, %s, %s) ORDER BY 1, 2", [first, last, NOW, whose]
        )
        return cursor.fetchall()


@pytest.mark.parametrize("seed", range(3))
def test_the_sums_of_any_time_are_the_same_however_much_is_folded(
    station: Station, seed: int
) -> None:
    """A board from January on reads the rows of the year, unless a month of it is left out."""
    chance = random.Random(seed)
    whose = list(station.offices[:5])
    spans = [
        ("2017-01-01", "2017-12-01"), ("2018-01-01", "2018-09-01"), ("2018-01-01", "2018-05-01"),
        ("2018-02-01", "2018-09-01"), ("2018-04-01", "2018-04-01"), ("2017-01-01", "2018-12-01"),
    ]  # fmt: skip
    with as_role("lt_owner", station.name), transaction.atomic():
        for turn in range(5):
            for _number in range(40):
                _tally(chance, whose)
            before = [sums(first, last, whose) for first, last in spans]
            assert any(before)
            folding.fold()
            assert [sums(first, last, whose) for first, last in spans] == before, turn
            years, of_months = counts.years_kept()
            assert years == of_months
        with connection.cursor() as cursor:
            cursor.execute("UPDATE exchange_deliverytally SET count = count + 1 WHERE part = 2")
        assert sums(*spans[0], whose) != before[0], "the year is read from its own rows"
        assert sums(*spans[3], whose) == before[3]
        transaction.set_rollback(True)


def _tally(chance: random.Random, whose: list[int]) -> None:
    month = dt.date(chance.choice([2017, 2018]), chance.randint(1, 9), 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO exchange_deliverytally (agency_id, side, month, stage, exemption, due_at,"
            " sent_late, registered_late, count) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                chance.choice(whose), chance.choice(["sender", "receiver"]), month,
                chance.choice(["open", "delivered", "returned", "paper"]),
                chance.choice(["", "", "X2", "X3"]),
                chance.choice([None, NOW - dt.timedelta(days=3), NOW + dt.timedelta(days=3)]),
                chance.random() < 0.3, chance.random() < 0.3, chance.choice([-1, 1, 2, 3]),
            ],
        )  # fmt: skip


def test_two_offices_never_wait_for_one_another(station: Station) -> None:
    """Counts are only added to: while one clerk's act is open, another registers the same paper."""
    one, two = station.receivers[:2]
    package = station.document([one, two])
    station.carry()
    first, second = station.sent(package, one), station.sent(package, two)
    done: list[str] = []

    def other_clerk() -> None:
        try:
            with acting(station.official(two)), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2s'")
                exchange.report_status(
                    delivery=second, code="03", by=station.official(two), at=NOW,
                    arrival_number="7",
                )  # fmt: skip
            done.append("03")
        except Exception as error:
            done.append(str(error))
        finally:
            connection.close()

    by = station.official(one)
    with acting(by):
        exchange.report_status(delivery=first, code="03", by=by, at=NOW, arrival_number="1")
        thread = threading.Thread(target=other_clerk)
        thread.start()
        thread.join(20)
        assert done == ["03"]
    assert_kept(station)


class TestWhoSeesWhat:
    def test_an_agency_sees_its_own_figures_and_of_others_only_the_shares(
        self, station: Station
    ) -> None:
        one, two, three = station.receivers[:3]
        station.document([two], sender=one)
        station.document([two], sender=three)  # what the province counts and `one` does not see
        by = station.official(one)
        with acting(by):
            told = exchange.tally(by, MONTH, [one, two], at=CUTS[-1], alive_since=NOW)
            assert told[one].sent.total > 0
            assert told[two] == AgencyCounts(two, line_alive=told[two].line_alive)
            shares = exchange.province_shares(MONTH, station.offices, at=CUTS[-1], alive_since=NOW)
            assert shares.p1b.denominator > told[one].sent.counted

    def test_without_application_filters_the_wall_holds(self, station: Station) -> None:
        one, two = station.receivers[:2]
        station.document([two], sender=one)
        with acting(station.official(station.receivers[60])), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM exchange_counts('2020-01-01', '2030-01-01', now(), %s)",
                [station.offices[:40]],
            )
            assert cursor.fetchone()[0] == 0


class TestPaperFindings:
    def test_it_stands_against_the_sender_until_sent_by_exchange(self, station: Station) -> None:
        sender, receiver = station.receivers[70:72]
        by = station.official(receiver)
        given = {
            "sender_id": sender, "receiver_id": receiver, "reference": "77/SNV-VP",
            "issued_on": DAY, "type_name": "Công văn", "subject": "giấy (mẫu)", "by": by,
            "at": NOW,
        }  # fmt: skip
        with acting(by):
            first = exchange.report_paper_finding(**given)
            assert exchange.report_paper_finding(**given).pk == first.pk
        assert self._paper(station, sender) == 1
        package = station.document([receiver], sender=sender, number="77", content=b"%PDF e")
        assert package.reference == "77/UBND-NC"
        assert self._paper(station, sender) == 1
        self._send(station, sender, receiver)
        assert self._paper(station, sender) == 0
        assert_kept(station)
        with acting(by), pytest.raises(exchange.CameByExchange):
            exchange.report_paper_finding(**given)

    @staticmethod
    def _send(station: Station, sender: int, receiver: int) -> None:
        import io

        from lienthong.kernel.files import services as files

        by = station.official(sender)
        with acting(by):
            stored = files.store(
                io.BytesIO(b"%PDF same paper"), name="a.pdf", agency_id=sender, by=by, at=NOW
            )
            message = exchange.outgoing_message(
                sender_id=sender, number="77", notation="SNV-VP", issued_on=DAY,
                type_name="Công văn", subject="V/v (mẫu)", signer_name="Người ký",
            )  # fmt: skip
            exchange.dispatch(
                sender_id=sender, message=message, files=[exchange.FileIn(stored)],
                receivers=[receiver], by=by, at=NOW,
            )  # fmt: skip

    @staticmethod
    def _paper(station: Station, sender: int) -> int:
        by = station.official(sender)
        with acting(by):
            told = exchange.tally(by, MONTH, [sender], at=CUTS[-1], alive_since=NOW)
            return told[sender].sent.paper


def test_the_list_behind_a_number_has_as_many_rows(station: Station) -> None:
    one = station.receivers[50]
    station.document([one])
    station.carry(Inbox())
    by = station.official(one)
    cut = CUTS[-1]
    with acting(by):
        told = exchange.tally(by, MONTH, [one], at=cut, alive_since=NOW)[one].received
        behind = exchange.deliveries_behind(by, MONTH, at=cut, receiver_id=one)
        assert behind.count() == told.counted > 0
        late = exchange.deliveries_behind(by, MONTH, at=cut, receiver_id=one, overdue=True)
        assert late.exclude(stage__in=["returned", "withdrawn"]).count() == told.open_due


def test_the_lists_of_the_province_are_its_numbers(station: Station) -> None:
    """P1b, P1c and P1t: as many rows as the denominator, as many missing as the difference."""
    year = Year(station, seed=30_2020)
    for _number in range(40):
        year.step()
    station.carry(at=year.at)
    one = station.official()
    eyes = dataclasses.replace(one, agency_ids=frozenset(station.offices))
    with as_role("lt_worker", station.name), acting(eyes):
        for cut in CUTS:
            shares = exchange.province_shares(MONTH, station.offices, at=cut, alive_since=NOW)
            rows = exchange.deliveries_behind(eyes, MONTH, at=cut)
            papers = exchange.documents_behind(eyes, MONTH, at=cut)
            for share, whole, short in (
                (shares.p1b, rows, rows.filter(exchange.undelivered())),
                (shares.p1t, rows, rows.filter(exchange.not_on_time())),
                (shares.p1c, papers, papers.filter(failing__gt=0)),
            ):
                part = whole.count() - short.count()
                assert exchange.Share(part, whole.count()) == share, cut
    assert shares.p1b.denominator > shares.p1b.numerator > 0


def test_lines(station: Station) -> None:
    one = station.receivers[55]
    by = station.official(one)
    with acting(by):
        before = exchange.tally(by, MONTH, [one], at=NOW, alive_since=NOW)[one]
        exchange.acknowledge_test(agency_id=one, by=by, at=NOW)
        after = exchange.tally(by, MONTH, [one], at=NOW, alive_since=NOW)[one]
        assert (before.line_alive, after.line_alive) == (False, True)
        since = exchange.alive_since(NOW)
        assert since == dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)  # Friday, the same hour
