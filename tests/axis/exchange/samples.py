"""Messages for the tests: invented offices marked as samples, no real person or address."""

import datetime as dt

from lienthong.axis.exchange.rules.clocks import VIETNAM
from lienthong.axis.exchange.rules.messages import (
    Attachment,
    Business,
    DocumentMessage,
    Enclosure,
    Hop,
    OtherInfo,
    Party,
    ResponseFor,
    Signer,
    Staff,
    StatusMessage,
)

PDF = b"%PDF-1.7\n% sample\n" + bytes(range(256)) * 4
AT = dt.datetime(2026, 11, 23, 9, 30, 15, tzinfo=VIETNAM)
SENDER = Party("H48", "Ủy ban nhân dân tỉnh (mẫu)", in_charge="Chính phủ", email="mau@example.vn")
RECEIVER = Party("H48.53", "Sở Nội vụ (mẫu)")


def document(**changes: object) -> DocumentMessage:
    """A plain document message, with whatever a test changes."""
    values: dict[str, object] = {
        "sender": SENDER,
        "receivers": (RECEIVER,),
        "document_id": "H48,2026/11/23,12/UBND-NC",
        "number": "12",
        "notation": "UBND-NC",
        "issued_on": dt.date(2026, 11, 23),
        "type_name": "Công văn",
        "type_code": 18,
        "subject": "V/v liên thông văn bản (mẫu)",
        "signer": Signer("Người ký (mẫu)", "Chủ tịch", "TM."),
        "place": "Quảng Ngãi",
        "other": OtherInfo(priority=1, pages=2, appendixes=("Phụ lục I",)),
        "responses": (ResponseFor("G22", "7/VPCP-KSTT", "a-uuid", dt.date(2026, 11, 2)),),
        "places": ("Như trên", "Lưu: VT, NC"),
        "trace": (Hop("H48", AT),),
        "business": Business(reason="Văn bản điện tử mới", paper=0, staff=(Staff("Văn thư"),)),
    }
    return DocumentMessage(**(values | changes))  # type: ignore[arg-type]


def with_file(payload: bytes = PDF, name: str = "cv-12.pdf") -> tuple[DocumentMessage, Attachment]:
    """A document message with one file."""
    enclosure = Enclosure("1", name, "application/pdf", "Văn bản chính")
    return document(enclosures=(enclosure,)), Attachment(enclosure, payload)


def status(code: str = "03", **changes: object) -> StatusMessage:
    """A status message on the sample document."""
    values: dict[str, object] = {
        "sender": RECEIVER,
        "response_for": ResponseFor(
            "H48", "12/UBND-NC", "H48,2026/11/23,12/UBND-NC", dt.date(2026, 11, 23)
        ),
        "code": code,
        "at": AT,
        "description": "Tiếp nhận văn bản, vào sổ văn bản đến",
        "staff": Staff("Văn thư"),
    }
    return StatusMessage(**(values | changes))  # type: ignore[arg-type]
