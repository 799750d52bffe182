"""Whether an issued document counts as digitally signed: the six conditions of percentage P2 (§4.3).

Judged on the bytes that were sent and on nothing that the issuer says of himself. A closed list of
exceptions takes documents out; everything else stays in the denominator.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from lienthong.axis.signing.words import _

from .model import Answer, Finding, Kind, SignatureReport, Verdict

WAITING_AT_MOST: Final = dt.timedelta(days=7)  # for proof of revocation, then failed (§4.3.4)
UNPROVED: Final = "revocation_unknown"


class Reason(StrEnum):
    """Why a document does not count, in the words of the board (§4.6)."""

    NONE = ""
    NO_PERSONAL = "no_personal"
    NO_AGENCY = "no_agency"
    NOT_VALID = "not_valid"
    ANNEX_UNSIGNED = "annex_unsigned"
    PAPER_ORIGINAL = "paper_original"
    WAITING = "waiting"


LABELS: Final[dict[str, str]] = {
    "no_personal": _("thiếu chữ ký cá nhân"),
    "no_agency": _("thiếu chữ ký cơ quan"),
    "not_valid": _("chữ ký không hợp lệ"),
    "annex_unsigned": _("phụ lục chưa ký"),
    "paper_original": _("bản gốc giấy"),
    "waiting": _("chờ xác minh"),
}


class ExceptionCode(StrEnum):
    """The closed list of what is taken out of a percentage (§4.4); "" for nothing."""

    NONE = ""
    CLASSIFIED = "X1"
    PAPER_TYPE = "X2"
    NOT_OBLIGATED = "X3"
    PAPER_ORIGINAL = "X4"
    INTERNAL = "X5"


@dataclass(frozen=True, slots=True)
class Issued:
    """What the register knows of the document, against which the bytes are held.

    `signatories` holds for each signatory the fingerprints of his own certificates (SHA-256 of the
    DER); `issuer_code` and `issuer_name` say whose seal it must be; `number` and `date` are as in the
    register ("" where it does not say); `annexes` are the verdicts on separate annex files.
    """

    signatories: tuple[frozenset[str], ...]
    issuer_name: str
    issuer_code: str = ""
    number: str = ""
    annexes: tuple[Verdict, ...] = ()
    first_delivery: dt.datetime | None = None
    rights: bool = True  # every signatory had the right to sign at that time
    sent_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """The answer: in the numerator or why not, with one sentence."""

    counts: bool
    reason: Reason = Reason.NONE
    sentence: str = ""

    @property
    def label(self) -> str:
        """The reason in the words of the board."""
        return LABELS.get(self.reason.value, "")


def why_said(kept: Mapping[str, Any], translate: Callable[[str], str] = str) -> str:
    """The sentence that a row keeps beside its verdict, translated when asked: one of those here, or
    one of the verdict's own with its values."""
    sentence = str(kept.get("why_said", ""))
    reports = [kept, *kept.get("signatures", [])]
    for plain in (one for report in reports for one in report.get("findings", [])):
        finding = Finding.from_plain(plain)
        if finding.sentence() == sentence:
            return finding.sentence(translate)
    return translate(sentence) if sentence else ""


def counted(verdict: Verdict, issued: Issued, now: dt.datetime) -> Counted:
    """Judge one document by the six conditions, in the order in which an official would ask."""
    people = [s for s in verdict.signatures if s.kind is Kind.PERSONAL]
    seals = [s for s in verdict.signatures if s.kind is Kind.SEAL and _is_of(s, issued)]
    if verdict.answer is Answer.UNSIGNED or not (people or seals):
        return _no(Reason.NO_PERSONAL, _("Tệp đã gửi không có chữ ký số nào."))
    if not people:
        text = _(
            "Chỉ có chữ ký cơ quan trên bản quét: là bản sao điện tử (điểm c khoản 1 Điều 25)."
        )
        return _no(Reason.PAPER_ORIGINAL, text)
    if not seals:
        return _no(Reason.NO_AGENCY, _("Không có chữ ký số của cơ quan ban hành."))
    if not verdict.whole:
        return _no(Reason.NOT_VALID, " ".join(verdict.reasons[:1]))
    return (
        _signers(people, seals[0], issued)
        or _order(people, seals[0], issued)
        or _number(verdict, issued)
        or _annexes(issued)
        or _proof([*people, seals[0]], issued, now)
        or Counted(True)
    )


def _signers(
    people: list[SignatureReport], seal: SignatureReport, issued: Issued
) -> Counted | None:
    """Conditions 1, 2 and 4: each signatory himself, the issuer, both of known authorities."""
    if not all(s.sound for s in (*people, seal)):
        return _no(Reason.NOT_VALID, _("Chưa xác định được người ký."))
    for own in issued.signatories:
        if not any(s.fingerprint in own for s in people):
            text = _("Chữ ký cá nhân không phải bằng chứng thư của người ký văn bản.")
            return _no(Reason.NO_PERSONAL, text)
    if not issued.rights:
        return _no(Reason.NOT_VALID, _("Người ký không có thẩm quyền tại thời điểm ký."))
    return None


def _order(people: list[SignatureReport], seal: SignatureReport, issued: Issued) -> Counted | None:
    """Conditions 2 and 6: the seal after the last person, the first delivery after the seal."""
    if seal.revision < max(s.revision for s in people):
        return _no(Reason.NOT_VALID, _("Cơ quan ký trước người có thẩm quyền."))
    sealed_at = seal.time
    if (
        issued.first_delivery is not None
        and sealed_at is not None
        and issued.first_delivery < sealed_at
    ):
        return _no(Reason.NOT_VALID, _("Văn bản được gửi trước khi ký số."))
    return None


def _number(verdict: Verdict, issued: Issued) -> Counted | None:
    """Condition 3: number and date stand inside what the agency signed, and are the register's."""
    if not (verdict.number and verdict.date):
        text = _("Số và thời gian ban hành không nằm trong phần cơ quan đã ký.")
        return _no(Reason.NOT_VALID, text)
    if issued.number and verdict.number.strip() != issued.number.strip():
        return _no(Reason.NOT_VALID, _("Số trong phần đã ký khác số trong sổ văn bản đi."))
    return None


def _annexes(issued: Issued) -> Counted | None:
    """Condition 5: every separate annex file bears the agency's whole and known signature."""
    for annex in issued.annexes:
        signed = any(
            s.kind is Kind.SEAL and s.sound and _is_of(s, issued) for s in annex.signatures
        )
        if not annex.whole or not signed:
            return _no(Reason.ANNEX_UNSIGNED, _("Phụ lục là tệp riêng chưa có chữ ký cơ quan."))
    return None


def _proof(signatures: list[SignatureReport], issued: Issued, now: dt.datetime) -> Counted | None:
    """Condition 4: proof that no certificate was revoked; for seven days it may be missing."""
    lacking = [s for s in signatures if any(f.code == UNPROVED for f in s.findings)]
    if not lacking:
        return None
    if issued.sent_at is not None and now - issued.sent_at <= WAITING_AT_MOST:
        return _no(Reason.WAITING, _("Chưa có bằng chứng chứng thư không bị thu hồi."))
    text = _("Quá 7 ngày vẫn không có bằng chứng chứng thư không bị thu hồi.")
    return _no(Reason.NOT_VALID, text)


def _is_of(signature: SignatureReport, issued: Issued) -> bool:
    if issued.issuer_code and signature.agency_code:
        return signature.agency_code == issued.issuer_code
    return signature.agency == issued.issuer_name


def exception_of(
    *,
    internal: bool,
    type_on_paper_list: bool,
    paper_original_rule: str,
    chosen_at: dt.datetime | None,
    issued_at: dt.datetime,
) -> ExceptionCode:
    """The exception that takes the document out of P2, "" for none (§4.4).

    X1 (secret) is never in the system and X3 concerns deliveries alone. X4 holds only when its rule
    was chosen and approved before the issue.
    """
    if internal:
        return ExceptionCode.INTERNAL
    if type_on_paper_list:
        return ExceptionCode.PAPER_TYPE
    if paper_original_rule and chosen_at is not None and chosen_at <= issued_at:
        return ExceptionCode.PAPER_ORIGINAL
    return ExceptionCode.NONE


def _no(reason: Reason, sentence: str) -> Counted:
    return Counted(False, reason, sentence)
