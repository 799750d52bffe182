"""A finished paper made elsewhere, taken as a draft: sane, its fonts named, its places known.

The file is parsed in the sandbox only. What it may not be is refused with a sentence that says what
to do; what cannot be found on the page is left to the drafter, who puts it there by hand.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.files import office
from lienthong.kernel.files.sandbox import Limits, Outcome, SandboxLost
from lienthong.kernel.files.warm import lent

from .intake.finding import seal_beside
from .letters import Box
from .rules.files import FileForm, Measured, form_of

LOOKING: Final = Limits(seconds=20.0, megabytes=768)
CONVERTING: Final = Limits(seconds=90.0, megabytes=4096, written_megabytes=200)
_CHILD: Final = "lienthong.axis.papers.intake.child"

FAULTS: Final = {
    "large": gettext_lazy("Tệp lớn hơn 50 MB. Hãy tách phụ lục thành tệp riêng."),
    "no_pdf": gettext_lazy("Tệp không phải PDF. Hãy xuất văn bản ra PDF rồi tải lên."),
    "locked": gettext_lazy("Tệp PDF có mật khẩu. Hãy xuất lại bản không đặt mật khẩu."),
    "broken": gettext_lazy(
        "Tệp hỏng hoặc chưa tải xong, không đọc được. Hãy xuất lại từ chương trình soạn thảo."
    ),
    "fields": gettext_lazy(
        "Tệp đã có ô nhập hoặc chữ ký số. Hãy dùng bản xuất từ bản thảo, chưa ký: hệ thống đặt chỗ "
        "cho số, ngày, chữ ký và dấu trước khi ai ký."
    ),
    "program": gettext_lazy(
        "Tệp có mã lệnh, hành động tự chạy hoặc nội dung nhúng nên không được nhận. Hãy xuất lại bản "
        "chỉ có chữ và hình."
    ),
    "attached": gettext_lazy(
        "Tệp PDF mang theo tệp khác đính kèm bên trong. Hãy bỏ tệp đính kèm, tải phụ lục thành tệp "
        "riêng."
    ),
    "marked": gettext_lazy(
        "Tệp còn ghi chú, đánh dấu của người xem. Hãy xử lý hết ghi chú rồi xuất lại."
    ),
    "pages": gettext_lazy("Tệp phải có từ 1 đến 300 trang."),
    "scan": gettext_lazy(
        "Tệp là bản quét, không có lớp chữ: đó là bản sao của văn bản giấy (Điều 25), không phải bản "
        "gốc điện tử. Hãy xuất PDF từ chương trình soạn thảo."
    ),
    "outside": gettext_lazy(
        "Tệp .docx lấy nội dung từ nơi khác (ảnh, mẫu hoặc đối tượng liên kết). Hãy nhúng hẳn vào tệp "
        "rồi tải lại."
    ),
    "tracked": gettext_lazy(
        "Tệp .docx còn theo dõi sửa đổi. Hãy chấp nhận hoặc bỏ hết sửa đổi rồi tải lại."
    ),
    "not_converted": gettext_lazy(
        "Không chuyển được tệp .docx sang PDF. Hãy tự xuất PDF từ chương trình soạn thảo rồi tải lên."
    ),
    "no_office": gettext_lazy(
        "Máy chủ chưa có LibreOffice (gói Debian: libreoffice-writer-nogui) để chuyển .docx. Hãy xuất "
        "PDF từ chương trình soạn thảo rồi tải lên."
    ),
    "time": gettext_lazy("Xem xét tệp quá thời gian cho phép nên đã dừng; không lưu gì."),
    "memory": gettext_lazy("Xem xét tệp cần quá nhiều bộ nhớ nên đã dừng; không lưu gì."),
}


class UploadRefused(ValueError):
    """A file that cannot become an official e-document; nothing of it is kept."""

    def __init__(self, fault: str, what: str = "") -> None:
        self.fault, self.what = fault, what
        self.message = str(FAULTS.get(fault, FAULTS["broken"]))
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was found: the form of the file, its text, its places, the year that is printed on it."""

    form: FileForm
    text: str
    places: dict[str, Box]
    year: int | None

    @property
    def fonts(self) -> tuple[str, ...]:
        """The fonts by name."""
        return self.form.fonts


def inspect_upload(pdf: bytes, signers: Sequence[str] = ()) -> Inspected:
    """Look at a PDF in the sandbox; `signers` are the printed names, in the order of signing.

    Raises `UploadRefused`.
    """
    found = _run("inspect", pdf, LOOKING, signers=list(signers))
    measured = Measured(
        pages=found["pages"],
        sizes=[(size[0], size[1]) for size in found["sizes"]],
        strips=[(s[0], s[1], s[2], s[3]) for s in found["strips"]],
        fonts=set(found["fonts"]),
        loose=set(found["loose"]),
    )
    places = {name: box_from(box) for name, box in found["places"].items()}
    return Inspected(form_of(measured), found["text"], places, found["year"])


def convert_docx(docx: bytes) -> bytes:
    """A .docx as PDF, by LibreOffice in the sandbox. Raises `UploadRefused`."""
    if not can_convert():
        raise UploadRefused("no_office")
    return base64.b64decode(_run("convert", docx, CONVERTING)["pdf"])


def can_convert() -> bool:
    """Whether LibreOffice is there."""
    return office.program() is not None


def _run(what: str, data: bytes, limits: Limits, **arguments: Any) -> dict[str, Any]:
    try:
        with lent(f"{_CHILD}:{what}", limits) as sandbox:
            outcome = sandbox.run(data, **arguments)
    except SandboxLost:
        outcome = Outcome(failure="crash")
    value: dict[str, Any] = outcome.value or {"fault": outcome.failure or "broken"}
    if value["fault"]:
        raise UploadRefused(value["fault"], value.get("what", ""))
    return value


def box_from(plain: Mapping[str, Any]) -> Box:
    """A box from plain numbers."""
    return Box(int(plain["page"]), plain["x"], plain["y"], plain["w"], plain["h"])


NEEDED: Final = ("number", "day", "month")


def missing_places(places: Mapping[str, Any], signers: int) -> list[str]:
    """The names of places that must still be put on the page, in official words."""
    words = {"number": _("số"), "day": _("ngày"), "month": _("tháng")}
    lacking = [words[name] for name in NEEDED if not places.get(name)]
    for position in range(1, signers + 1):
        name = "signature" if position == 1 else f"signature_{position}"
        if not places.get(name):
            lacking.append(
                _("chữ ký") if signers == 1 else _("chữ ký người thứ %(n)d") % {"n": position}
            )
    return lacking


def completed(places: Mapping[str, Box]) -> dict[str, Box]:
    """Places with what follows from others: the whole date from its rooms, the seal from the
    first signature; the seal is not free to choose (Annex I, II.8.a)."""
    made = dict(places)
    if "day" in made and "month" in made:
        first, last = made["day"], made["month"]
        if "year" in made and abs(made["year"].y - first.y) < 6 and "date" in made:
            last = made["year"] if made["date"].right >= made["year"].right - 0.5 else last
        made["date"] = Box(first.page, first.x, first.y, last.right - first.x, first.h)
        made.setdefault("year", Box(first.page, last.right + 1, first.y, 28.0, first.h))
    if "signature" in made:
        s = made["signature"]
        made["seal"] = box_from(
            seal_beside({"page": s.page, "x": s.x, "y": s.y, "w": s.w, "h": s.h})
        )
    return made
