"""When a signature was made: what time-stamps prove, and what the signer's clock claims."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils.generic import parse_pdf_date
from pyhanko.sign.general import find_cms_attribute_iter
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts

from lienthong.axis.signing.words import _

from . import contents as cms_contents
from .contents import BadContents, Contents
from .listed import Standing, TrustList
from .model import Answer, Finding, Part
from .trust import NO_PROOFS, Proofs, proved_by, standing


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time-stamp that is whole: its time, and how its service stands."""

    time: dt.datetime
    standing: Standing
    token: Contents

    @property
    def proves(self) -> bool:
        """Whether the time was proved by a known service when the token was made."""
        return self.standing.code == "trusted"

    def holds(self, now: dt.datetime, later: Iterable[dt.datetime] = ()) -> bool:
        """Whether it proves still: the service's certificate has not run out, or a token that holds
        itself was made over this one (`later`: their times) before it did."""
        return self.proves and lasts(self.token.certificate, now, later)


def lasts(
    certificate: x509.Certificate, now: dt.datetime, later: Iterable[dt.datetime] = ()
) -> bool:
    """Whether what a certificate vouched for stands at a moment: it is valid still, or a proof of
    existence was made while it was (ETSI EN 319 102-1, 5.6.3)."""
    ends: dt.datetime = certificate.not_valid_after
    return now <= ends or any(moment <= ends for moment in later)


def token_time(contents: Contents) -> dt.datetime:
    """The time that a token states."""
    moment: dt.datetime = (
        contents.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
    )
    return moment


def judge_token(contents: Contents, trust: TrustList, proofs: Proofs) -> Stamp:
    """How a whole token stands, at its own time."""
    moment = token_time(contents)
    service = standing(
        contents.certificate,
        contents.others,
        trust,
        moment=moment,
        proved=True,
        claimed=None,
        usage="stamp",
        proofs=proofs,
    )
    return Stamp(moment, service, contents)


def signature_stamp(
    contents: Contents, trust: TrustList, proofs: Proofs
) -> tuple[Stamp | None, list[Finding]]:
    """The time-stamp over a signature value, checked against that very value."""
    tokens = [token.dump() for token in _tokens(contents.signer_info)]
    return stamp_over(tokens, contents.signer_info["signature"].native, trust, proofs)


def stamp_over(
    tokens: list[bytes], value: bytes, trust: TrustList, proofs: Proofs
) -> tuple[Stamp | None, list[Finding]]:
    """The one token among `tokens` (DER) over a value, and what is wrong with it."""
    if not tokens:
        return None, []
    if len(tokens) > 1:
        return None, [_wrong_stamp("several_stamps", _("Chữ ký có nhiều dấu thời gian lặp lại."))]
    try:
        token = cms_contents.read_contents(tokens[0], token=True)
        imprint = hashlib.new(token.imprint_digest, value, usedforsecurity=False).digest()
        cms_contents.check_value(token, imprint)
    except (BadContents, ValueError):
        return None, [_wrong_stamp("stamp_wrong", _("Dấu thời gian không thuộc về chữ ký này."))]
    stamp = judge_token(token, trust, proofs)
    return stamp, _stamp_findings(stamp)


def _tokens(signer_info: cms.SignerInfo) -> Any:
    return find_cms_attribute_iter(signer_info["unsigned_attrs"], "signature_time_stamp_token")


def _wrong_stamp(code: str, text: str) -> Finding:
    return Finding(Part.INTEGRITY, Answer.INVALID, code, text)


def _stamp_findings(stamp: Stamp) -> list[Finding]:
    if stamp.proves:
        return []
    text = _("Chưa xác định được dịch vụ cấp dấu thời gian; thời điểm ký chưa được chứng minh.")
    return [Finding(Part.TRUST, Answer.WITH_WARNINGS, "stamp_unknown", text)]


def proved_to_last(
    certificate: x509.Certificate,
    others: Iterable[x509.Certificate],
    stamp: Stamp | None,
    trust: TrustList,
    proved: dt.datetime,
    proofs: Proofs,
) -> bool:
    """Whether the proofs that a file carries answer alone, without any list of ours, for the signer and
    for the service of the signature's time-stamp. Proofs that are there but prove nothing do not."""
    if proofs == NO_PROOFS:
        return False
    if stamp is not None and stamp.proves:
        token = stamp.token
        if not proved_by(proofs, token.certificate, token.others, trust, stamp.time, "stamp"):
            return False
    return proved_by(proofs, certificate, others, trust, proved, "sign")


def stamp_expired() -> Finding:
    """The finding for a token that proves nothing any more."""
    text = _(
        "Chứng thư của dịch vụ dấu thời gian đã hết hạn mà không có dấu thời gian mới hơn che phủ, nên "
        "thời điểm ký không còn được chứng minh."
    )
    return Finding(Part.TRUST, Answer.WITH_WARNINGS, "stamp_expired", text)


def claimed_time(contents: Contents, signature: Any) -> dt.datetime | None:
    """What the signer's clock said, from the signed attribute or the PDF's /M."""
    stated = extract_self_reported_ts(contents.signer_info)
    if isinstance(stated, dt.datetime):
        return stated if stated.tzinfo else stated.replace(tzinfo=dt.UTC)
    try:
        read = parse_pdf_date(signature["/M"], strict=False)
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
    if not isinstance(read, dt.datetime):
        return None
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)
