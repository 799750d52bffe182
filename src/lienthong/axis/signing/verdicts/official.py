"""Whether a file counts as signed for official use: both signatures, known, in order (§4.3, P2)."""

from collections.abc import Callable
from dataclasses import dataclass

from lienthong.axis.signing.words import _

from .model import Answer, Kind, SignatureReport, Verdict


@dataclass(frozen=True, slots=True)
class Official:
    """The answer, and why not in one code and one sentence ("" when it counts)."""

    counts: bool
    reason: str = ""
    sentence: str = ""

    def said(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, translated when asked."""
        return translate(self.sentence) if self.sentence else ""


def official_signatures(
    verdict: Verdict, *, agency_code: str = "", agency_name: str = "", numbered: bool = True
) -> Official:
    """Whether the file bears the personal signature and, after it, the issuer's agency signature.

    Both must be whole and by known authorities; `agency_code` or `agency_name` name the issuer
    where that is to be checked; `numbered` asks for number and date inside what the agency signed.
    A file that is whole but by an unknown signer never counts.
    """
    if verdict.answer is Answer.UNSIGNED:
        return _no("unsigned", _("không có chữ ký số"))
    if not verdict.whole:
        return _no("not_valid", _("chữ ký không hợp lệ"))
    people = [s for s in verdict.signatures if s.kind is Kind.PERSONAL]
    seals = [s for s in verdict.signatures if s.kind is Kind.SEAL]
    if not people:
        return _no("no_personal", _("thiếu chữ ký cá nhân"))
    if not seals:
        return _no("no_agency", _("thiếu chữ ký cơ quan"))
    if not all(signature.sound for signature in [*people, *seals]):
        return _no("unknown_signer", _("chưa xác định được người ký"))
    own = [s for s in seals if _is_issuer(s, agency_code, agency_name)]
    if not own:
        return _no("other_agency", _("chữ ký là của cơ quan khác"))
    if min(s.revision for s in own) < min(s.revision for s in people):
        return _no("wrong_order", _("cơ quan ký trước người có thẩm quyền"))
    if numbered and not (verdict.number and verdict.date):
        return _no("no_number", _("số và thời gian không nằm trong phần cơ quan đã ký"))
    return Official(True)


def _is_issuer(signature: SignatureReport, code: str, name: str) -> bool:
    if code and signature.agency_code:
        return signature.agency_code == code
    return not name or signature.agency == name


def _no(reason: str, sentence: str) -> Official:
    return Official(False, reason, sentence)
