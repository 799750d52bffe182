"""The form of signatures on a file (Annex I, II.7.d, II.8, III.1.d, part II): rules on what is seen.

Pure: on the measures of `intake.marks` and on whose each signature is. A rule set without such
rules gives "không kiểm tra" and never a verdict.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from lienthong.axis.papers.choices import Severity

from .findings import Finding
from .sets import DECREE_30, rule_set_for

MM: Final = 72 / 25.4
PERSONAL, SEAL, STAMP = "personal", "seal", "timestamp"
ORIGINAL, ANNEX, COPY = "original", "annex", "copy"
LEAST_OVERLAP, MOST_OVERLAP = 0.22, 0.45  # "khoảng 1/3"
SEAL_MM: Final = (20.0, 45.0)  # the real size of seals; which one is the agency's own is not known
TEXT_SIZE: Final = 10.0
TOP_MM, RIGHT_MM = 40.0, 45.0  # box 14: the top right corner of page one
OFF_CENTRE_MM: Final = 12.0
_TIME: Final = re.compile(r"\d{2}/\d{2}/\d{4}\s*\d{2}:\d{2}:\d{2}\s*[+-]\d{2}:\d{2}")
_SIGNED: Final = "Phụ lục I, mục II.7.d"
_SEALED: Final = "Phụ lục I, mục II.8.a"
_BESIDE: Final = "Phụ lục I, mục II.8.b, III.1.d"
RIGHT, WRONG, NOT_CHECKED = "right", "wrong", "not_checked"


@dataclass(frozen=True, slots=True)
class FormVerdict:
    """Whether the signatures stand as the decree of the paper's day wants them."""

    answer: str
    rule_set: str
    findings: tuple[Finding, ...] = ()

    @property
    def sentence(self) -> str:
        """One sentence for an official."""
        if self.answer == NOT_CHECKED:
            return _("Không kiểm tra thể thức chữ ký.")
        if self.answer == RIGHT:
            return _("Đúng thể thức chữ ký số.")
        return _("Chưa đúng thể thức chữ ký số.")

    def as_plain(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {
            "answer": self.answer,
            "rule_set": self.rule_set,
            "sentence": self.sentence,
            "findings": [
                {"code": f.code, "article": f.article, "message": str(f.message_vi)}
                for f in self.findings
            ],
        }


def judge_marks(
    fields: Sequence[Mapping[str, Any]],
    kinds: Mapping[str, str],
    *,
    on: date | None,
    kind: str = ORIGINAL,
    reference: str = "",
) -> FormVerdict:
    """The verdict on the form of a file's signatures.

    `kinds` says for each field whether it is a person's, an agency's or a time-stamp; `on` is the
    day of the paper, by whose rule set it is judged; `reference` is what an annex must repeat.
    """
    rules = rule_set_for(on) if on is not None else None
    if rules is None or rules.code != DECREE_30.code:
        return FormVerdict(NOT_CHECKED, rules.code if rules is not None else "")
    people = [f for f in fields if kinds.get(f["name"]) == PERSONAL]
    seals = [f for f in fields if kinds.get(f["name"]) == SEAL]
    stamps = [f for f in fields if f["stamp"] or kinds.get(f["name"]) == STAMP]
    if kind == ORIGINAL:
        found = [*_originals(people, seals)]
    else:
        found = [*_beside(seals, kind, reference)]
        if people:
            message = _("Tệp này chỉ mang chữ ký số của cơ quan, không có chữ ký cá nhân.")
            found.append(Finding("marks.person_here", _BESIDE, Severity.ERROR, message))
    found += [*_invisible(stamps)]
    wrong = any(one.severity >= Severity.ERROR for one in found)
    return FormVerdict(WRONG if wrong else RIGHT, rules.code, tuple(found))


def _originals(
    people: Sequence[Mapping[str, Any]], seals: Sequence[Mapping[str, Any]]
) -> Iterator[Finding]:
    if not people or not seals:
        message = _("Văn bản điện tử gốc có chữ ký của người có thẩm quyền và chữ ký của cơ quan.")
        yield Finding("marks.both", "Điều 5", Severity.ERROR, message)
    for one in people:
        yield from _picture(one, "personal", _SIGNED)
        yield from _centred(one)
    for one in seals:
        yield from _picture(one, "seal", _SEALED)
        yield from _seal_size(one)
        if people:
            yield from _seal_place(one, people)


def _picture(field: Mapping[str, Any], whose: str, article: str) -> Iterator[Finding]:
    words = _("chữ ký cá nhân") if whose == "personal" else _("con dấu")
    images = [one for one in field["images"] if one.get("colour")]
    if not images or field["hidden"]:
        message = _("Thiếu hình ảnh %(what)s.") % {"what": words}
        yield Finding(f"marks.{whose}_picture", article, Severity.ERROR, message)
        return
    if str(field["text"]).strip():
        message = _("Bên cạnh hình ảnh %(what)s không ghi chữ nào khác.") % {"what": words}
        yield Finding(f"marks.{whose}_text", article, Severity.ERROR, message)
    wanted = "blue" if whose == "personal" else "red"
    if not any(_is(wanted, one["colour"]) for one in images):
        colour = _("xanh") if whose == "personal" else _("đỏ")
        message = _("Hình ảnh %(what)s phải màu %(colour)s.") % {"what": words, "colour": colour}
        yield Finding(f"marks.{whose}_colour", article, Severity.ERROR, message)
    if not any(one["transparent"] for one in images):
        message = _("Hình ảnh %(what)s phải có nền trong suốt (.png).") % {"what": words}
        yield Finding(f"marks.{whose}_ground", article, Severity.WARNING, message)


def _is(wanted: str, colour: Sequence[int]) -> bool:
    red, green, blue = colour
    if wanted == "blue":
        return blue > red + 25 and blue > green + 10
    return red > blue + 40 and red > green + 40


def _centred(field: Mapping[str, Any]) -> Iterator[Finding]:
    above, below = field["above"], field["below"]
    if above is None or below is None or min(above, below) < -4:  # over the words themselves
        message = _("Chữ ký phải nằm giữa chức vụ và họ tên của người ký.")
        yield Finding("marks.personal_place", _SIGNED, Severity.ERROR, message)
    elif abs(above - below) > OFF_CENTRE_MM * MM:
        message = _("Chữ ký lệch khỏi khoảng giữa chức vụ và họ tên.")
        yield Finding("marks.personal_centre", _SIGNED, Severity.WARNING, message)


def _seal_size(field: Mapping[str, Any]) -> Iterator[Finding]:
    left, bottom, right, top = field["rect"]
    side = max(right - left, top - bottom) / MM
    if not SEAL_MM[0] <= side <= SEAL_MM[1]:
        message = _("Hình ảnh con dấu phải bằng kích thước thực tế; tệp hiện %(size)s mm.") % {
            "size": f"{side:.0f}"
        }
        yield Finding("marks.seal_size", _SEALED, Severity.ERROR, message)


def _seal_place(field: Mapping[str, Any], people: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    left, bottom, right, top = field["rect"]
    for person in people:
        if person["page"] != field["page"]:
            continue
        from_, low, to, high = person["rect"]
        overlap = (right - from_) / (to - from_) if to > from_ else 0.0
        across = bottom < high and top > low
        if across and left < from_ and LEAST_OVERLAP <= overlap <= MOST_OVERLAP:
            return
    message = _("Hình ảnh con dấu phải trùm khoảng 1/3 chữ ký về bên trái.")
    yield Finding("marks.seal_place", _SEALED, Severity.ERROR, message)


def _beside(seals: Sequence[Mapping[str, Any]], kind: str, reference: str) -> Iterator[Finding]:
    """An annex file or an electronic copy: text only, at the top right of page one, 10 pt."""
    if not seals:
        message = _("Tệp chưa có chữ ký số của cơ quan.")
        yield Finding("marks.agency", _BESIDE, Severity.ERROR, message)
        return
    field = seals[0]
    left, _bottom, right, top = field["rect"]
    width, height = field["size"]
    corner = height - top <= TOP_MM * MM and width - right <= RIGHT_MM * MM and left > width * 0.35
    if field["page"] != 0 or not corner:
        message = _("Chữ ký số của cơ quan phải ở góc trên, bên phải trang đầu.")
        yield Finding("marks.corner", _BESIDE, Severity.ERROR, message)
    if field["images"]:
        message = _("Chữ ký số ở đây không hiển thị hình ảnh con dấu.")
        yield Finding("marks.no_picture", _BESIDE, Severity.ERROR, message)
    text = " ".join(str(field["text"]).split())
    if not _TIME.search(text):
        message = _("Thiếu thời gian ký (ngày tháng năm; giờ phút giây; múi giờ).")
        yield Finding("marks.time", _BESIDE, Severity.ERROR, message)
    bare = text.replace(" ", "")
    if kind == ANNEX and reference.replace(" ", "") not in bare:
        message = _("Thiếu số và ký hiệu văn bản %(reference)s.") % {"reference": reference}
        yield Finding("marks.reference", _BESIDE, Severity.ERROR, message)
    if kind == COPY and not re.search(r"(?i)sao\s*(y|lục)|trích\s*sao", text):
        message = _("Thiếu hình thức sao (sao y, sao lục, trích sao).")
        yield Finding("marks.copy_form", _BESIDE, Severity.ERROR, message)
    if any(abs(size - TEXT_SIZE) > 0.6 for size in field["text_sizes"]):
        sizes = ", ".join(f"{size:g}" for size in field["text_sizes"])
        message = _("Chữ phải cỡ 10, kiểu đứng; tệp hiện cỡ %(sizes)s.") % {"sizes": sizes}
        yield Finding("marks.text_size", _BESIDE, Severity.ERROR, message)


def _invisible(stamps: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    for one in stamps:
        left, bottom, right, top = one["rect"]
        if right - left > 0.5 and top - bottom > 0.5 and not one["hidden"]:
            message = _("Dấu thời gian không hiển thị trên trang.")
            yield Finding("marks.stamp_seen", _SIGNED, Severity.ERROR, message)
