"""Who stands behind a certificate: the dated list of authorities for official use, and revocation.

The list is a folder, so that a verdict needs neither database nor network. It is written from the
records of authorities, which two people change (see services.authorities).
"""

import asyncio
import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from asn1crypto import crl, pem, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InvalidCertificateError,
    NotYetValidError,
    PathError,
    PathValidationError,
    RevokedError,
    ValidationError,
)

AUTHORITIES: Final = "authorities.json"
PINS: Final = "pins.json"
WEAK: Final = frozenset({"md2", "md4", "md5"})
CERTIFICATE_ENDINGS: Final = (".pem", ".crt", ".cer", ".der")


@dataclass(frozen=True, slots=True)
class Authority:
    """A trust anchor: `certificate` is DER; trusted for signatures made in [since, until)."""

    certificate: bytes
    title: str = ""
    sample: bool = False
    since: dt.datetime | None = None
    until: dt.datetime | None = None

    def covers(self, moment: dt.datetime) -> bool:
        """Whether signatures made at the moment are trusted by this entry."""
        return (self.since is None or self.since <= moment) and (
            self.until is None or moment < self.until
        )


@dataclass(frozen=True, slots=True)
class Pin:
    """What the platform knows of a certificate by its fingerprint: whose it is."""

    kind: str
    agency: str
    agency_code: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class TrustList:
    """The authorities, lists of revoked certificates (DER) and known certificates."""

    authorities: tuple[Authority, ...] = ()
    revocation_lists: tuple[bytes, ...] = ()
    pins: dict[str, Pin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a certificate stands: `code` is a key of `model.TRUST_LABELS`."""

    code: str
    authority: Authority | None = None
    revocation_known: bool = False
    revoked_at: dt.datetime | None = None


class BadTrustList(ValueError):
    """A trust folder that cannot be read."""


def load_trust(folder: Path) -> TrustList:
    """Read a trust folder; without `authorities.json` every CA certificate in it is trusted.

    Raises `BadTrustList` when the folder or a file in it cannot be read.
    """
    try:
        if not folder.is_dir():
            raise BadTrustList(str(folder))
        listed = folder / AUTHORITIES
        if listed.exists():
            authorities = [_listed(folder, entry) for entry in json.loads(listed.read_text())]
        else:
            authorities = [_plain(path) for path in _certificate_files(folder)]
        lists = tuple(_der(path.read_bytes()) for path in sorted(folder.glob("*.crl")))
        for encoded in lists:
            crl.CertificateList.load(encoded, strict=True)
        pinned = folder / PINS
        pins = json.loads(pinned.read_text()) if pinned.exists() else {}
        return TrustList(
            tuple(a for a in authorities if a is not None),
            lists,
            {fingerprint: Pin(**values) for fingerprint, values in pins.items()},
        )
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise BadTrustList(str(folder)) from fault


def _certificate_files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in CERTIFICATE_ENDINGS)


def _der(content: bytes) -> bytes:
    if pem.detect(content):
        _kind, _headers, content = pem.unarmor(content)
    return content


def _listed(folder: Path, entry: dict[str, Any]) -> Authority:
    def moment(key: str) -> dt.datetime | None:
        return dt.datetime.fromisoformat(entry[key]) if entry.get(key) else None

    certificate = _der((folder / Path(entry["file"]).name).read_bytes())
    x509.Certificate.load(certificate, strict=True)
    return Authority(
        certificate,
        entry.get("title", ""),
        bool(entry.get("sample")),
        moment("since"),
        moment("until"),
    )


def _plain(path: Path) -> Authority | None:
    encoded = _der(path.read_bytes())
    certificate = x509.Certificate.load(encoded, strict=True)
    return Authority(encoded, certificate.subject.human_friendly) if certificate.ca else None


def standing(
    certificate: x509.Certificate,
    others: Iterable[x509.Certificate],
    trust: TrustList,
    *,
    moment: dt.datetime,
    proved: bool,
    claimed: dt.datetime | None,
    usage: str,
    extra_lists: Iterable[bytes] = (),
) -> Standing:
    """How a certificate stands for a signature made at the moment.

    `moment` is the time proved by a time-stamp (`proved`) or now; `claimed` is what the signer's
    clock said; `usage` is "sign" or "stamp". Nothing is fetched.
    """
    found = _validate(certificate, others, trust, moment, usage, extra_lists)
    if found.code == "expired" and not proved and claimed is not None and claimed < moment:
        then = _validate(certificate, others, trust, claimed, usage, extra_lists)
        if then.code == "trusted":
            return Standing("unproven", then.authority, then.revocation_known)
    return found


def _validate(
    certificate: x509.Certificate,
    others: Iterable[x509.Certificate],
    trust: TrustList,
    moment: dt.datetime,
    usage: str,
    extra_lists: Iterable[bytes],
) -> Standing:
    anchors = {a.certificate: a for a in trust.authorities if a.covers(moment)}
    if not anchors:
        return Standing("unknown")
    lists = [*trust.revocation_lists, *extra_lists]
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(encoded) for encoded in anchors],
        other_certs=list(others),
        crls=lists,
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
        retroactive_revinfo=True,
        weak_hash_algos=WEAK,
    )
    validator = CertificateValidator(certificate, validation_context=context)
    try:
        path = asyncio.run(validator.async_validate_path())
        _check_usage(certificate, usage)
    except RevokedError as fault:
        return Standing("revoked", revoked_at=fault.revocation_dt, revocation_known=True)
    except (ExpiredError, NotYetValidError):
        return Standing("expired")
    except InvalidCertificateError:
        return Standing("unusable")
    except (PathError, PathValidationError, ValidationError, ValueError):
        return Standing("unknown")
    chain = list(path)
    anchor = anchors.get(chain[0].dump())
    return Standing("trusted", anchor, _revocation_known(chain[1:], lists, moment))


def _check_usage(certificate: x509.Certificate, usage: str) -> None:
    key_usage = certificate.key_usage_value
    extended = certificate.extended_key_usage_value
    if usage == "stamp":
        if extended is None or "time_stamping" not in extended.native:
            raise InvalidCertificateError("time_stamping")
    elif key_usage is not None and not key_usage.native & {"digital_signature", "non_repudiation"}:
        raise InvalidCertificateError("digital_signature")


def _revocation_known(
    below: list[x509.Certificate], lists: list[bytes], moment: dt.datetime
) -> bool:
    """Whether each certificate below the anchor has a list that its issuer kept up at the time."""
    current = set()
    for encoded in lists:
        parsed = crl.CertificateList.load(encoded)
        body = parsed["tbs_cert_list"]
        ends = body["next_update"].native
        if ends is None or moment <= ends:
            current.add(body["issuer"].dump())
    return all(certificate.issuer.dump() in current for certificate in below)
