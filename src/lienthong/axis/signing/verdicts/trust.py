"""Who stands behind a certificate: a chain up to the list of authorities, and revocation."""

import asyncio
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from asn1crypto import x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

from .listed import Authority, Standing, TrustList

WEAK: Final = frozenset({"md2", "md4", "md5"})
_ASKED, _FREE = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED, RevocationCheckingRule.NO_CHECK
# Proof is asked for holder and authorities; where some of it is missing the rest is still looked
# at, so that a revoked certificate is found even when another's list is lacking. (The usual "soft"
# mode would skip every certificate that does not name its list.)
POLICIES: Final = (
    RevocationCheckingPolicy(_ASKED, _ASKED),
    RevocationCheckingPolicy(_ASKED, _FREE),
    RevocationCheckingPolicy(_FREE, _ASKED),
    RevocationCheckingPolicy(_FREE, _FREE),
)


@dataclass(frozen=True, slots=True)
class Proofs:
    """What a file carries about revocation: lists, OCSP answers and certificates above, DER."""

    lists: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()
    certificates: tuple[bytes, ...] = ()


NO_PROOFS: Final = Proofs()


def standing(
    certificate: x509.Certificate,
    others: Iterable[x509.Certificate],
    trust: TrustList,
    *,
    moment: dt.datetime,
    proved: bool,
    claimed: dt.datetime | None,
    usage: str,
    proofs: Proofs = NO_PROOFS,
) -> Standing:
    """How a certificate stands for a signature made at the moment.

    `moment` is the time proved by a time-stamp (`proved`) or now; `claimed` is what the signer's
    clock said; `usage` is "sign" or "stamp"; `proofs` are those that the file carries. Nothing is
    fetched.
    """
    known = Known(
        certificate.dump(),
        (*(other.dump() for other in others), *proofs.certificates),
        trust.authorities,
        (*trust.revocation_lists, *proofs.lists),
        proofs.answers,
    )
    found = _validate(known, moment, usage)
    if found.code == "expired" and not proved and claimed is not None and claimed < moment:
        then = _validate(known, claimed, usage)
        if then.code == "trusted":
            return Standing("unproven", then.authority, then.revocation_known)
    return found


def proved_by(
    proofs: Proofs,
    certificate: x509.Certificate,
    others: Iterable[x509.Certificate],
    trust: TrustList,
    moment: dt.datetime,
    usage: str,
) -> bool:
    """Whether these proofs alone, without any list of ours, answer for the certificate's revocation
    up to a listed authority at the moment."""
    known = TrustList(trust.authorities)
    found = standing(
        certificate,
        others,
        known,
        moment=moment,
        proved=True,
        claimed=None,
        usage=usage,
        proofs=proofs,
    )
    return found.revocation_known and found.code in ("trusted", "revoked")


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that a certificate is judged by; all DER."""

    certificate: bytes
    others: tuple[bytes, ...]
    authorities: tuple[Authority, ...]
    lists: tuple[bytes, ...]
    answers: tuple[bytes, ...]


@lru_cache(maxsize=128)
def _validate(known: Known, moment: dt.datetime, usage: str) -> Standing:
    anchors = {a.certificate: a for a in known.authorities if a.covers(moment)}
    if not anchors:
        return Standing("unknown")
    certificate = x509.Certificate.load(known.certificate)
    proved_all = True
    for policy in POLICIES:
        validator = CertificateValidator(
            certificate, validation_context=_context(known, anchors, moment, policy)
        )
        try:
            path = asyncio.run(validator.async_validate_path())
            _check_usage(certificate, usage)
        except InsufficientRevinfoError:
            proved_all = False
            continue
        except RevokedError as fault:
            return Standing("revoked", revoked_at=fault.revocation_dt, revocation_known=True)
        except (ExpiredError, NotYetValidError):
            return Standing("expired")
        except InvalidCertificateError:
            return Standing("unusable")
        except (PathError, ValidationError, ValueError):
            return Standing("unknown")
        return Standing("trusted", anchors.get(next(iter(path)).dump()), proved_all)
    return Standing("unknown")


def _context(
    known: Known,
    anchors: dict[bytes, Authority],
    moment: dt.datetime,
    policy: RevocationCheckingPolicy,
) -> ValidationContext:
    return ValidationContext(
        trust_roots=[x509.Certificate.load(encoded) for encoded in anchors],
        other_certs=[x509.Certificate.load(encoded) for encoded in known.others],
        crls=list(known.lists),
        ocsps=list(known.answers),
        moment=moment,
        allow_fetching=False,
        revinfo_policy=CertRevTrustPolicy(policy, retroactive_revinfo=True),
        weak_hash_algos=WEAK,
    )


def _check_usage(certificate: x509.Certificate, usage: str) -> None:
    key_usage = certificate.key_usage_value
    extended = certificate.extended_key_usage_value
    if usage == "stamp":
        if extended is None or "time_stamping" not in extended.native:
            raise InvalidCertificateError("time_stamping")
    elif key_usage is not None and not key_usage.native & {"digital_signature", "non_repudiation"}:
        raise InvalidCertificateError("digital_signature")
