"""The road of a document inside one installation: sent, carried, registered, taken back."""

import dataclasses
import datetime as dt

import pytest

from lienthong.axis.exchange import api as exchange
from lienthong.axis.exchange.models import Delivery, Outbox, StatusReport
from lienthong.kernel.access.actor import Forbidden, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.queries.lives import mail_successor
from lienthong.kernel.facts.models import Fact, FactLine
from tests.support.roles import as_role

from .station import DAY, LATER, NOW, Inbox, Station


def test_one_act_delivers_to_all_and_the_package_is_stored_once(station: Station) -> None:
    receivers = station.receivers[:20]
    package = station.document(receivers)
    inbox = Inbox()
    done = station.carry(inbox)
    assert done.carried >= 20
    with station.eyes() as deliveries:
        mine = deliveries.filter(package=package)
        assert set(mine.values_list("receiver_id", flat=True)) == set(receivers)
        assert set(mine.values_list("status", "stage")) == {("01", "arrived")}
        assert set(inbox.arrivals) >= set(mine.values_list("pk", flat=True))
        assert package.files.count() == 1
        fact = Fact.objects.get(act="exchange.dispatched", subject_id=str(package.pk))
        assert FactLine.objects.filter(fact=fact, table="exchange_delivery").count() == 20
    assert station.waiting() == 0


def test_sending_again_changes_nothing_and_adds_receivers(station: Station) -> None:
    one, two = station.receivers[:2]
    first = station.document([one], number="A1", content=b"%PDF same")
    again = station.document([one], number="A1", content=b"%PDF same", at=LATER)
    more = station.document([one, two], number="A1", content=b"%PDF same", at=LATER)
    assert first.pk == again.pk == more.pk
    with station.eyes() as deliveries:
        assert deliveries.filter(package=first).count() == 2
        acts = Fact.objects.filter(act="exchange.dispatched", subject_id=str(first.pk))
        assert acts.count() == 2


def test_same_identifier_with_other_content_is_refused_with_an_alarm(station: Station) -> None:
    """F6: the first is kept."""
    one = station.receivers[0]
    first = station.document([one], number="A2", content=b"%PDF first")
    with pytest.raises(exchange.ContentDiffers, match="nội dung khác"):
        station.document([one], number="A2", content=b"%PDF second")
    by = station.official()
    with acting(by):
        alarm = exchange.list_incidents(by).get(document_id=first.document_id)
        assert alarm.kind == exchange.IncidentKind.CONTENT_DIFFERS
        assert alarm.kept_sha256 == first.content_sha256 != alarm.refused_sha256
        with pytest.raises(exchange.NoteMissing):
            exchange.settle_incident(incident=alarm, note=" ", by=by, at=NOW)
        exchange.settle_incident(incident=alarm, note="đã gửi văn bản thay thế", by=by, at=NOW)
        assert not exchange.list_incidents(by).filter(pk=alarm.pk).exists()


def test_same_content_under_a_new_identifier_is_flagged(station: Station) -> None:
    """F7: accepted, shown as a probable duplicate."""
    one = station.receivers[0]
    first = station.document([one], content=b"%PDF twin")
    second = station.document([one], content=b"%PDF twin")
    assert second.pk != first.pk
    assert second.probable_duplicate_of_id == first.pk
    assert first.probable_duplicate_of_id is None


def test_the_receiver_moves_the_chain_and_the_sender_hears(station: Station) -> None:
    one = station.receivers[3]
    package = station.document([one])
    station.carry()
    delivery = station.sent(package)
    assert delivery.due_at == delivery.register_due_at
    for code in ("03", "04", "05", "06"):
        station.report(delivery, code, at=LATER)
    done = station.sent(package)
    assert (done.status, done.stage, done.due_at) == ("06", "delivered", None)
    assert done.accepted_at == LATER
    inbox = Inbox()
    station.carry(inbox)
    assert [(c, to) for pk, c, to in inbox.news if pk == delivery.pk] == [
        (code, station.sender) for code in ("03", "04", "05", "06")
    ]
    by = station.official()
    with acting(by):
        story = exchange.list_reports(by, done)
        assert [report.code for report in story] == ["01", "03", "04", "05", "06"]
        assert all(report.relayed_at for report in story)


def test_a_status_twice_is_one_report(station: Station) -> None:
    package = station.document([station.receivers[0]])
    station.carry()
    delivery = station.sent(package)
    first = station.report(delivery, "03")
    again = station.report(delivery, "03", at=LATER)
    assert first == again
    with as_role("lt_worker", station.name):
        assert StatusReport.objects.filter(delivery=delivery, code="03").count() == 1


class TestWhoMayReport:
    def test_nobody_reports_for_another_agency(self, station: Station) -> None:
        package = station.document(station.receivers[:2])
        station.carry()
        one = station.sent(package, station.receivers[0])
        for agency, code in ((station.receivers[1], "03"), (station.sender, "03"),
                             (station.receivers[0], "13")):  # fmt: skip
            by = station.official(agency)
            with acting(by), pytest.raises(Forbidden):
                exchange.report_status(
                    delivery=one, code=code, by=by, at=NOW, arrival_number="1", reason="x"
                )
        assert station.sent(package, station.receivers[0]).status == "01"

    def test_seeing_a_subtree_is_not_acting_for_it(self, station: Station) -> None:
        package = station.document([station.receivers[0]])
        station.carry()
        delivery = station.sent(package)
        watcher = dataclasses.replace(
            station.official(station.receivers[5]), agency_ids=frozenset(station.offices)
        )
        with acting(watcher), pytest.raises(Forbidden):
            exchange.report_status(
                delivery=delivery, code="03", by=watcher, at=NOW, arrival_number="1"
            )

    def test_no_machine_registers_or_returns(self, station: Station) -> None:
        package = station.document([station.receivers[0]])
        station.carry()
        delivery = station.sent(package)
        by = system_actor(station.receivers[0])
        for code in ("02", "03"):
            with acting(by), pytest.raises(Forbidden, match="văn thư, không tự động"):
                exchange.report_status(
                    delivery=delivery, code=code, by=by, at=NOW, arrival_number="1",
                    refusal_reason="wrong_addressee",
                )  # fmt: skip

    def test_delivered_means_registered_under_a_number(self, station: Station) -> None:
        package = station.document([station.receivers[0]])
        station.carry()
        with pytest.raises(exchange.NumberMissing, match="số đến"):
            station.report(station.sent(package), "03", arrival_number=" ")

    def test_only_the_two_reasons_of_the_law_return_a_paper(self, station: Station) -> None:
        package = station.document([station.receivers[0]])
        station.carry()
        delivery = station.sent(package)
        with pytest.raises(exchange.ReasonMissing, match="Điều 21"):
            station.report(delivery, "02", reason="sai lỗi chính tả")
        station.report(delivery, "02", refusal_reason="wrong_addressee", reason="gửi nhầm")
        done = station.sent(package)
        assert (done.stage, done.refusal_reason, done.refusal_note) == (
            "returned", "wrong_addressee", "gửi nhầm",
        )  # fmt: skip
        with pytest.raises(exchange.TransitionRefused):
            station.report(delivery, "03")


class TestRecall:
    def test_a_recall_needs_a_signed_notice(self, station: Station) -> None:
        package = station.document([station.receivers[0]])
        other = station.document([station.receivers[0]])
        by = station.official()
        with acting(by), pytest.raises(exchange.NoNotice, match="thông báo thu hồi"):
            exchange.withdraw(package=package, notice=other, reason="nhầm", by=by, at=NOW)

    def test_refused_then_agreed_destroys_the_reference(self, station: Station) -> None:
        """Đ18.4.b: 16 stays open; 15 ends and takes message and files out of sight."""
        one, two = station.receivers[:2]
        package = station.document([one, two])
        station.carry()
        delivery = station.sent(package, one)
        station.report(delivery, "03")
        notice = station.document([one, two], kind=1, recalls=package.document_id)
        by = station.official()
        with acting(by):
            reports = exchange.withdraw(
                package=package, notice=notice, reason="ban hành nhầm", by=by, at=NOW
            )
            assert len(reports) == 2
            assert not exchange.withdraw(
                package=package, notice=notice, reason="lần nữa", by=by, at=NOW
            )
        inbox = Inbox()
        station.carry(inbox)
        assert (delivery.pk, "13", one) in inbox.news
        station.report(delivery, "16", reason="đang giải quyết")
        with acting(by):
            assert exchange.list_open_retractions(by).filter(pk=delivery.pk).exists()
        receiver = station.official(one)
        with acting(receiver):
            assert exchange.get_package(receiver, package.pk).files.count() == 1
        station.report(delivery, "15")
        with acting(receiver):
            with pytest.raises(exchange.Package.DoesNotExist):
                exchange.get_package(receiver, package.pk)
            assert exchange.list_files(receiver, package) == []
            # The metadata of the recall itself stay with both (PL VI I.III.8).
            assert [r.code for r in exchange.list_reports(receiver, delivery)] == [
                "01", "03", "13", "16", "15",
            ]  # fmt: skip
        other = station.official(two)
        with acting(other):
            assert exchange.get_package(other, package.pk).files.count() == 1
        with acting(by):
            assert exchange.get_package(by, package.pk).files.count() == 1

    def test_a_request_before_arrival_travels_with_the_document(self, station: Station) -> None:
        """F18: recall crossing with delivery ends equal on both sides, for it is one row."""
        one = station.receivers[0]
        package = station.document([one])
        notice = station.document([one], kind=1, recalls=package.document_id)
        by = station.official()
        with acting(by):
            exchange.withdraw(package=package, notice=notice, reason="nhầm", by=by, at=NOW)
        inbox = Inbox()
        station.carry(inbox)
        delivery = station.sent(package)
        assert (delivery.status, delivery.retract) == ("01", "13")
        assert (delivery.pk, "13", one) in inbox.news
        station.report(delivery, "15")
        assert station.sent(package).stage == "withdrawn"

    def test_a_notice_that_arrives_asks_by_itself_once(self, station: Station) -> None:
        """Office practice §7.7: recall by message and by status are answered once, by one act."""
        one = station.receivers[0]
        package = station.document([one])
        station.carry()
        station.document([one], kind=1, recalls=package.document_id)
        station.carry()
        delivery = station.sent(package)
        assert delivery.retract == "13"
        by = station.official()
        with acting(by):
            assert [r.code for r in exchange.list_reports(by, delivery)] == ["01", "13"]

    def test_what_has_ended_is_left_alone(self, station: Station) -> None:
        one, two = station.receivers[:2]
        package = station.document([one, two])
        station.carry()
        station.report(station.sent(package, one), "02", refusal_reason="wrong_addressee")
        notice = station.document([one, two], kind=1, recalls=package.document_id)
        by = station.official()
        with acting(by):
            reports = exchange.withdraw(
                package=package, notice=notice, reason="nhầm", by=by, at=NOW
            )
        assert [report.delivery.receiver_id for report in reports] == [two]


class TestForwarding:
    def test_the_same_bytes_go_on_with_one_more_hop(self, station: Station) -> None:
        district, *communes = station.receivers[:5]
        package = station.document([district])
        parent = station.accepted(package, district)
        by = station.official(district)
        with acting(by):
            made = exchange.forward(
                delivery=parent, receivers=communes, instruction="Triển khai thực hiện",
                by=by, at=NOW, digests=[f.sha256 for f in exchange.list_files(by, package)],
            )  # fmt: skip
            again = exchange.forward(
                delivery=parent, receivers=communes, instruction="lần hai", by=by, at=LATER
            )
        assert set(made) == set(communes)
        assert made == again
        inbox = Inbox()
        station.carry(inbox)
        for commune in communes:
            child = Delivery.objects.none()
            with station.eyes() as deliveries:
                child = deliveries.get(pk=made[commune])
            assert (child.hop, child.parent_id, child.package_id) == (1, parent.pk, package.pk)
            assert (child.sender_id, child.instruction) == (district, "Triển khai thực hiện")
            reader = station.official(commune)
            with acting(reader):
                assert len(exchange.list_files(reader, package)) == 1

    def test_receipts_of_the_second_ring_go_to_the_forwarder(self, station: Station) -> None:
        """Office practice §3.3: the issuer sees sums only."""
        district, *communes = station.receivers[:4]
        package = station.document([district])
        parent = station.accepted(package, district)
        by = station.official(district)
        with acting(by):
            exchange.forward(delivery=parent, receivers=communes, instruction="", by=by, at=NOW)
        station.carry()
        station.report(station.sent(package, communes[0]), "03")
        inbox = Inbox()
        station.carry(inbox)
        assert {to for _pk, _code, to in inbox.news} == {district}
        issuer = station.official()
        with acting(issuer):
            visible = exchange.list_deliveries(issuer, package)
            assert [d.receiver_id for d in visible] == [district]
            summary = exchange.forward_summary(issuer, package)
        assert summary == exchange.ForwardSummary(1, 1, 1, 0, 1, 3, 3, 1)
        stranger = station.official(station.receivers[9])
        with acting(stranger):
            assert exchange.forward_summary(stranger, package).receivers == 0

    def test_a_forward_whose_bytes_differ_is_refused(self, station: Station) -> None:
        district, commune = station.receivers[:2]
        package = station.document([district])
        parent = station.accepted(package, district)
        by = station.official(district)
        with acting(by):
            with pytest.raises(exchange.ForwardDiffers, match="nguyên vẹn"):
                exchange.forward(
                    delivery=parent, receivers=[commune], instruction="", by=by, at=NOW,
                    digests=["0" * 64],
                )  # fmt: skip
            alarm = exchange.list_incidents(by).get(document_id=package.document_id)
            assert alarm.kind == exchange.IncidentKind.FORWARD_DIFFERS
        with station.eyes() as deliveries:
            assert deliveries.filter(package=package).count() == 1

    def test_only_what_is_registered_is_passed_on(self, station: Station) -> None:
        district, commune = station.receivers[:2]
        package = station.document([district])
        station.carry()
        arrived = station.sent(package)
        by = station.official(district)
        with acting(by), pytest.raises(exchange.NotRegistered, match="vào sổ"):
            exchange.forward(delivery=arrived, receivers=[commune], instruction="", by=by, at=NOW)

    def test_another_office_cannot_forward_it(self, station: Station) -> None:
        district, commune = station.receivers[:2]
        package = station.document([district])
        parent = station.accepted(package, district)
        by = station.official(commune)
        with acting(by), pytest.raises(Forbidden):
            exchange.forward(delivery=parent, receivers=[commune], instruction="", by=by, at=NOW)


class TestUpdateAndResend:
    def test_an_update_removes_one_receiver_and_adds_one(self, station: Station) -> None:
        stays, leaves, comes = station.receivers[:3]
        package = station.document([stays, leaves])
        station.carry()
        by = station.official()
        with acting(by):
            done = exchange.update(
                package=package, reason="đổi nơi nhận", by=by, at=NOW, add=[comes],
                remove=[leaves], changes={"due_on": dt.date(2026, 12, 15)},
            )  # fmt: skip
        inbox = Inbox()
        station.carry(inbox)
        assert set(done.added) == {comes}
        assert set(done.told) == {stays, comes}
        left = station.sent(package, leaves)
        assert left.retract == "13"
        station.report(left, "15")
        assert station.sent(package, comes).status == "01"
        assert (left.pk, "13", leaves) in inbox.news
        with station.eyes() as deliveries:
            told = deliveries.get(pk=done.told[stays])
            assert (told.package.kind, told.package.revision, told.counted) == (2, 1, False)
            message = exchange.message_of(told.package)
            assert message.due_on == dt.date(2026, 12, 15)
            assert message.business is not None
            assert message.business.update is not None
            assert message.business.update.information

    def test_a_changed_file_is_refused(self, station: Station) -> None:
        package = station.document([station.receivers[0]])
        by = station.official()
        with acting(by):
            with pytest.raises(exchange.UpdateChangesFile, match="Điều 18 khoản 3"):
                exchange.update(
                    package=package, reason="sửa", by=by, at=NOW, digests=["1" * 64],
                    changes={"content": "x"},
                )  # fmt: skip
            assert exchange.list_incidents(by).filter(document_id=package.document_id).exists()

    @pytest.mark.parametrize("field", ["number", "subject", "issued_on", "signer", "enclosures"])
    def test_what_was_signed_is_no_message_data(self, station: Station, field: str) -> None:
        package = station.document([station.receivers[0]])
        by = station.official()
        with acting(by), pytest.raises(exchange.UpdateRefused, match="văn bản thay thế"):
            exchange.update(package=package, reason="sửa", by=by, at=NOW, changes={field: "x"})

    def test_a_returned_document_goes_to_the_right_office_and_counts_once(
        self, station: Station
    ) -> None:
        wrong, right = station.receivers[:2]
        package = station.document([wrong])
        station.carry()
        returned = station.sent(package)
        by = station.official()
        with acting(by), pytest.raises(exchange.NotReturned):
            exchange.resend(delivery=returned, by=by, at=NOW)
        station.report(returned, "02", refusal_reason="wrong_addressee", reason="không thuộc")
        returned = station.sent(package, wrong)
        with acting(by):
            again = exchange.resend(delivery=returned, receiver_id=right, by=by, at=LATER)
        station.carry(at=LATER)
        assert (again.receiver_id, again.resend_of_id) == (right, returned.pk)
        with station.eyes() as deliveries:
            both = deliveries.filter(package=package).order_by("pk")
            assert [(d.status, d.current) for d in both] == [("02", False), ("01", True)]

    def test_a_replacement_names_what_it_replaces(self, station: Station) -> None:
        old = station.document([station.receivers[0]])
        new = station.document([station.receivers[0]], kind=3, replaces=[old.document_id])
        message = exchange.message_of(new)
        assert message.business is not None
        assert [r.document_id for r in message.business.replacements] == [old.document_id]


class TestEndedAgencies:
    def test_an_envelope_goes_to_the_mail_successor_and_says_so(self, station: Station) -> None:
        ended = station.ended()
        package = station.document([ended])
        station.carry()
        delivery = station.sent(package)
        assert delivery.addressed_to_id == ended
        assert delivery.receiver_id != ended

    def test_one_that_ends_on_the_way_is_taken_by_its_successor(self, station: Station) -> None:
        ended = station.ended()
        before = dt.datetime(2025, 6, 30, 8, tzinfo=dt.UTC)
        package = station.document([ended], at=before, issued_on=before.date(), sender=9)
        assert station.sent(package).receiver_id == ended
        inbox = Inbox()
        station.carry(inbox, at=dt.datetime(2025, 7, 1, 2, tzinfo=dt.UTC))
        delivery = station.sent(package)
        assert delivery.pk in inbox.arrivals
        assert delivery.addressed_to_id == ended
        reader = station.official(delivery.receiver_id)
        with acting(reader):
            assert len(exchange.list_files(reader, package)) == 1

    def test_the_successor_goes_on_with_what_had_arrived(self, station: Station) -> None:
        """Registered before, completed after the reorganisation: the row keeps its old name."""
        ended = station.ended()
        before = dt.datetime(2025, 6, 30, 2, tzinfo=dt.UTC)
        package = station.document([ended], at=before, issued_on=before.date(), sender=9)
        station.carry(at=before)
        delivery = station.sent(package)
        with acting(station.official()):
            heir = mail_successor(ended, DAY)
        assert heir is not None
        by = station.official(heir.agency_id)
        family = dataclasses.replace(by, agency_ids=frozenset({heir.agency_id, ended}))
        stranger = station.official(station.receivers[2])
        watcher = dataclasses.replace(stranger, agency_ids=frozenset({stranger.agency_id, ended}))
        with acting(watcher), pytest.raises(Forbidden):
            exchange.report_status(
                delivery=delivery, code="03", by=watcher, at=NOW, arrival_number="5"
            )
        with acting(family):
            exchange.report_status(
                delivery=delivery, code="03", by=family, at=NOW, arrival_number="5"
            )
        assert station.sent(package).receiver_id == ended

    def test_a_successor_that_has_the_paper_itself_gets_no_second_one(
        self, station: Station
    ) -> None:
        ended = station.ended()
        with acting(station.official()):
            heir = mail_successor(ended, DAY)
        assert heir is not None
        package = station.document([ended, heir.agency_id])
        station.carry()
        delivery = station.sent(package)
        assert (delivery.receiver_id, delivery.addressed_to_id) == (heir.agency_id, None)

    def test_an_unknown_receiver_is_refused_and_nothing_is_sent(self, station: Station) -> None:
        with pytest.raises(exchange.UnknownReceiver):
            station.document([station.receivers[0], 987_654_321], number="U1")
        with station.eyes() as deliveries:
            assert not deliveries.filter(package__reference="U1/UBND-NC").exists()

    def test_nobody_but_the_sender_is_no_receiver(self, station: Station) -> None:
        with pytest.raises(exchange.NothingToSend):
            station.document([station.sender])


class TestWalls:
    def test_each_side_sees_its_own_row_and_nobody_else(self, station: Station) -> None:
        one, two, stranger = station.receivers[:3]
        package = station.document([one, two])
        station.carry()
        seen = {}
        for agency in (station.sender, one, stranger):
            by = station.official(agency)
            with acting(by):
                seen[agency] = (
                    Delivery.objects.filter(package=package).count(),
                    exchange.Package.objects.filter(pk=package.pk).count(),
                    Outbox.objects.filter(delivery__package=package).count(),
                )
        assert seen == {station.sender: (2, 1, 0), one: (1, 1, 0), stranger: (0, 0, 0)}

    def test_a_stranger_cannot_fetch_by_number(self, station: Station) -> None:
        package = station.document([station.receivers[0]])
        delivery = station.sent(package)
        by = station.official(station.receivers[7])
        with acting(by):
            for get, pk in (
                (exchange.get_delivery, delivery.pk),
                (exchange.get_package, package.pk),
            ):
                with pytest.raises((Delivery.DoesNotExist, exchange.Package.DoesNotExist)):
                    get(by, pk)


def test_times_never_run_backwards(station: Station) -> None:
    """F10: a clock that is seven hours behind makes no negative duration."""
    package = station.document([station.receivers[0]])
    station.carry(at=NOW - dt.timedelta(hours=7))
    delivery = station.sent(package)
    assert delivery.arrived_at == delivery.handed_over_at == NOW
    station.report(delivery, "03", at=NOW - dt.timedelta(days=1))
    assert station.sent(package).accepted_at == NOW
