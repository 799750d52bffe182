"""Shapes of the sample certificates: who is named how, and which uses a key has."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Identifiers of our own under 2.25 (ITU-T X.667: an arc that anybody may use), made once.
ARC: Final = f"2.25.{uuid.UUID('7c5f0f0e-5a53-4b0e-9a54-2f6f6c3ad1b7').int}"
PERSON_POLICY: Final = x509.ObjectIdentifier(f"{ARC}.1")
AGENCY_POLICY: Final = x509.ObjectIdentifier(f"{ARC}.2")
TIMESTAMP_POLICY: Final = f"{ARC}.3"
SAMPLE: Final = "MẪU"
# A sample certificate is valid from before it was made: the sample province is played at any date.
AUTHORITY_SINCE: Final = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
HOLDER_BEFORE: Final = dt.timedelta(days=730)
AUTHORITY_YEARS: Final = 10
HOLDER_YEARS: Final = 3
CRL_DAYS: Final = 400
LONGEST_PART: Final = 64  # X.520 counts characters, the library bytes: the stricter one


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a certificate names. `agency_code` is that of QĐ 20/2020/QĐ-TTg, empty when unknown.

    `post` is empty for an agency, which is named by itself.
    """

    name: str
    agency_name: str
    agency_code: str = ""
    post: str = ""

    @property
    def is_person(self) -> bool:
        """Whether this is a person's certificate and not an agency's."""
        return bool(self.post)


@dataclass(frozen=True, slots=True)
class Issuer:
    """A certificate authority's certificate and key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


def sample_name(subject: Subject) -> x509.Name:
    """The subject name, marked as a sample at its beginning."""
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, _short(subject.agency_name)),
    ]
    if subject.agency_code:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, subject.agency_code))
    if subject.post:
        parts.append(x509.NameAttribute(NameOID.TITLE, _short(subject.post)))
    parts.append(x509.NameAttribute(NameOID.COMMON_NAME, _short(f"{SAMPLE} - {subject.name}")))
    return x509.Name(parts)


def _short(text: str) -> str:
    """A text as long as a name part may be; full names stand in the list of known certificates."""
    if len(text.encode()) <= LONGEST_PART:
        return text
    kept = text.encode()[: LONGEST_PART - 3].decode(errors="ignore")
    return f"{kept.rstrip()}…"


def _years(at: dt.datetime, years: int) -> dt.datetime:
    return at + dt.timedelta(days=365 * years)


def _authority_period(at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    return min(at, AUTHORITY_SINCE), _years(at, AUTHORITY_YEARS)


def _builder(
    name: x509.Name,
    key: rsa.RSAPublicKey,
    issuer: x509.Name,
    since: dt.datetime,
    until: dt.datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs: bool = False, commits: bool = False, certifies: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=commits,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certifies,
        crl_sign=certifies,
        encipher_only=False,
        decipher_only=False,
    )


def _under(builder: x509.CertificateBuilder, key: rsa.RSAPrivateKey) -> x509.Certificate:
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    return builder.add_extension(identifier, critical=False).sign(key, hashes.SHA256())


def authority(
    subject: Subject, key: rsa.RSAPrivateKey, issuer: Issuer | None, at: dt.datetime
) -> x509.Certificate:
    """A certificate authority's certificate: a root where there is no issuer."""
    name = sample_name(subject)
    above = issuer.certificate.subject if issuer else name
    below = 0 if issuer else 1
    builder = (
        _builder(name, key.public_key(), above, *_authority_period(at))
        .add_extension(x509.BasicConstraints(ca=True, path_length=below), critical=True)
        .add_extension(_usage(certifies=True), critical=True)
    )
    return _under(builder, issuer.key if issuer else key)


def holder(
    subject: Subject, key: rsa.RSAPublicKey, issuer: Issuer, at: dt.datetime
) -> x509.Certificate:
    """The certificate of a signatory or of an agency's seal."""
    policy = PERSON_POLICY if subject.is_person else AGENCY_POLICY
    builder = (
        _builder(
            sample_name(subject),
            key,
            issuer.certificate.subject,
            at - HOLDER_BEFORE,
            _years(at, HOLDER_YEARS),
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True, commits=True), critical=True)
        .add_extension(
            x509.CertificatePolicies([x509.PolicyInformation(policy, None)]), critical=False
        )
    )
    return _under(builder, issuer.key)


def time_stamper(
    subject: Subject, key: rsa.RSAPublicKey, issuer: Issuer, at: dt.datetime
) -> x509.Certificate:
    """The certificate of a time-stamping service: for that use alone, as RFC 3161 §2.3 asks."""
    builder = (
        _builder(sample_name(subject), key, issuer.certificate.subject, *_authority_period(at))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True, commits=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    )
    return _under(builder, issuer.key)


def revocation_list(
    issuer: Issuer, revoked: dict[int, dt.datetime], number: int, at: dt.datetime
) -> x509.CertificateRevocationList:
    """The issuer's list of revoked certificates; `revoked` maps a serial to its time."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(at - dt.timedelta(minutes=10))
        .next_update(at + dt.timedelta(days=CRL_DAYS))
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
            critical=False,
        )
    )
    for serial, since in sorted(revoked.items()):
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.key, hashes.SHA256())
