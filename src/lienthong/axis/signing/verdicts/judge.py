"""Puts the verdict on a file together; pure: bytes, a trust list and a moment in, a verdict out."""

import datetime as dt
import hashlib
from dataclasses import replace
from typing import Any, Final

from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from lienthong.axis.signing.pades.revision import entry
from lienthong.axis.signing.places import DATE_FIELD, NUMBER_FIELD
from lienthong.axis.signing.words import _

from . import changes, hexed, ranges
from .beside import NOTHING, Beside
from .cms_file import content_info, judge_cms
from .fast.door import fast_verdict
from .fields import TooComplex
from .form import form_findings
from .listed import TrustList
from .model import Answer, Finding, Kind, Part, SignatureReport, Verdict, unreadable, worst
from .revisions import Document, Encrypted, TooManyRevisions
from .signature import Examined, examine
from .tail import Unexplained
from .xml_file import judge_xml, looks_like_xml

hexed.install()

MOST_BYTES: Final = 200 * 1024 * 1024
HEADER_WITHIN: Final = 1024


def judge(
    data: bytes,
    trust: TrustList,
    now: dt.datetime,
    beside: Beside = NOTHING,
    *,
    fast: bool = True,
) -> Verdict:
    """The verdict on the bytes of a file, by the trust list, at a moment (for expiry).

    `beside` are the files that a signature file may be over. Never raises for what a file may
    hold: a file that cannot be read has the verdict `unreadable`. Without `fast` every file takes
    the full check; the verdict is the same.
    """
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > MOST_BYTES:
        return unreadable("too_large", _("Tệp lớn hơn 200 MB, không kiểm tra được."), digest)
    verdict = fast_verdict(data, trust, now) if fast else None
    return replace(verdict or _by_kind(data, trust, now, beside), sha256=digest)


def _by_kind(data: bytes, trust: TrustList, now: dt.datetime, beside: Beside) -> Verdict:
    encoded = content_info(data)
    if encoded is not None:
        return judge_cms(encoded, beside, trust, now)
    if b"%PDF-" in data[:HEADER_WITHIN]:
        verdict = _read(data, trust, now, lenient=False) or _read(data, trust, now, lenient=True)
        text = _("Tệp PDF bị hỏng hoặc bị cắt cụt, không đọc được.")
        return verdict if verdict is not None else unreadable("broken", text)
    if looks_like_xml(data):
        return judge_xml(data, beside, trust, now)
    text = _("Tệp không phải là PDF, tệp chữ ký CMS (.p7s, .p7m) hay XML có chữ ký số.")
    return unreadable("not_signed_kind", text)


def _read(data: bytes, trust: TrustList, now: dt.datetime, *, lenient: bool) -> Verdict | None:
    """The verdict by strict or by lenient reading; None when it cannot be read so."""
    try:
        return _judge(Document.open(data, lenient=lenient), trust, now)
    except Encrypted:
        return unreadable("encrypted", _("Tệp được đặt mật khẩu; hãy xin bản không có mật khẩu."))
    except (TooManyRevisions, TooComplex):
        return unreadable("too_complex", _("Tệp phức tạp bất thường, không kiểm tra được."))
    except Exception:  # noqa: BLE001 - the outer barrier: any fault of a parser is one verdict
        return None


def _judge(document: Document, trust: TrustList, now: dt.datetime) -> Verdict:
    examined = _examine_all(document, trust, now)
    if document.rootless(document.last) and all(e.revision == document.last for e in examined):
        text = _(
            "Phần cuối tệp không chỉ tới nội dung văn bản; mỗi phần mềm có thể hiển thị một khác."
        )
        return unreadable("no_root", text)
    findings = _file_findings(document, examined)
    if not examined and not findings:
        return Verdict(Answer.UNSIGNED, [_no_signature()])
    _prove_times(examined, trust, now)
    findings += _broken_later(document, examined, trust, now)
    standpoints = [e.standpoint() for e in examined if e.range is not None]
    for one, standpoint in zip(
        [e for e in examined if e.range is not None], standpoints, strict=True
    ):
        one.report.findings += changes.later_changes(document, standpoint, standpoints)
        one.report.revision = standpoint.revision
    reports = [e.report for e in examined]
    number, date = _sealed_values(document, examined)
    findings += form_findings(reports, number_missing=_unfilled(document))
    answer = worst([*(f.answer for f in findings), *(r.answer for r in reports)])
    return Verdict(answer, findings, reports, number=number, date=date)


def _examine_all(document: Document, trust: TrustList, now: dt.datetime) -> list[Examined]:
    found = []
    for state in document.signed_fields():
        try:
            embedded = EmbeddedPdfSignature(
                document.reader, _field_object(document, state.name), state.name
            )
        except Exception:  # noqa: BLE001 - a spoofed dictionary ends as one broken signature
            found.append(Examined.broken(state.name))
            continue
        found.append(examine(document, embedded, trust, now))
    found.sort(key=lambda e: e.revision)
    return found


def _field_object(document: Document, name: str) -> Any:
    from pyhanko.sign.fields import enumerate_sig_fields

    for title, _value, reference in enumerate_sig_fields(document.reader, filled_status=True):
        if title == name:
            return reference
    raise KeyError(name)


def _file_findings(document: Document, examined: list[Examined]) -> list[Finding]:
    findings = []
    for name in document.lost_signatures():
        text = _("Chữ ký %(field)s từng có trong tệp đã bị gỡ hoặc thay.")
        findings.append(
            Finding(Part.LATER_CHANGES, Answer.CHANGED, "signature_removed", text, {"field": name})
        )
    if _loose_signatures(document):
        text = _("Tệp chứa chữ ký không gắn với ô chữ ký nào của văn bản.")
        findings.append(Finding(Part.COVERAGE, Answer.INVALID, "loose_signature", text))
    first = min((e for e in examined if e.range), key=lambda e: e.revision, default=None)
    if first is not None and first.range is not None:
        try:
            document.check_tail(first.range.end, first.revision)
        except Unexplained:
            text = _("Sau chữ ký đầu tiên có dữ liệu lạ mà phần mềm khác có thể hiển thị.")
            findings.append(Finding(Part.LATER_CHANGES, Answer.CHANGED, "strange_tail", text))
        findings += _quiet_additions(document, first.revision)
    if examined and document.lenient:
        text = _("Tệp không theo đúng chuẩn PDF; chỉ kiểm tra được theo cách nới lỏng.")
        findings.append(Finding(Part.INTEGRITY, Answer.WITH_WARNINGS, "lenient", text))
    if examined and _active(document):
        text = _("Tệp có mã lệnh chạy kèm, có thể làm đổi cái nhìn thấy.")
        findings.append(Finding(Part.INTEGRITY, Answer.WITH_WARNINGS, "active_content", text))
    return findings


def _broken_later(
    document: Document, examined: list[Examined], trust: TrustList, now: dt.datetime
) -> list[Finding]:
    """What stands behind the last known signer's part is vouched for by nobody: there a file that followed
    the standard still does. Readers that look for objects by themselves find others."""
    whole = [e for e in examined if e.whole and e.range is not None]
    known = [e for e in whole if e.report.trusted] or whole
    last = max(known, key=lambda e: e.revision, default=None)
    if last is None or last.range is None:
        return []
    end = last.range.end
    if not document.data[end:].strip(bytes(ranges.BLANK)):
        return []
    text = _("Sau chữ ký cuối cùng, cấu trúc tệp bị làm hỏng; phần mềm khác có thể hiển thị khác.")
    found = [Finding(Part.LATER_CHANGES, Answer.CHANGED, "broken_later", text)]
    if document.lenient and _read(document.data[:end], trust, now, lenient=False) is not None:
        return found
    try:
        document.check_loose(end, last.revision)
    except Unexplained:
        return found
    return []


def _quiet_additions(document: Document, base: int) -> list[Finding]:
    later = range(base + 1, document.last + 1)
    if any(document.fills_a_gap(base, revision) for revision in later):
        text = _("Sau khi ký, phần còn bỏ trống lúc ký được lấp bằng nội dung mới.")
        return [Finding(Part.LATER_CHANGES, Answer.CHANGED, "gap_filled", text)]
    if any(document.hides_objects(revision) for revision in later):
        text = _("Sau khi ký, tệp được thêm dữ liệu không hiển thị.")
        return [Finding(Part.LATER_CHANGES, Answer.WITH_WARNINGS, "hidden_data", text)]
    return []


def _loose_signatures(document: Document) -> bool:
    """Signature dictionaries that no field of any revision leads to."""
    written = document.data.count(b"/ByteRange")
    known = len(document.signed_fields())
    perms = entry(document.reader.root, "/Perms", {})
    usage_rights = sum(1 for key in ("/UR", "/UR3") if key in perms)
    return written > known + usage_rights + len(document.lost_signatures())


def _active(document: Document) -> bool:
    root = document.reader.root
    names, form = entry(root, "/Names", {}), entry(root, "/AcroForm", {})
    opens = entry(root, "/OpenAction", {})
    scripted = isinstance(opens, dict) and entry(opens, "/S") == "/JavaScript"
    return "/JavaScript" in names or "/AA" in root or "/XFA" in form or scripted


def _prove_times(examined: list[Examined], trust: TrustList, now: dt.datetime) -> None:
    """A document time-stamp proves that what it covers was there; then trust is judged.

    From the newest to the oldest: a token whose service's certificate has run out proves only what a
    newer one, that holds itself, was made over in time.
    """
    holding: list[Examined] = []
    for one in sorted(examined, key=lambda e: e.revision, reverse=True):
        if one.report.kind is not Kind.TIMESTAMP:
            continue
        later = [t.token_time for t in holding if t.revision > one.revision and t.token_time]
        if one.holds(now, later):
            holding.append(one)
    for one in examined:
        after = one.revision + (one.report.kind is Kind.TIMESTAMP)
        one.settle(trust, now, [t for t in holding if t.revision >= after])


def _sealed_values(document: Document, examined: list[Examined]) -> tuple[str | None, str | None]:
    """Number and date as the first agency signature that is whole covers them."""
    for one in examined:
        if one.report.kind is Kind.SEAL and one.whole:
            fields = document.form(one.revision).fields
            found = [fields.get(name) for name in (NUMBER_FIELD, DATE_FIELD)]
            number, date = (state.text or None if state else None for state in found)
            return number, date
    return None, None


def _unfilled(document: Document) -> bool:
    fields = document.form(document.last).fields
    return any(name in fields and fields[name].blank for name in (NUMBER_FIELD, DATE_FIELD))


def _no_signature() -> Finding:
    return Finding(Part.INTEGRITY, Answer.UNSIGNED, "unsigned", _("Tệp không có chữ ký số nào."))


def reports_of(verdict: Verdict, kind: Kind) -> list[SignatureReport]:
    """The reports of one kind, in the order of signing."""
    return [report for report in verdict.signatures if report.kind is kind]
