"""Real .edxml files at the edge: in becomes a delivery, out is a file; every bad one is refused."""

import base64
import datetime as dt
import hashlib
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from lienthong.axis.exchange import api as exchange
from lienthong.axis.exchange.models import Incident
from lienthong.axis.exchange.rules import reading, writing
from lienthong.axis.exchange.rules.messages import (
    Attachment,
    Business,
    DocumentMessage,
    Party,
    ReceiverChange,
    ResponseFor,
    StatusMessage,
    Update,
)
from lienthong.axis.exchange.services import hub
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.queries.naming import sending_code
from tests.support.roles import as_role

from . import samples
from .station import DAY, LATER, NOW, OUTSIDER, Station
from .test_envelope_signature import make_node

_count = iter(range(10_000))


class Outside:
    """An agency whose clerk brings files from elsewhere, and the agency that they come from."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.sender, self.receiver = OUTSIDER, station.receivers[21]
        self.by = station.official(self.receiver)

    def code(self, agency_id: int) -> str:
        with acting(self.by):
            return sending_code(agency_id, DAY)

    def message(self, **changes: object) -> tuple[DocumentMessage, Attachment]:
        message, file = samples.with_file(f"%PDF-1.7 {next(_count)}".encode())
        changes.setdefault("document_id", f"uuid-{next(_count)}")
        values: dict[str, object] = {
            "sender": Party(self.code(self.sender), "Bên gửi (mẫu)"),
            "receivers": (Party(self.code(self.receiver), "Bên nhận (mẫu)"),),
            "responses": (),
        }
        return replace(message, **(values | changes)), file  # type: ignore[arg-type]

    def file(self, **changes: object) -> bytes:
        message, attachment = self.message(**changes)
        return writing.write(message, (attachment,))

    def take(self, data: bytes, at: dt.datetime = NOW, **more: object) -> exchange.Receipt:
        with acting(self.by):
            return exchange.import_envelope(data=data, by=self.by, at=at, **more)  # type: ignore[arg-type]

    def alarms(self) -> list[str]:
        with as_role("lt_worker", self.station.name):
            found = Incident.objects.filter(agency=self.receiver, settled_at=None)
            return list(found.order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def outside(station: Station) -> Outside:
    return Outside(station)


class TestIn:
    def test_a_file_becomes_a_delivery(self, station: Station, outside: Outside) -> None:
        message, file = outside.message()
        receipt = outside.take(writing.write(message, (file,)))
        assert receipt.document_id == message.document_id
        assert (receipt.verdict, receipt.repeated) == ("absent", False)
        station.carry()
        with station.eyes() as deliveries:
            delivery = deliveries.get(pk=receipt.delivery_ids[0])
            assert (delivery.sender_id, delivery.receiver_id) == (outside.sender, outside.receiver)
            assert (delivery.channel, delivery.status) == ("file", "01")
            kept = delivery.package.files.get()
            assert kept.sha256 == hashlib.sha256(file.payload).hexdigest()
            assert exchange.message_of(delivery.package).subject == message.subject

    def test_the_same_file_gives_the_same_receipt(self, station: Station, outside: Outside) -> None:
        """F2, F3: recognised, repeated identically, nothing twice."""
        data = outside.file()
        first = outside.take(data)
        station.carry()
        again = outside.take(data, at=LATER)
        assert replace(again, repeated=False) == first
        assert again.repeated

    def test_the_same_identifier_with_another_file_is_refused(
        self, station: Station, outside: Outside
    ) -> None:
        data = outside.file(document_id="one-and-the-same")
        outside.take(data)
        with pytest.raises(exchange.EdgeRefused, match="nội dung khác") as refused:
            outside.take(outside.file(document_id="one-and-the-same"))
        assert refused.value.code == "21"
        with as_role("lt_worker", station.name):
            alarm = Incident.objects.get(document_id="one-and-the-same")
            assert (alarm.kind, alarm.agency_id) == ("content_differs", outside.receiver)

    def test_two_offices_bring_the_same_file_and_it_is_kept_once(
        self, station: Station, outside: Outside
    ) -> None:
        """The second office cannot see the first one's package; its own content lets it in."""
        other = Outside(station)
        other.receiver = station.receivers[22]
        other.by = station.official(other.receiver)
        both = tuple(Party(outside.code(o.receiver), "Nơi nhận (mẫu)") for o in (outside, other))
        data = outside.file(receivers=both, document_id="for-two")
        first, second = outside.take(data), other.take(data)
        assert first.delivery_ids != second.delivery_ids
        with station.eyes() as deliveries:
            assert deliveries.filter(package__document_id="for-two").count() == 2
        changed = other.file(receivers=both, document_id="for-two-again")
        outside.take(changed)
        with pytest.raises(exchange.EdgeRefused, match="nội dung khác"):
            other.take(other.file(receivers=both, document_id="for-two-again"))

    def test_nobody_brings_a_file_in_the_name_of_an_office_that_works_here(
        self, station: Station, outside: Outside
    ) -> None:
        own = Party(outside.code(station.sender), "UBND tỉnh (mẫu)")
        with pytest.raises(exchange.EdgeRefused, match="dùng chung hệ thống"):
            outside.take(outside.file(sender=own))
        with station.eyes() as deliveries:
            assert not deliveries.filter(
                sender=station.sender, receiver=outside.receiver, channel="file"
            ).exists()

    @pytest.mark.parametrize("part", [0.0, 0.3, 0.7, 0.99])
    def test_a_cut_off_file_registers_nothing(
        self, station: Station, outside: Outside, part: float
    ) -> None:
        """F13: nothing is kept but the alarm; the whole file is then taken."""
        data = outside.file()
        with pytest.raises(exchange.EdgeRefused) as refused:
            outside.take(data[: int(len(data) * part)])
        assert refused.value.code == "22"
        assert outside.alarms()[-1] == "unreadable"
        assert not outside.take(data).repeated

    def test_an_oversized_file_is_refused_whole(self, outside: Outside) -> None:
        """F20."""
        data = outside.file() + b" " * (64 * 1024 * 1024)
        with pytest.raises(exchange.EdgeRefused, match="quá giới hạn"):
            outside.take(data)

    def test_an_unknown_sender_and_receiver(self, outside: Outside) -> None:
        stranger = Party("A99.99", "Cơ quan lạ (mẫu)")
        with pytest.raises(exchange.EdgeRefused, match="chưa được đăng ký") as unknown:
            outside.take(outside.file(sender=stranger))
        assert unknown.value.code == "19"
        with pytest.raises(exchange.EdgeRefused, match="Không có nơi nhận nào") as nobody:
            outside.take(outside.file(receivers=(stranger,)))
        assert nobody.value.code == "18"

    def test_a_clerk_takes_only_for_his_own_agency(
        self, station: Station, outside: Outside
    ) -> None:
        other = Party(outside.code(station.receivers[30]), "Cơ quan khác (mẫu)")
        with pytest.raises(exchange.EdgeRefused, match="Không có nơi nhận nào"):
            outside.take(outside.file(receivers=(other,)))
        own = Party(outside.code(outside.receiver), "Bên nhận (mẫu)")
        receipt = outside.take(outside.file(receivers=(other, own)))
        assert len(receipt.delivery_ids) == 1

    def test_an_old_code_reaches_the_mail_successor(
        self, station: Station, outside: Outside
    ) -> None:
        ended = station.ended()
        with acting(outside.by):
            from lienthong.kernel.agencies.models import AgencyCode
            from lienthong.kernel.agencies.queries.lives import mail_successor

            old = AgencyCode.objects.filter(agency=ended).order_by("pk")[0].code
            heir = mail_successor(ended, DAY)
        assert heir is not None
        outside.by = station.official(heir.agency_id)
        receipt = outside.take(outside.file(receivers=(Party(old, "Xã cũ (mẫu)"),)))
        with station.eyes() as deliveries:
            delivery = deliveries.get(pk=receipt.delivery_ids[0])
            assert (delivery.receiver_id, delivery.addressed_to_id) == (heir.agency_id, ended)

    def test_an_update_with_another_file_is_refused_here_too(
        self, station: Station, outside: Outside
    ) -> None:
        original, _file = outside.message(document_id="to-be-updated")
        outside.take(writing.write(original, (_file,)))
        update = Business(
            kind=2, reason="cập nhật", document_id="to-be-updated", update=Update(True, False)
        )
        with pytest.raises(exchange.EdgeRefused, match="tệp khác với văn bản đã ký"):
            outside.take(outside.file(document_id="upd-1", business=update))
        assert outside.alarms()[-1] == "update_changes_file"
        for document_id in ("upd-2", "to-be-updated"):  # some producers keep the identifier
            same, _other = outside.message(document_id=document_id, business=update)
            data = writing.write(same, (_file,))
            first = outside.take(data)
            assert first.delivery_ids
            assert outside.take(data).repeated

    def test_an_update_that_takes_the_receiver_off_asks_it_to_give_back(
        self, station: Station, outside: Outside
    ) -> None:
        original, file = outside.message(document_id="not-for-you")
        taken = outside.take(writing.write(original, (file,)))
        station.carry()
        off = Business(
            kind=2, reason="gửi nhầm", document_id="not-for-you",
            update=Update(False, True, (ReceiverChange(outside.code(outside.receiver), False),)),
        )  # fmt: skip
        elsewhere = Party("A99.99", "Nơi khác (mẫu)")
        receipt = outside.take(
            writing.write(
                outside.message(document_id="u-9", business=off, receivers=(elsewhere,))[0], (file,)
            )
        )
        assert receipt.delivery_ids == taken.delivery_ids
        with station.eyes() as deliveries:
            assert deliveries.get(pk=taken.delivery_ids[0]).retract == "13"

    def test_hub_signatures_are_uncheckable_and_pass(self, outside: Outside) -> None:
        data = outside.file().replace(
            b"</edXML:edXMLHeader>",
            b"<Signature><SignedInfo/></Signature></edXML:edXMLHeader>",
        )
        receipt = outside.take(data)
        assert receipt.verdict == "uncheckable"
        assert "không kiểm tra được" in receipt.verdict_text


class TestOut:
    def test_a_delivery_goes_out_with_its_hops_and_files(self, station: Station) -> None:
        district, commune = station.receivers[:2]
        package = station.document([district], content=b"%PDF out")
        parent = station.accepted(package, district)
        by = station.official(district)
        with acting(by):
            made = exchange.forward(
                delivery=parent, receivers=[commune], instruction="", by=by, at=LATER
            )
            child = exchange.get_delivery(by, made[commune])
            data = exchange.export_envelope(delivery=child, at=LATER)
            codes = [sending_code(a, DAY) for a in (station.sender, district, commune)]
        envelope = reading.read(data)
        message = envelope.message
        assert isinstance(message, DocumentMessage)
        assert [hop.organ_id for hop in message.trace] == codes[:2]
        assert [to.organ_id for to in message.receivers] == codes[2:]
        assert message.document_id == package.document_id
        assert envelope.attachments[0].payload == b"%PDF out"
        assert b"sha256" not in data

    def test_a_signed_file_comes_in_as_valid_and_is_the_same_document(
        self, station: Station
    ) -> None:
        one = station.receivers[0]
        package = station.document([one], content=b"%PDF signed way")
        key, certificate = make_node(ec.generate_private_key(ec.SECP256R1()))
        by = station.official(one)
        station.carry()
        delivery = station.sent(package)
        with acting(by):
            data = exchange.export_envelope(
                delivery=delivery, at=NOW, key=key, certificate=certificate
            )
            receipt = exchange.import_envelope(data=data, by=by, at=NOW, trusted=[certificate])
        assert receipt.repeated
        assert receipt.delivery_ids == (delivery.pk,)
        changed = data.replace(base64.b64encode(b"%PDF signed way"), base64.b64encode(b"%PDF bad"))
        with acting(by), pytest.raises(exchange.EdgeRefused, match="khác với tệp đã được ký"):
            exchange.import_envelope(data=changed, by=by, at=NOW, trusted=[certificate])

    def test_a_report_goes_out_and_in(self, station: Station) -> None:
        one = station.receivers[0]
        package = station.document([one])
        station.carry()
        delivery = station.sent(package)
        station.report(delivery, "03")
        by = station.official(one)
        with acting(by):
            report = exchange.list_reports(by, delivery).get(code="03")
            message = reading.read(exchange.export_status(report=report, at=NOW)).message
        assert isinstance(message, StatusMessage)
        assert (message.code, message.response_for.document_id) == ("03", package.document_id)


class TestStatusIn:
    def _status(self, outside: Outside, document_id: str, code: str, organ: int) -> bytes:
        return writing.write(
            samples.status(
                code,
                sender=Party(outside.code(organ), "Bên báo (mẫu)"),
                response_for=ResponseFor("", "12/UBND-NC", document_id),
            )
        )

    def test_a_document_for_another_installation_waits_for_its_file(
        self, station: Station, outside: Outside
    ) -> None:
        package = station.document([OUTSIDER])
        station.carry()
        by = station.official()
        with acting(by):
            owed = exchange.list_to_export(by).get(package=package)
            assert (owed.status, owed.channel, owed.exemption) == ("", "file", "X3")
            assert reading.read(exchange.export_envelope(delivery=owed, at=NOW)).attachments

    def test_a_status_from_the_receiver_moves_the_delivery(
        self, station: Station, outside: Outside
    ) -> None:
        package = station.document([OUTSIDER])
        outside.by = station.official()
        outside.take(self._status(outside, package.document_id, "01", OUTSIDER))
        data = self._status(outside, package.document_id, "03", OUTSIDER)
        first = outside.take(data)
        assert station.sent(package).status == "03"
        again = outside.take(data, at=LATER)
        assert again.repeated
        assert again.at == first.at

    def test_a_forged_status_changes_nothing_and_alarms(
        self, station: Station, outside: Outside
    ) -> None:
        """F19: only the receiver's own report makes a document received."""
        one = station.receivers[0]
        package = station.document([one])
        station.carry()
        outside.by = station.official()
        for organ, words in ((OUTSIDER, "Không có lượt gửi nào"), (one, "dùng chung hệ thống")):
            with pytest.raises(exchange.EdgeRefused, match=words):
                outside.take(self._status(outside, package.document_id, "03", organ))
        assert station.sent(package).status == "01"
        with acting(outside.by):
            alarms = exchange.list_incidents(outside.by).filter(document_id=package.document_id)
            assert [a.kind for a in alarms] == [exchange.IncidentKind.FORGED_STATUS] * 2

    def test_a_status_out_of_order_is_refused(self, station: Station, outside: Outside) -> None:
        package = station.document([OUTSIDER])
        outside.by = station.official()
        with pytest.raises(exchange.EdgeRefused, match="Không thể chuyển từ chưa đến"):
            outside.take(self._status(outside, package.document_id, "06", OUTSIDER))

    def test_a_request_to_give_back_finds_the_receiver_that_it_names(
        self, station: Station, outside: Outside
    ) -> None:
        taken = outside.take(outside.file(document_id="ask-back"))
        station.carry()
        message = samples.status(
            "13", sender=Party("G99", "Bộ Mẫu"), description="ban hành nhầm",
            response_for=ResponseFor(outside.code(outside.receiver), "12/UBND-NC", "ask-back"),
        )  # fmt: skip
        assert outside.take(writing.write(message)).delivery_ids == taken.delivery_ids
        with station.eyes() as deliveries:
            assert deliveries.get(pk=taken.delivery_ids[0]).retract == "13"


class TestHubNames:
    def test_the_round_of_an_adapter(self, station: Station, outside: Outside) -> None:
        message, file = outside.message()
        data = writing.write(message, (file,))
        with acting(outside.by):
            sent = hub.OPERATIONS["sendEdoc"](file=data, by=outside.by, at=NOW)
        assert (sent["status"], sent["ErrorCode"]) == ("OK", "0")
        station.carry()
        with acting(outside.by):
            listed = hub.OPERATIONS["getReceivedEdocList"](
                messagetype="edoc", by=outside.by, at=NOW
            )["data"]
            row = next(r for r in listed if r["docId"] == sent["data"]["DocId"])
            assert (row["status"], row["to"]) == ("01", message.receivers[0].organ_id)
            got = hub.OPERATIONS["getEdoc"](doc_id=row["docId"], by=outside.by, at=NOW)
            assert reading.read(got).attachments[0].payload == file.payload
            agencies = hub.OPERATIONS["getAgenciesList"](by=outside.by, at=NOW)["data"]
            assert any(a["code"] == row["to"] or a["code102"] == row["to"] for a in agencies)
        stranger = station.official(station.receivers[40])
        with acting(stranger):
            assert hub.OPERATIONS["getEdoc"](doc_id=row["docId"], by=stranger, at=NOW) is None
            assert hub.OPERATIONS["getEdoc"](doc_id="x'", by=stranger, at=NOW) is None

    def test_refusals_have_the_codes_of_the_hub(self, outside: Outside) -> None:
        with acting(outside.by):
            answer = hub.OPERATIONS["sendEdoc"](file=b"<x/>", by=outside.by, at=NOW)
        assert (answer["status"], answer["ErrorCode"]) == ("FAIL", "22")
        assert answer["ErrorDesc"]

    def test_sent_list_and_statuses(self, station: Station) -> None:
        one = station.receivers[0]
        package = station.document([one])
        station.carry()
        by = station.official()
        with acting(by):
            rows = hub.OPERATIONS["getSentEdocList"](by=by, at=NOW)["data"]
            assert rows[-1]["notation"] == package.reference
            news = hub.OPERATIONS["getReceivedEdocList"](messagetype="status", by=by, at=NOW)[
                "data"
            ]
            assert news[-1]["status"] == "01"
            got = hub.OPERATIONS["getEdoc"](doc_id=news[-1]["docId"], by=by, at=NOW)
            assert isinstance(reading.read(got).message, StatusMessage)
