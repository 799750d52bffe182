"""edXML files: all real samples, every variant seen in the field, and write then read = equal."""

import base64
import datetime as dt
import io
import unicodedata
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lienthong.axis.exchange.choices import BusinessType
from lienthong.axis.exchange.rules import reading, writing
from lienthong.axis.exchange.rules.clocks import VIETNAM
from lienthong.axis.exchange.rules.conformance import NotConforming, check, faults_of
from lienthong.axis.exchange.rules.hardening import Unreadable
from lienthong.axis.exchange.rules.messages import (
    Attachment,
    Business,
    DocumentMessage,
    Enclosure,
    Hop,
    OtherInfo,
    Party,
    ReceiverChange,
    Replacement,
    ResponseFor,
    Signer,
    Staff,
    StatusMessage,
    Update,
)
from tests.support.shared import shared_path

from . import samples

NS = writing.NAMESPACE


def sample_files() -> list[object]:
    folder = shared_path("data/edxml")
    return [] if folder is None else sorted(folder.glob("*.edxml"))


@pytest.mark.skipif(not sample_files(), reason="no sample messages beside the checkout")
class TestSamplesOfTheHub:
    """The demo messages of the hub's kit (QCVN 102:2016, §1 of the facts)."""

    def test_all_but_the_malformed_are_read_and_written_alike(self) -> None:
        read = 0
        for path in sample_files():
            if path.name.startswith("malformed"):
                continue
            envelope = reading.read(path.read_bytes())
            again = reading.read(writing.write(envelope.message, envelope.attachments))
            assert again.message == envelope.message, path.name
            assert [a.payload for a in again.attachments] == [
                a.payload for a in envelope.attachments
            ]
            read += 1
        assert read == 14

    def test_the_malformed_one_is_a_clear_error(self) -> None:
        path = next(p for p in sample_files() if p.name.startswith("malformed"))
        with pytest.raises(Unreadable, match="tiền tố chưa khai báo ở dòng"):
            reading.read(path.read_bytes())

    def test_values_of_the_new_document(self) -> None:
        envelope = reading.read(self._bytes("edoc_new.edxml"))
        message = envelope.message
        assert isinstance(message, DocumentMessage)
        assert message.document_id == "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT"
        assert message.issued_on == dt.date(2019, 1, 16)
        assert (message.type_code, message.type_name) == (1, "Công văn")
        assert message.other.amount == 2
        assert message.trace[0].at == dt.datetime(2018, 9, 28, tzinfo=VIETNAM)
        # A ZIP of one entry under the name of a .doc: the file is what was inside.
        assert envelope.attachments[0].payload.startswith(b"The original")
        assert envelope.attachments[0].enclosure.name.endswith(".doc")

    def test_update_replacement_and_recall(self) -> None:
        update = reading.read(self._bytes("edoc_update.edxml")).message
        assert isinstance(update, DocumentMessage)
        assert update.kind == BusinessType.UPDATE
        assert update.business is not None
        assert update.business.update == Update(
            True,
            True,
            (ReceiverChange("000.00.00.H41", False), ReceiverChange("000.00.00.H14", True)),
        )
        replaced = reading.read(self._bytes("edoc_replacement.edxml")).message
        assert isinstance(replaced, DocumentMessage)
        assert replaced.business is not None
        assert len(replaced.receivers) == 3
        assert replaced.business.replacements[0].organ_ids == ("000.00.00.H41", "000.00.00.H14")
        recall = reading.read(self._bytes("edoc_revocation.edxml")).message
        assert isinstance(recall, DocumentMessage)
        assert recall.kind == BusinessType.RECALL
        assert recall.responses[0].document_id == "000.00.04.G14,2012/08/06,267/VPCP-TTĐT"

    @staticmethod
    def _bytes(name: str) -> bytes:
        path = shared_path(f"data/edxml/{name}")
        assert path is not None
        return path.read_bytes()


class TestWriting:
    def test_prefix_everywhere_in_the_envelope_and_nowhere_outside(self) -> None:
        message, file = samples.with_file()
        root = etree.fromstring(writing.write(message, (file,)))
        envelope = root[0]
        assert root.prefix is None
        assert all(node.prefix == "edXML" for node in envelope.iter())
        assert all(node.prefix is None for node in root[1].iter() if "Content" not in node.tag)
        assert root[1][0][-1].prefix == "edXML"  # ContentTransferEncoded, as the kit writes it

    def test_order_of_the_kit(self) -> None:
        root = etree.fromstring(writing.write(samples.document(due_on=dt.date(2026, 12, 1))))
        names = [etree.QName(node).localname for node in root[0][0][0]]
        assert names == [
            "From", "To", "DocumentId", "Code", "PromulgationInfo", "DocumentType", "Subject",
            "SignerInfo", "DueDate", "OtherInfo", "ResponseFor", "ToPlaces",
        ]  # fmt: skip

    def test_dates_are_local_and_without_zone(self) -> None:
        late = samples.status(at=dt.datetime(2026, 11, 23, 18, 5, 6, tzinfo=dt.UTC))
        assert b"2026/11/24 01:05:06" in writing.write(late)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"subject": "x" * 501}, "Trích yếu dài 501 ký tự, tối đa 500"),
            ({"number": "1" * 12}, "Số văn bản dài 12"),
            ({"notation": "N" * 31}, "Ký hiệu văn bản dài 31"),
            ({"document_id": "d" * 201}, "Mã định danh văn bản dài 201"),
            ({"document_id": ""}, "Thiếu mã định danh văn bản"),
            ({"receivers": ()}, "Thiếu cơ quan nhận"),
            ({"subject": ""}, "Thiếu trích yếu"),
            ({"signer": Signer("")}, "Thiếu họ tên người ký"),
            ({"subject": "a\x00b"}, "ký tự điều khiển"),
            ({"sender": Party("H" * 36, "x")}, "dài 36 ký tự, tối đa 35"),
            ({"other": OtherInfo(priority=5)}, "Mức độ khẩn phải từ 0 đến 4"),
            ({"business": Business(kind=9)}, "Loại nghiệp vụ 9"),
            ({"business": Business(kind=2)}, "không nói văn bản nào được cập nhật"),
            ({"business": Business(kind=3)}, "không nói văn bản nào bị thay thế"),
            ({"business": Business(kind=1), "responses": ()}, "không nói văn bản nào bị thu hồi"),
            ({"enclosures": (Enclosure("1", "a.pdf"), Enclosure("1", "b.pdf"))}, "bị trùng"),
        ],
    )
    def test_faults_stop_a_message_that_is_sent(
        self, changes: dict[str, object], words: str
    ) -> None:
        with pytest.raises(NotConforming, match=words):
            check(samples.document(**changes))

    def test_limits_themselves_pass(self) -> None:
        check(samples.document(subject="x" * 500, number="1" * 11, notation="N" * 30))

    def test_status_faults(self) -> None:
        with pytest.raises(NotConforming, match="Mã trạng thái 07"):
            check(samples.status("07"))


class TestReceiving:
    def test_too_long_is_kept_whole_with_a_warning(self) -> None:
        data = writing.write(samples.document(subject="Mẫu")).replace(
            "Mẫu".encode(), ("đ" * 700).encode()
        )
        envelope = reading.read(data)
        assert isinstance(envelope.message, DocumentMessage)
        assert envelope.message.subject == "đ" * 700
        assert any("700" in warning for warning in envelope.warnings)

    def test_any_order_and_no_prefix(self) -> None:
        message, file = samples.with_file()
        root = etree.fromstring(writing.write(message, (file,)))
        for node in root.iter():
            node[:] = list(reversed(node))
        plain = etree.tostring(root).replace(b"edXML:", b"").replace(b'xmlns:edXML="', b'xmlns:x="')
        assert reading.read(plain).message == message

    def test_cid_with_and_without(self) -> None:
        message, file = samples.with_file()
        data = writing.write(message, (file,))
        for changed in (
            data.replace(b"cid:1<", b"1<", 1),
            data.replace(b"cid:1<", b"1<"),
            data[::-1].replace(b"cid:1<"[::-1], b"1<"[::-1], 1)[::-1],
        ):
            assert reading.read(changed).attachments[0].payload == samples.PDF

    def test_several_receivers(self) -> None:
        many = tuple(Party(f"H48.{n:02}", f"Cơ quan {n} (mẫu)") for n in range(30))
        message = reading.read(writing.write(samples.document(receivers=many))).message
        assert isinstance(message, DocumentMessage)
        assert message.receivers == many

    def test_priority_four_is_accepted_on_receipt(self) -> None:
        message = reading.read(writing.write(samples.document(other=OtherInfo(4)))).message
        assert isinstance(message, DocumentMessage)
        assert message.other.priority == 4
        assert not faults_of(message)

    def test_empty_response_group_is_no_response(self) -> None:
        data = writing.write(samples.document(responses=())).replace(
            b"<edXML:ToPlaces>",
            b"<edXML:ResponseFor><edXML:OrganId/><edXML:Code/><edXML:PromulgationDate/>"
            b"<edXML:DocumentId/></edXML:ResponseFor><edXML:ToPlaces>",
        )
        message = reading.read(data).message
        assert isinstance(message, DocumentMessage)
        assert message.responses == ()

    def test_a_message_without_business_is_new(self) -> None:
        message = reading.read(writing.write(samples.document(business=None))).message
        assert isinstance(message, DocumentMessage)
        assert message.kind == BusinessType.NEW

    @pytest.mark.parametrize("form", ["2026-11-23", "23/11/2026", "2026/11/23 00:00:00"])
    def test_other_forms_of_dates(self, form: str) -> None:
        data = writing.write(samples.document(trace=(), responses=())).replace(
            b"<edXML:PromulgationDate>2026/11/23<",
            f"<edXML:PromulgationDate>{form}<".encode(),
        )
        message = reading.read(data).message
        assert isinstance(message, DocumentMessage)
        assert message.issued_on == dt.date(2026, 11, 23)

    def test_unreadable_optional_date_is_null_and_named(self) -> None:
        data = writing.write(samples.document(due_on=dt.date(2026, 12, 1))).replace(
            b"2026/12/01", b"2026/13/45"
        )
        envelope = reading.read(data)
        assert isinstance(envelope.message, DocumentMessage)
        assert envelope.message.due_on is None
        assert any("DueDate" in warning for warning in envelope.warnings)

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            (b"<edXML:OrganId>H48<", b"<edXML:OrganId><", "mã định danh của bên gửi"),
            (b"<edXML:DocumentId>", b"<edXML:Other>", "Gói tin"),
            (b">2026/11/23<", b">soon<", "ngày ban hành"),
            (b"</edXML:Subject>", b"</edXML:Subject><edXML:Subject>2</edXML:Subject>", "nhiều lần"),
            (b"edXML:MessageHeader>", b"edXML:Header>", "MessageHeader"),
        ],
    )
    def test_what_leaves_no_identity_is_refused(self, old: bytes, new: bytes, words: str) -> None:
        data = writing.write(samples.document(responses=(), trace=()))
        assert old in data
        with pytest.raises((NotConforming, Unreadable), match=words):
            reading.read(data.replace(old, new))

    def test_other_xml_is_refused(self) -> None:
        with pytest.raises(Unreadable, match="không phải gói tin edXML"):
            reading.read(b"<html/>")


class TestFiles:
    def test_raw_pdf_and_zip_give_the_same_pdf(self) -> None:
        message, file = samples.with_file()
        raw = writing.write(message, (file,))
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("anything.bin", samples.PDF)
        zipped = raw.replace(
            base64.b64encode(samples.PDF), base64.b64encode(packed.getvalue())
        ).replace(b"application/pdf", b"text/plain")
        assert zipped != raw
        for data in (raw, zipped):
            attachment = reading.read(data).attachments[0]
            assert attachment.payload == samples.PDF
            assert attachment.enclosure.name == "cv-12.pdf"

    @pytest.mark.parametrize("name", ["a.txt", "b.PDF", "noext", "c.docx", "bảng kê.xlsx", "d.zip"])
    def test_every_extension_comes_back(self, name: str) -> None:
        payload = b"plain bytes \x00\xff"
        message, file = samples.with_file(payload, name)
        data = writing.write(message, (file,))
        assert reading.read(data).attachments[0].payload == payload

    def test_a_zip_file_stays_a_zip(self) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("one.pdf", samples.PDF)
        message, file = samples.with_file(packed.getvalue(), "hồ sơ.zip")
        read = reading.read(writing.write(message, (file,)))
        assert read.attachments[0].payload == packed.getvalue()

    def test_a_word_file_is_not_opened(self) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("[Content_Types].xml", "<x/>")
            archive.writestr("word/document.xml", "<x/>")
        message, file = samples.with_file(packed.getvalue(), "dự thảo.docx")
        read = reading.read(writing.write(message, (file,)))
        assert read.attachments[0].payload == packed.getvalue()

    def test_missing_file_refuses_the_whole(self) -> None:
        message, file = samples.with_file()
        second = Enclosure("2", "phu-luc.pdf")
        both = replace(message, enclosures=(*message.enclosures, second))
        with pytest.raises(NotConforming, match=r"thiếu tệp phu-luc\.pdf"):
            reading.read(writing.write(both, (file,)))

    def test_a_file_that_the_manifest_forgot_is_kept(self) -> None:
        message, file = samples.with_file()
        extra = Attachment(Enclosure("9", "them.pdf"), b"%PDF-1.4 extra")
        data = writing.write(message, (file, extra))
        read = reading.read(data)
        assert [a.payload for a in read.attachments] == [samples.PDF, b"%PDF-1.4 extra"]
        assert any("them.pdf" in warning for warning in read.warnings)

    @pytest.mark.parametrize(
        ("payload", "words"),
        [(b"", "rỗng"), (b"JVBE!!", "cắt cụt hoặc hỏng"), (b"JVBER", "cắt cụt hoặc hỏng")],
    )
    def test_broken_base64(self, payload: bytes, words: str) -> None:
        message, file = samples.with_file()
        data = writing.write(message, (file,))
        with pytest.raises(Unreadable, match=words):
            reading.read(data.replace(base64.b64encode(samples.PDF), payload))

    def test_too_large_for_a_file_is_refused_not_cut(self) -> None:
        message, file = samples.with_file(b"%PDF" + b"0" * 7_000_001)
        with pytest.raises(Unreadable, match="lớn hơn 7 MB"):
            writing.write(message, (file,))

    def test_zip_bomb(self) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("bomb.pdf", b"\0" * (65 * 1024 * 1024))
        message, file = samples.with_file(packed.getvalue(), "nho.pdf")
        with pytest.raises(Unreadable, match="quá lớn sau khi giải nén"):
            reading.read(writing.write(message, (file,)))


def words(limit: int, least: int = 0) -> st.SearchStrategy[str]:
    """Text as it is compared: composed, trimmed, writable in XML, carriage returns left out."""
    letters = st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"),
        exclude_characters="\ufffe\uffff",
    )  # fmt: skip
    return (
        st.text(letters, min_size=least, max_size=limit)
        .map(lambda s: unicodedata.normalize("NFC", s).strip()[:limit].strip())
        .filter(lambda s: len(s) >= least and s == unicodedata.normalize("NFC", s))
    )


number = st.none() | st.integers(0, 10**6)
day = st.dates(dt.date(1945, 9, 2), dt.date(2100, 1, 1))
moment = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2099, 1, 1)).map(
    lambda d: d.replace(microsecond=0, tzinfo=VIETNAM)
)
party = st.builds(
    Party, words(35, 1), words(200, 1), words(40), words(40), words(40), words(40), words(40)
)
staff = st.builds(Staff, words(30, 1), words(30), words(15), words(30))
response = st.builds(ResponseFor, words(35), words(40), words(200, 1), st.none() | day)
update = st.builds(
    Update,
    st.booleans(),
    st.booleans(),
    st.lists(st.builds(ReceiverChange, words(35, 1), st.booleans()), max_size=3).map(tuple),
)
replacement = st.builds(Replacement, words(200, 1), st.lists(words(35, 1), max_size=3).map(tuple))
business = st.builds(
    Business,
    st.sampled_from([0, 1, 2, 3]),
    words(60),
    words(200, 1),
    number,
    st.none() | update,
    st.lists(replacement, min_size=1, max_size=2).map(tuple),
    st.lists(staff, max_size=2).map(tuple),
)
other = st.builds(
    OtherInfo, st.integers(0, 4), words(100), words(10), number, number,
    st.none() | st.booleans(), st.lists(words(50, 1), max_size=3).map(tuple),
)  # fmt: skip
documents = st.builds(
    DocumentMessage,
    sender=party,
    receivers=st.lists(party, min_size=1, max_size=4).map(tuple),
    document_id=words(200, 1),
    number=words(11, 1),
    notation=words(30, 1),
    issued_on=day,
    type_name=words(100, 1),
    subject=words(500, 1),
    signer=st.builds(Signer, words(50, 1), words(100), words(30)),
    type_code=number,
    type_detail=number,
    place=words(50),
    content=words(500),
    due_on=st.none() | day,
    other=other,
    responses=st.lists(response, max_size=2).map(tuple),
    steering_type=number,
    places=st.lists(words(60, 1), max_size=3).map(tuple),
    task_codes=st.lists(words(50, 1), max_size=2).map(tuple),
    application_type=words(20),
    trace=st.lists(st.builds(Hop, words(35), moment), max_size=3).map(tuple),
    business=st.none() | business,
)
statuses = st.builds(
    StatusMessage,
    sender=party,
    response_for=response,
    code=st.sampled_from(["01", "02", "03", "04", "05", "06", "13", "15", "16"]),
    at=moment,
    description=words(500),
    staff=st.none() | staff,
)
# A file that begins as a ZIP is one to the receiver, whatever its name.
files = st.lists(
    st.binary(min_size=1, max_size=60).filter(lambda b: not b.startswith(b"PK")), max_size=3
)


class TestRoundTrip:
    @settings(max_examples=40, deadline=None)
    @given(message=documents, payloads=files)
    def test_document(self, message: DocumentMessage, payloads: list[bytes]) -> None:
        names = [
            f"tep-{i}.{e}"
            for i, e in zip(range(len(payloads)), ("pdf", "txt", "doc"), strict=False)
        ]
        enclosures = tuple(Enclosure(f"x{i}", name) for i, name in enumerate(names))
        attachments = tuple(map(Attachment, enclosures, payloads))
        sent = replace(message, enclosures=enclosures)
        envelope = reading.read(writing.write(sent, attachments))
        assert envelope.message == sent
        assert [a.payload for a in envelope.attachments] == payloads

    @settings(max_examples=40, deadline=None)
    @given(message=statuses)
    def test_status(self, message: StatusMessage) -> None:
        assert reading.read(writing.write(message)).message == message
