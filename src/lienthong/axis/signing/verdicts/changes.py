"""What was changed after a signature, and whether that may stand.

pyHanko's difference analysis says what each later revision touches. On top of it stands one rule:
whatever can be seen and was added or filled in after a signature must itself be covered by a later
whole signature of no lesser standing, and what was filled in when the signature was made never
changes. That stops what a default analysis lets pass: text fields edited after a seal without a
lock, unsigned fields with a picture, settings that make viewers redraw fields.
"""

import logging
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    DiffResult,
    ModificationLevel,
    SuspiciousModification,
)
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

from lienthong.axis.signing.places import DATE_FIELD, NUMBER_FIELD
from lienthong.axis.signing.words import _

from .fields import FieldState
from .model import DATE_WORD, NUMBER_WORD, Answer, Finding, Part
from .pictures import hides_content
from .revisions import Document

logging.getLogger("pyhanko.sign.diff_analysis").setLevel(logging.CRITICAL)
KNOWN_FIELDS: Final = {NUMBER_FIELD: NUMBER_WORD, DATE_FIELD: DATE_WORD}


@dataclass(frozen=True, slots=True)
class Standpoint:
    """One signature as the rule sees it: `rank` is 2 for known signers, 1 for whole ones, else 0."""

    name: str
    revision: int
    end: int
    rank: int
    is_timestamp: bool
    docmdp: MDPPerm | None
    fieldmdp: FieldMDPSpec | None


def later_changes(document: Document, of: Standpoint, others: list[Standpoint]) -> list[Finding]:
    """The findings about everything that came after one signature."""
    if of.revision == document.last:
        return []
    witness = _witness(document, of)
    if witness is not None:
        return [witness]
    after = [s for s in others if s.revision > of.revision and not s.is_timestamp]
    vouchers = [s for s in after if s.rank >= max(of.rank, 1)]
    return [
        *_changed_fields(document, of, vouchers),
        *_added_pictures(document, of, after, vouchers),
        *_settings(document, of, vouchers),
    ]


def _witness(document: Document, of: Standpoint) -> Finding | None:
    """What pyHanko's difference analysis objects to, revision by revision."""
    base = document.reader.get_historical_resolver(of.revision)
    for revision in range(of.revision + 1, document.last + 1):
        try:
            result = DEFAULT_DIFF_POLICY.apply(
                base,
                document.reader.get_historical_resolver(revision),
                field_mdp_spec=of.fieldmdp,
                doc_mdp=of.docmdp,
            )
        except SuspiciousModification:
            return _suspicious(document, of, revision)
        if not _allowed(result, of.docmdp):
            return _changed("beyond_permission", _("Thay đổi vượt mức mà người ký cho phép."))
    return None


def _allowed(result: DiffResult, docmdp: MDPPerm | None) -> bool:
    level: Any = result.modification_level
    if level >= ModificationLevel.ANNOTATIONS:
        return False
    return not (docmdp is not None and level.value > docmdp.value)


def _suspicious(document: Document, of: Standpoint, revision: int) -> Finding:
    before, now = document.form(of.revision).fields, document.form(revision).fields
    for name, title in KNOWN_FIELDS.items():
        old, new = before.get(name), now.get(name)
        if old is not None and not old.blank and (new is None or new.mark != old.mark):
            return _field_changed(title, old, new)
    text = _("Sau khi ký, nội dung hoặc trang của văn bản đã bị thêm, bớt hoặc che đi.")
    return _changed("content_changed", text)


def _changed_fields(
    document: Document, of: Standpoint, vouchers: list[Standpoint]
) -> list[Finding]:
    before = document.form(of.revision).fields
    findings = []
    final = document.form(document.last).fields
    for name in {*before, *final}:
        old, new = before.get(name), final.get(name)
        if (old or new).signature:  # type: ignore[union-attr]
            continue
        if old is not None and new is not None and _never_changed(document, of, name, old.mark):
            continue
        title = KNOWN_FIELDS.get(name, name)
        filled = old is not None and old.blank and new is not None
        if filled and any(_settled(document, s, name, new) for s in vouchers):
            continue
        findings.append(_field_changed(title, old, new))
    return findings


def _never_changed(document: Document, of: Standpoint, name: str, mark: bytes) -> bool:
    for revision in range(of.revision + 1, document.last + 1):
        state = document.form(revision).fields.get(name)
        if state is None or state.mark != mark:
            return False
    return True


def _settled(document: Document, by: Standpoint, name: str, final: FieldState | None) -> bool:
    """Whether the field already read as it does now when the other signature was made."""
    state = document.form(by.revision).fields.get(name)
    return (
        state is not None
        and final is not None
        and state.mark == final.mark
        and _never_changed(document, by, name, state.mark)
    )


def _added_pictures(
    document: Document, of: Standpoint, after: list[Standpoint], vouchers: list[Standpoint]
) -> list[Finding]:
    """Signature fields that show something new since the signature."""
    before = document.form(of.revision).fields
    final = document.form(document.last).fields
    vouched = {s.name for s in vouchers}
    signed = {s.name: s for s in after}
    findings = []
    for name, state in final.items():
        old = before.get(name)
        if not state.signature or not state.visible or (old and old.mark == state.mark):
            continue
        if name in vouched:
            continue
        if state.value_reference is None:
            if any(s.rank >= of.rank and _settled(document, s, name, state) for s in vouchers):
                continue
            text = _("Sau khi ký, một ô chữ ký chưa ký được chèn lên trang.")
            findings.append(_changed("unsigned_picture", text))
        elif name in signed and signed[name].rank == 0:
            text = _("Sau khi ký, một hình chữ ký không hợp lệ được chèn lên trang.")
            findings.append(_changed("bad_picture", text))
        elif name in signed:
            findings.append(_stranger(document, of, state))
    return findings


def _stranger(document: Document, of: Standpoint, state: FieldState) -> Finding:
    if hides_content(document, of.revision, of.end, state):
        text = _("Sau khi ký, hình của một người ký chưa xác định được chèn đè lên nội dung.")
        return _changed("stranger_over_content", text)
    text = _("Sau khi ký, một người ký chưa xác định đã thêm hình chữ ký vào chỗ trống trên trang.")
    return Finding(Part.LATER_CHANGES, Answer.WITH_WARNINGS, "stranger_beside", text)


def _settings(document: Document, of: Standpoint, vouchers: list[Standpoint]) -> list[Finding]:
    final = document.form(document.last).settings
    if document.form(of.revision).settings == final:
        return []
    if any(document.form(s.revision).settings == final for s in vouchers):
        return []
    text = _("Sau khi ký, cách hiển thị các ô của văn bản bị đổi.")
    return [_changed("form_settings", text)]


def _field_changed(title: str, old: FieldState | None, new: FieldState | None) -> Finding:
    text = _("%(field)s bị sửa sau khi ký (từ “%(old)s” thành “%(new)s”).")
    values = {
        "field": title,
        "old": old.text if old else "",
        "new": new.text if new else "",
    }
    if values["old"] == values["new"]:
        text = _("%(field)s bị vẽ lại sau khi ký.")
    return Finding(Part.LATER_CHANGES, Answer.CHANGED, "field_changed", text, values)


def _changed(code: str, text: str) -> Finding:
    return Finding(Part.LATER_CHANGES, Answer.CHANGED, code, text)
