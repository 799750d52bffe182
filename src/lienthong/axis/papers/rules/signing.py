"""Checks of recipients, authority, post and name of the signatory, drafter's mark and copies."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from lienthong.axis.papers.catalogue import DECISION, OFFICIAL_LETTER, RESOLUTION, document_types
from lienthong.axis.papers.choices import Authority, Severity
from lienthong.axis.papers.letters import LetterData, Signatory
from lienthong.kernel.text import fold, nfc

from .findings import Finding

_SIGNED: Final = "Phụ lục I, mục II.7"
_RECIPIENTS: Final = "Phụ lục I, mục II.9"
_DEPUTY: Final = re.compile(r"^(phó|thứ trưởng)\b", re.IGNORECASE)
_COLLECTIVE: Final = re.compile(
    r"^(ủy ban|uỷ ban|hội đồng|ban |thường trực|tập thể|liên |chính phủ|ubnd|hđnd"
    r"|(?:đoàn|tổ) (?!trưởng|phó))",
    re.IGNORECASE,
)
_TITLES: Final = re.compile(
    r"^(gs|pgs|ts|tskh|ths|ks|bs|bsck|cn|ds|kts|nsnd|nsưt|nsut|ngnd|ngưt|ngut|ttnd|ttưt|ttut)"
    r"(?=[.,\s])|^(giáo sư|phó giáo sư|tiến sĩ|tiến sỹ|thạc sĩ|thạc sỹ|kỹ sư|bác sĩ|bác sỹ|cử nhân|"
    r"nhà giáo|nghệ sĩ|anh hùng)\b",
    re.IGNORECASE,
)
_RANKS: Final = re.compile(
    r"^((đại|thượng|trung|thiếu)\s+(tướng|tá|úy|uý)|đại úy|đại uý)\b", re.IGNORECASE
)
_FILED: Final = re.compile(r"^VT(?:,\s*\S.*)?\.?$")
_DRAFTER: Final = re.compile(r"[A-ZÀ-ỸĐ]+\.?\s?\(\d{1,4}\)|[A-ZÀ-ỸĐ]{1,10}\.?")


def recipients_end_filed(data: LetterData) -> Iterator[Finding]:
    """Annex I, II.9.d: the last line is "Lưu: VT, <unit>"."""
    filed = data.filed_at.strip()
    if not filed:
        message = _("Thiếu dòng “Lưu: VT, …” cuối Nơi nhận.")
        yield Finding("recipients.filed", f"{_RECIPIENTS}.d", Severity.ERROR, message, "filed_at")
    elif not _FILED.match(filed):
        message = _("Dòng Lưu bắt đầu bằng “VT”, rồi dấu phẩy, đơn vị soạn thảo và số bản lưu.")
        yield Finding(
            "recipients.filed_form", f"{_RECIPIENTS}.d", Severity.ERROR, message, "filed_at"
        )
    elif "," not in filed:
        message = _("Dòng Lưu chưa ghi đơn vị soạn thảo (ví dụ “VT, TTHC”).")
        yield Finding(
            "recipients.filed_unit", f"{_RECIPIENTS}.d", Severity.NOTE, message, "filed_at"
        )


def recipients_begin_right(data: LetterData) -> Iterator[Finding]:
    """Annex I, II.9.b and Annex III: "Như trên" after "Kính gửi", "Như Điều …" in decisions."""
    names = [fold(each.name).rstrip(";. ") for each in data.recipients]
    if data.addressees and data.type_code in {OFFICIAL_LETTER, *_upward()}:
        if not names or names[0] != "nhu tren":
            message = _("Nơi nhận bắt đầu bằng “Như trên”, vì văn bản có “Kính gửi”.")
            yield Finding("recipients.as_above", f"{_RECIPIENTS}.b", Severity.ERROR, message)
    elif "nhu tren" in names:
        message = _("Không ghi “Như trên” khi văn bản không có “Kính gửi”.")
        yield Finding("recipients.as_above_without", f"{_RECIPIENTS}.c", Severity.ERROR, message)
    decides = data.type_code in {DECISION, RESOLUTION}
    if decides and not any(name.startswith("nhu dieu") for name in names):
        message = _("Nơi nhận bắt đầu bằng “Như Điều …” (điều thi hành).")
        yield Finding("recipients.as_article", "Phụ lục III, mẫu 1.2", Severity.WARNING, message)
    if any(name.startswith(("luu:", "luu vt")) for name in names):
        message = _("Dòng “Lưu” ghi ở ô riêng, không ghi lẫn trong danh sách nơi nhận.")
        yield Finding("recipients.filed_twice", f"{_RECIPIENTS}.d", Severity.ERROR, message)
    if len(names) != len(set(names)):
        message = _("Có nơi nhận ghi trùng.")
        yield Finding("recipients.doubled", f"{_RECIPIENTS}.a", Severity.WARNING, message)


def _upward() -> set[int]:
    return {each.code for each in document_types() if each.salutation in {"upward", "required"}}


def authority_agrees(data: LetterData) -> Iterator[Finding]:
    """Đ13 and Annex I, II.7.b: the right to sign agrees with the post of the one who signs."""
    for signatory in data.signatories:
        lines = [(line.authority, nfc(line.of).strip()) for line in signatory.authority]
        yield from _order(lines)
        yield from _deputy(signatory, lines)
        for authority, of in lines:
            yield from _line(authority, of)


def _line(authority: Authority, of: str) -> Iterator[Finding]:
    if not of:
        message = _("Sau “%(authority)s” phải ghi cơ quan hoặc chức vụ được ký thay.") % {
            "authority": authority
        }
        yield Finding("authority.of_nobody", f"{_SIGNED}.b", Severity.ERROR, message, "signatory")
    elif authority is Authority.FOR_COLLECTIVE and not _COLLECTIVE.match(of):
        message = _("“TM.” ghi trước tên tập thể lãnh đạo hoặc cơ quan làm việc theo tập thể.")
        yield Finding("authority.collective", f"{_SIGNED}.b", Severity.WARNING, message)
    elif authority is not Authority.FOR_COLLECTIVE and _COLLECTIVE.match(of):
        message = _(
            "“%(authority)s” ghi trước chức vụ người đứng đầu, không ghi trước tên cơ quan."
        )
        yield Finding(
            "authority.before_agency",
            f"{_SIGNED}.b",
            Severity.ERROR,
            message % {"authority": authority},
            "signatory",
        )
    elif authority in {Authority.FOR_HEAD, Authority.BY_ORDER} and _DEPUTY.match(of):
        message = _(
            "“%(authority)s” ghi trước chức vụ cấp trưởng, không ghi trước chức vụ cấp phó."
        )
        yield Finding(
            "authority.before_deputy",
            f"{_SIGNED}.b",
            Severity.ERROR,
            message % {"authority": authority},
            "signatory",
        )


def _order(lines: Sequence[tuple[Authority, str]]) -> Iterator[Finding]:
    kinds = [authority for authority, _of in lines]
    if Authority.BY_DELEGATION in kinds and Authority.FOR_HEAD in kinds:
        message = _("Người được ký thừa ủy quyền không được ủy quyền lại cho người khác ký.")
        yield Finding("authority.delegated_twice", "khoản 3 Điều 13", Severity.ERROR, message)
    if Authority.FOR_COLLECTIVE in kinds[1:]:
        message = _("“TM.” là dòng đầu của quyền hạn ký.")
        yield Finding("authority.order", f"{_SIGNED}.b", Severity.ERROR, message, "signatory")
    if {Authority.BY_ORDER, Authority.BY_DELEGATION} <= set(kinds):
        message = _("Không ghi cùng lúc thừa lệnh (TL.) và thừa ủy quyền (TUQ.).")
        yield Finding("authority.mixed", "Điều 13", Severity.ERROR, message, "signatory")


def _deputy(signatory: Signatory, lines: Sequence[tuple[Authority, str]]) -> Iterator[Finding]:
    kinds = {authority for authority, _of in lines}
    post = nfc(signatory.post).strip()
    deputy = bool(_DEPUTY.match(post))
    if deputy and Authority.FOR_HEAD not in kinds:
        message = _("Cấp phó ký thay cấp trưởng phải ghi “KT.” trước chức vụ cấp trưởng.")
        yield Finding("authority.deputy_alone", "khoản 1 Điều 13", Severity.ERROR, message)
    if Authority.FOR_HEAD in kinds and not deputy:
        message = _("Dưới “KT. …” là chức vụ cấp phó của người ký.")
        yield Finding("authority.for_head", "khoản 1 Điều 13", Severity.ERROR, message, "signatory")
    if Authority.ACTING_HEAD in kinds and post:
        message = _("Người được giao quyền cấp trưởng chỉ ghi “Q.” trước chức vụ đó.")
        yield Finding("authority.acting", f"{_SIGNED}.b", Severity.WARNING, message, "signatory")
    if not post and not kinds:
        message = _("Thiếu chức vụ của người ký.")
        yield Finding("signatory.no_post", f"{_SIGNED}.c", Severity.ERROR, message, "signatory")
    if kinds & {Authority.BY_ORDER, Authority.BY_DELEGATION} and not post:
        message = _("Thiếu chức vụ của người ký thừa lệnh, thừa ủy quyền.")
        yield Finding("signatory.no_post", f"{_SIGNED}.c", Severity.ERROR, message, "signatory")


def name_bare(data: LetterData) -> Iterator[Finding]:
    """Annex I, II.7.c: no academic title, honour or rank before the name."""
    for signatory in data.signatories:
        name = nfc(signatory.name).strip()
        if not name:
            message = _("Thiếu họ tên người ký.")
            yield Finding("signatory.no_name", f"{_SIGNED}.c", Severity.ERROR, message, "signatory")
        elif _TITLES.match(name) or _RANKS.match(name):
            message = _(
                "Trước họ tên người ký không ghi học hàm, học vị, quân hàm, danh hiệu (trừ đơn vị "
                "vũ trang, sự nghiệp giáo dục, y tế, khoa học có quy định riêng)."
            )
            yield Finding("signatory.titled", f"{_SIGNED}.c", Severity.ERROR, message, "signatory")
        elif name == name.upper() and len(name) > 3:
            message = _("Họ tên người ký viết chữ thường, viết hoa chữ cái đầu.")
            yield Finding("signatory.capitals", f"{_SIGNED}.đ", Severity.ERROR, message)


def drafter_mark_formed(data: LetterData) -> Iterator[Finding]:
    """Annex I, III.3: capitals and the number of copies, 'PL.(300)'."""
    mark = data.drafter_mark.strip()
    if mark and not _DRAFTER.fullmatch(mark):
        message = _("Ký hiệu người soạn thảo viết hoa, số lượng bản trong ngoặc: PL.(300).")
        yield Finding("drafter.form", "Phụ lục I, mục III.3", Severity.WARNING, message)


CHECKS: Final = (
    recipients_end_filed,
    recipients_begin_right,
    authority_agrees,
    name_bare,
    drafter_mark_formed,
)
