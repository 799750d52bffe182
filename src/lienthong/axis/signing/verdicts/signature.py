"""Examines one signature: its range, its contents, its time, its signer."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from asn1crypto import x509
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from lienthong.axis.signing.pades.revision import entry
from lienthong.axis.signing.words import _

from . import contents as cms_contents
from . import names, ranges, times
from .changes import Standpoint
from .clock import clock_findings
from .contents import BadContents, Contents
from .known import known_findings
from .listed import Standing, TrustList
from .model import Answer, Finding, Kind, Part, SignatureReport
from .ranges import Range, UnsoundRange
from .revisions import Document
from .times import Stamp
from .trust import NO_PROOFS, Proofs, standing

PADES: Final = SigSeedSubFilter.PADES.value
OLDER: Final = SigSeedSubFilter.ADOBE_PKCS7_DETACHED.value
BLANK: Final = bytes(ranges.BLANK)
TOKEN: Final = SigSeedSubFilter.ETSI_RFC3161.value


@dataclass
class Examined:
    """A signature under examination."""

    report: SignatureReport
    revision: int = 0
    range: Range | None = None
    contents: Contents | None = None
    embedded: EmbeddedPdfSignature | None = None
    stamp: Stamp | None = None
    proofs: Proofs = NO_PROOFS
    document: Document | None = None
    token_time: dt.datetime | None = None
    token_proves: bool = False

    @classmethod
    def broken(cls, name: str) -> "Examined":
        """A signature whose dictionary or value cannot be taken apart."""
        report = SignatureReport(name, Kind.PERSONAL)
        report.findings.append(cms_contents.finding("cms_broken"))
        return cls(report)

    @property
    def whole(self) -> bool:
        """Whether range and value are right."""
        bad = (Part.INTEGRITY, Part.COVERAGE)
        return self.range is not None and not any(
            f.answer in (Answer.INVALID, Answer.UNREADABLE)
            for f in self.report.findings
            if f.part in bad
        )

    def standpoint(self) -> Standpoint:
        """The signature as the rule on later changes sees it."""
        if self.range is None or self.embedded is None:
            raise ValueError(self.report.field_name)
        rank = 2 if self.whole and self.report.trusted else 1 if self.whole else 0
        return Standpoint(
            self.report.field_name,
            self.revision,
            self.range.end,
            rank,
            self.report.kind is Kind.TIMESTAMP,
            self.embedded.docmdp_level,
            self.embedded.fieldmdp,
        )

    def settle(
        self,
        trust: TrustList,
        now: dt.datetime,
        covering: Sequence["Examined"],
    ) -> None:
        """Judge signer and level, once it is known which time-stamps cover the signature.

        `covering` are the document time-stamps over it that hold still.
        """
        if self.contents is None:
            return
        later = [t.token_time for t in covering if t.token_time is not None]
        if self.report.kind is Kind.TIMESTAMP:
            self._settle_token(now, later)
            return
        covered_at = min(later, default=None)
        own = None
        if self.stamp is not None and self.stamp.proves:
            if self.stamp.holds(now, later):
                own = self.stamp.time
            else:
                self.report.findings.append(times.stamp_expired())
        proved = min((t for t in (own, covered_at) if t is not None), default=None)
        settle_signer(
            self.report,
            self.contents.certificate,
            self.contents.others,
            trust,
            now,
            proved,
            self.proofs,
        )
        self.report.level = self._level(trust, proved, [t.revision for t in covering])

    def holds(self, now: dt.datetime, later: Iterable[dt.datetime]) -> bool:
        """Whether this document time-stamp proves still; see `times.lasts`."""
        return (
            self.token_proves
            and self.contents is not None
            and times.lasts(self.contents.certificate, now, later)
        )

    def _settle_token(self, now: dt.datetime, later: Iterable[dt.datetime]) -> None:
        if self.holds(now, later):
            self.report.trust = "trusted"
            self.report.time = self.token_time
        elif self.token_proves:
            self.report.findings.append(times.stamp_expired())
        else:
            text = _("Chưa xác định được dịch vụ cấp dấu thời gian.")
            self.report.findings.append(
                Finding(Part.TRUST, Answer.WITH_WARNINGS, "stamp_unknown", text)
            )

    def _level(self, trust: TrustList, proved: dt.datetime | None, archived: Iterable[int]) -> str:
        """What the file itself proves: a store that is there but does not prove gives no level."""
        if self.embedded is None or self.embedded.sig_object.get("/SubFilter") != PADES:
            return "PKCS#7-T" if proved is not None else "PKCS#7"
        if proved is None:
            return "B-B"
        if self.document is None or not self._lasting(trust, proved, self.proofs):
            return "B-T"
        for revision in archived:
            if self._lasting(trust, proved, _proofs(self.document, revision)):
                return "B-LTA"
        return "B-LT"

    def _lasting(self, trust: TrustList, proved: dt.datetime, proofs: Proofs) -> bool:
        """Whether the store alone answers for the signer and for the service of its time-stamp."""
        if self.contents is None:
            return False
        return times.proved_to_last(
            self.contents.certificate, self.contents.others, self.stamp, trust, proved, proofs
        )


def examine(
    document: Document, embedded: EmbeddedPdfSignature, trust: TrustList, now: dt.datetime
) -> Examined:
    """Range, contents and time-stamp of one signature; trust is settled afterwards."""
    subfilter = embedded.sig_object.get("/SubFilter")
    token = embedded.sig_object.get("/Type") == "/DocTimeStamp" or subfilter == TOKEN
    report = SignatureReport(embedded.field_name, Kind.TIMESTAMP if token else Kind.PERSONAL)
    one = Examined(report, int(embedded.signed_revision), embedded=embedded, document=document)
    if subfilter not in (PADES, OLDER, TOKEN):
        text = _("Loại chữ ký %(kind)s chưa kiểm tra được ở bản này.")
        values = {"kind": str(subfilter)}
        report.findings.append(
            Finding(Part.INTEGRITY, Answer.UNREADABLE, "unsupported", text, values)
        )
        return one
    _check_range(document, one)
    _check_contents(document, one, token)
    if one.contents is None:
        return one
    one.proofs = _proofs(document, document.last)
    names.describe(report, one.contents.certificate, trust)
    if token:
        one.token_time = times.token_time(one.contents)
        one.token_proves = one.whole and times.judge_token(one.contents, trust, one.proofs).proves
        return one
    report.claimed_time = times.claimed_time(one.contents, embedded.sig_object)
    one.stamp, found = times.signature_stamp(one.contents, trust, one.proofs)
    report.findings += found
    return one


def _check_range(document: Document, one: Examined) -> None:
    embedded = one.embedded
    if embedded is None:
        return
    try:
        one.range = ranges.sound_range(document.data, embedded.byte_range, embedded.pkcs7_content)
    except UnsoundRange as fault:
        one.report.findings.append(ranges.finding(fault))
        return
    coverage = embedded.evaluate_signature_coverage()
    one.report.covered_bytes = one.range.end
    if one.range.end == len(document.data):
        one.report.coverage = "whole_file"
    elif coverage >= SignatureCoverageLevel.ENTIRE_REVISION:
        one.report.coverage = "whole_revision"
    elif one.revision == document.last and not document.data[one.range.end :].strip(BLANK):
        one.report.coverage = "whole_file"
    else:
        one.report.coverage = "partial"
        one.report.findings.append(ranges.finding(UnsoundRange("range_end")))
        one.range = None


def _check_contents(document: Document, one: Examined, token: bool) -> None:
    embedded = one.embedded
    if embedded is None:
        return
    try:
        one.contents = cms_contents.read_contents(embedded.pkcs7_content, token=token)
        one.report.digest = one.contents.imprint_digest
        if not ranges.padding_is_blank(embedded.pkcs7_content):
            raise BadContents("padding")
        if one.range is None:
            return
        digest = cms_contents.digest_of(
            document.data,
            one.range.gap_start,
            one.range.gap_end,
            one.range.end,
            one.contents.imprint_digest,
        )
        cms_contents.check_value(one.contents, digest)
        one.report.findings += cms_contents.weaknesses(one.contents)
    except BadContents as fault:
        one.report.findings.append(cms_contents.finding(fault.code))


def settle_signer(
    report: SignatureReport,
    certificate: x509.Certificate,
    others: tuple[x509.Certificate, ...],
    trust: TrustList,
    now: dt.datetime,
    proved: dt.datetime | None,
    proofs: Proofs,
) -> None:
    """Write into the report when it was signed and how the signer stands."""
    report.time = proved
    report.findings += clock_findings(report.claimed_time, proved, now)
    found = standing(
        certificate,
        others,
        trust,
        moment=proved or now,
        proved=proved is not None,
        claimed=report.claimed_time,
        usage="sign",
        proofs=proofs,
    )
    report.trust = found.code
    report.findings += _trust_findings(report, found)


def _proofs(document: Document, revision: int) -> Proofs:
    store = entry(document.reader.get_historical_root(revision), "/DSS", {})
    lists, answers, certificates = (
        tuple(stream.get_object().data for stream in entry(store, key, []))
        for key in ("/CRLs", "/OCSPs", "/Certs")
    )
    return Proofs(lists, answers, certificates)


def _trust_findings(report: SignatureReport, found: Standing) -> list[Finding]:
    if found.code == "trusted":
        return known_findings(report, found)
    code, answer, text = UNKNOWN[found.code]
    values = {"signer": report.signer, "issuer": report.issuer}
    if found.revoked_at is not None:
        values["since"] = f"{found.revoked_at:%d/%m/%Y}"
    return [Finding(Part.TRUST, answer, code, text, values)]


UNKNOWN: Final = {
    "unknown": (
        "unknown",
        Answer.WITH_WARNINGS,
        _(
            "Chưa xác định được người ký: chứng thư của %(signer)s do %(issuer)s cấp, "
            "không thuộc danh sách cơ quan chứng thực được tin cậy."
        ),
    ),
    "unproven": (
        "unproven",
        Answer.WITH_WARNINGS,
        _(
            "Chứng thư của %(signer)s nay đã hết hạn và không có dấu thời gian chứng minh "
            "văn bản được ký khi chứng thư còn hạn."
        ),
    ),
    "expired": (
        "expired",
        Answer.INVALID,
        _("Chứng thư của %(signer)s không còn hoặc chưa có hiệu lực tại thời điểm ký."),
    ),
    "revoked": (
        "revoked",
        Answer.INVALID,
        _("Chứng thư của %(signer)s đã bị thu hồi từ ngày %(since)s."),
    ),
    "unusable": (
        "unusable",
        Answer.INVALID,
        _("Chứng thư của %(signer)s không được cấp để ký văn bản."),
    ),
}
