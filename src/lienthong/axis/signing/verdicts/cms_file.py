"""The verdict on a CMS/CAdES file: one signature for each signer, over enclosed or separate content.

The content of a detached signature is a file beside it or one given with it. Whoever reads the file
must see what was signed: a signature that carries another content than the file of its name is none.
"""

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from typing import Any, Final

from asn1crypto import cms, core, parser, pem, x509
from pyhanko.sign.general import find_cms_attribute_iter
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts, validate_sig_integrity

from lienthong.axis.signing.words import _

from . import contents as cms_contents
from . import names, times
from .beside import Beside, Wanted, missing
from .contents import BadContents, Contents
from .listed import TrustList
from .model import Answer, Finding, Kind, Part, SignatureReport, Verdict, unreadable, worst
from .signature import settle_signer
from .trust import Proofs

MOST_SIGNERS: Final = 50
MOST_ARMOUR: Final = 400 * 1024 * 1024
BASE64: Final = re.compile(rb"[A-Za-z0-9+/=\s]+")
DEEP: Final = re.compile(rb"(?:[\x24\x30\x31\xa0-\xa4]\x80){30}")  # costs the parser hours
ATTRIBUTE_MARKS: Final = (b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09",)  # an attribute of PKCS#9
FAULTS: Final = (
    SignatureValidationError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    NotImplementedError,
)


def content_info(data: bytes) -> bytes | None:
    """The DER or BER of a CMS file: bare, in PEM, or in base64 alone; None for anything else."""
    plain = data.lstrip()
    if data[:1] == b"\x30":
        return data if _is_content_info(data) else None
    if plain.startswith(b"-----BEGIN ") and len(data) <= MOST_ARMOUR:
        try:
            kind, _headers, found = pem.unarmor(plain)
        except ValueError:
            return None
        return found if kind in ("PKCS7", "CMS", "PKCS #7 SIGNED DATA") else None
    if plain.startswith(b"MI") and BASE64.fullmatch(plain):
        try:
            found = base64.b64decode(plain, validate=False)
        except ValueError:
            return None
        return found if _is_content_info(found) else None
    return None


def _is_content_info(data: bytes) -> bool:
    """Whether it begins as a CMS structure does: a sequence whose first member is an OID of PKCS#7."""
    return b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07" in data[:24]


def judge_cms(encoded: bytes, beside: Beside, trust: TrustList, now: dt.datetime) -> Verdict:
    """The verdict on a CMS file whose DER is given; never raises for what it holds."""
    if DEEP.search(encoded) is not None:
        return unreadable("too_complex", _("Tệp phức tạp bất thường, không kiểm tra được."))
    try:
        used = len(encoded) if encoded[1:2] == b"\x80" else parser.peek(encoded)
        if encoded[used:].strip(b"\x00\r\n "):
            return unreadable("trailing", _("Sau chữ ký có dữ liệu lạ; không đọc được."))
        info = cms.ContentInfo.load(encoded[:used])
        kind = info["content_type"].native
        if kind != "signed_data":
            return unreadable(
                "not_signed_data", _("Tệp CMS được mã hóa hoặc không chứa chữ ký số.")
            )
        signed_data = info["content"]
        signers = list(signed_data["signer_infos"])
        certificates = _certificates(signed_data)
    except FAULTS:
        return unreadable("cms_broken", _("Tệp chữ ký CMS bị hỏng, không giải mã được."))
    if not signers:
        text = _("Tệp CMS chỉ chứa chứng thư, không có chữ ký số nào.")
        return Verdict(
            Answer.UNSIGNED, [Finding(Part.INTEGRITY, Answer.UNSIGNED, "unsigned", text)]
        )
    if len(signers) > MOST_SIGNERS:
        return unreadable("too_complex", _("Tệp phức tạp bất thường, không kiểm tra được."))
    try:
        content, findings = _content(signed_data, signers, beside)
    except Wanted:
        return missing((), _("Chữ ký rời: cần cả tệp nội dung đã ký để kiểm tra."))
    except FAULTS:
        return unreadable("cms_broken", _("Tệp chữ ký CMS bị hỏng, không giải mã được."))
    reports = [
        report
        for number, signer in enumerate(signers, start=1)
        for report in _signer(number, signed_data, signer, certificates, content, trust, now)
    ]
    answer = worst([*(f.answer for f in findings), *(r.answer for r in reports)])
    return Verdict(answer, findings, reports)


def _certificates(signed_data: cms.SignedData) -> list[x509.Certificate]:
    found = {}
    for choice in signed_data["certificates"]:
        if choice.name == "certificate":
            certificate = choice.chosen.untag()
            certificate.serial_number  # noqa: B018 - a broken certificate fails here, not later
            found[certificate.dump()] = certificate
    return list(found.values())


def _content(
    signed_data: cms.SignedData, signers: list[cms.SignerInfo], beside: Beside
) -> tuple[bytes, list[Finding]]:
    """What was signed; raises `Wanted` for a detached signature without its content."""
    enclosed = signed_data["encap_content_info"]["content"]
    if enclosed is not core.VOID and enclosed.native is not None:
        content = _octets(enclosed)
        return content, _other_file(content, beside)
    if not beside.files:
        raise Wanted
    for _name, candidate in beside.files:
        for form in _forms(candidate):
            if any(_stated_digest(s) == _digest(form, s) for s in signers):
                return form, [] if form is candidate else [_line_ends()]
    if any(s["signed_attrs"] is core.VOID for s in signers):
        return beside.files[0][1], []
    judged = beside.named | beside.likely
    for name, candidate in beside.files:
        if name in judged:
            return candidate, []
    raise Wanted


def _octets(enclosed: Any) -> bytes:
    """The content's own octets: of an octet string, else of the older form without tag and length."""
    octets = isinstance(enclosed, core.OctetString | core.ParsableOctetString)
    return bytes(enclosed) if octets else bytes(enclosed.contents)


def _other_file(content: bytes, beside: Beside) -> list[Finding]:
    """A file of the signature's own name must be what the signature carries."""
    for name, other in beside.files:
        if name in beside.named and content not in _forms(other):
            text = _("Chữ ký mang theo một nội dung khác với tệp %(file)s.")
            values = {"file": name}
            return [
                Finding(Part.COVERAGE, Answer.CHANGED, "content_differs", text, values),
            ]
    return []


def _forms(content: bytes) -> Iterator[bytes]:
    """The content as it is, and with line ends as mail programs write them before they sign."""
    yield content
    if b"\x00" not in content and len(content) < 16 * 1024 * 1024:
        canonical = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        if canonical != content:
            try:
                content.decode()
            except UnicodeDecodeError:
                return
            yield canonical


def _line_ends() -> Finding:
    text = _("Tệp khác bản đã ký ở cách xuống dòng; chữ và số không đổi.")
    return Finding(Part.COVERAGE, Answer.WITH_WARNINGS, "line_ends", text)


def _stated_digest(signer: cms.SignerInfo) -> bytes | None:
    if signer["signed_attrs"] is core.VOID:
        return None
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "message_digest":
            found: bytes = attribute["values"][0].native
            return found
    return None


def _digest(content: bytes, signer: cms.SignerInfo) -> bytes:
    algorithm = str(signer["digest_algorithm"]["algorithm"].native)
    if algorithm not in cms_contents.ACCEPTED:
        return b""
    return hashlib.new(algorithm, content, usedforsecurity=False).digest()


def _signer(
    number: int,
    signed_data: cms.SignedData,
    signer: cms.SignerInfo,
    certificates: list[x509.Certificate],
    content: bytes,
    trust: TrustList,
    now: dt.datetime,
) -> Iterator[SignatureReport]:
    report = SignatureReport(f"SignerInfo{number}", Kind.PERSONAL, coverage="whole_file")
    report.covered_bytes = len(content)
    yield report
    try:
        kind = str(signed_data["encap_content_info"]["content_type"].native)
        known = _shaped(signed_data, signer, certificates)
        report.digest = known.digest
        _check(known, kind, content, report)
        _settle(report, known, _proofs(signed_data, signer), trust, now)
        for counter in find_cms_attribute_iter(signer["unsigned_attrs"], "counter_signature"):
            yield _counter(number, counter, known, certificates, trust, now)
    except BadContents as fault:
        report.findings.append(cms_contents.finding(fault.code))
    except FAULTS:
        report.findings.append(cms_contents.finding("cms_broken"))


def _shaped(
    signed_data: cms.SignedData, signer: cms.SignerInfo, certificates: list[x509.Certificate]
) -> Contents:
    digest = str(signer["digest_algorithm"]["algorithm"].native)
    if digest not in cms_contents.ACCEPTED:
        raise BadContents("digest_refused")
    cms_contents.check_algorithms(signed_data, signer, digest)
    own = [c for c in certificates if _is_of(signer["sid"], c)]
    if len(own) != 1:
        raise BadContents("no_certificate")
    others = tuple(c for c in certificates if c is not own[0])
    return Contents(signed_data, signer, own[0], others, digest)


def _is_of(sid: cms.SignerIdentifier, certificate: x509.Certificate) -> bool:
    if sid.name == "issuer_and_serial_number":
        stated = sid.chosen
        return bool(
            stated["serial_number"].native == certificate.serial_number
            and stated["issuer"].hashable == certificate.issuer.hashable
        )
    return bool(sid.chosen.native == certificate.key_identifier)


def _check(known: Contents, kind: str, content: bytes, report: SignatureReport) -> None:
    signer = known.signer_info
    if signer["signed_attrs"] is core.VOID:
        if _looks_like_attributes(content):
            raise BadContents("attributes_as_content")
        text = _("Chữ ký kiểu cũ, không ghi kèm thuộc tính được ký.")
        report.findings.append(Finding(Part.INTEGRITY, Answer.WITH_WARNINGS, "bare", text))
    over = _digest(content, signer)
    try:
        intact, valid = validate_sig_integrity(signer, known.certificate, kind, over)
    except FAULTS as fault:
        raise BadContents("value_broken") from fault
    if not valid:
        raise BadContents("value_wrong")
    if not intact:
        raise BadContents("digest_wrong")
    report.findings += cms_contents.weaknesses(known)


def _looks_like_attributes(content: bytes) -> bool:
    """A signature over attributes, passed off as one over a content that is those attributes."""
    return content[:1] == b"\x31" and any(mark in content[:64] for mark in ATTRIBUTE_MARKS)


def _settle(
    report: SignatureReport, known: Contents, proofs: Proofs, trust: TrustList, now: dt.datetime
) -> None:
    names.describe(report, known.certificate, trust)
    stated = extract_self_reported_ts(known.signer_info)
    if isinstance(stated, dt.datetime):
        report.claimed_time = stated if stated.tzinfo else stated.replace(tzinfo=dt.UTC)
    stamp, found = times.signature_stamp(known, trust, proofs)
    report.findings += found
    proved = stamp.time if stamp is not None and stamp.holds(now) else None
    if stamp is not None and stamp.proves and proved is None:
        report.findings.append(times.stamp_expired())
    settle_signer(report, known.certificate, known.others, trust, now, proved, proofs)
    named = any(_has(known.signer_info, kind) for kind in CERTIFICATE_ATTRIBUTES)
    lasting = proved is not None and times.proved_to_last(
        known.certificate, known.others, stamp, trust, proved, proofs
    )
    report.level = _level(named, timed=proved is not None, lasting=lasting)


CERTIFICATE_ATTRIBUTES: Final = ("signing_certificate", "signing_certificate_v2")


def _has(signer: cms.SignerInfo, kind: str) -> bool:
    return any(True for _value in find_cms_attribute_iter(signer["signed_attrs"], kind))


def _level(named: bool, *, timed: bool, lasting: bool) -> str:
    if not named:
        return "CMS-T" if timed else "CMS"
    return ("B-LT" if lasting else "B-T") if timed else "B-B"


def _proofs(signed_data: cms.SignedData, signer: cms.SignerInfo) -> Proofs:
    lists: list[bytes] = []
    answers: list[bytes] = []
    if signed_data["crls"] is not core.VOID:
        lists = [c.chosen.dump() for c in signed_data["crls"] if c.name == "crl"]
    for values in find_cms_attribute_iter(signer["unsigned_attrs"], "revocation_values"):
        for key, into in (("crl_vals", lists), ("ocsp_vals", answers)):
            if values[key] is not core.VOID:
                into += [value.dump() for value in values[key]]
    return Proofs(tuple(lists), tuple(answers))


def _counter(
    number: int,
    counter: cms.SignerInfo,
    over: Contents,
    certificates: list[x509.Certificate],
    trust: TrustList,
    now: dt.datetime,
) -> SignatureReport:
    """A countersignature: it vouches for the signature value, not for the content."""
    report = SignatureReport(f"Countersignature{number}", Kind.PERSONAL, coverage="signature")
    try:
        known = _shaped(over.signed_data, counter, certificates)
        report.digest = known.digest
        value = _digest(over.signer_info["signature"].native, counter)
        cms_contents.check_counter(known, value)
        _settle(report, known, Proofs(), trust, now)
    except BadContents as fault:
        report.findings.append(cms_contents.finding(fault.code))
    except FAULTS:
        report.findings.append(cms_contents.finding("cms_broken"))
    return report
