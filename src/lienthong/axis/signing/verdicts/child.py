"""What runs in the child process: one file judged, the verdict given back as plain data."""

import datetime as dt
import logging
import os
from typing import Any

from lienthong.axis.signing.pki.certificates import PERSON_POLICY

from .beside import NOTHING, Beside
from .judge import MOST_BYTES, judge
from .listed import TrustList
from .model import Kind, SignatureReport
from .names import describe
from .sample import sample

logging.disable(logging.CRITICAL)  # hostile files would fill the log with a library's complaints


def prepare() -> None:
    """Load once, before the first file, what each file needs: modules, and asn1crypto's own maps, by a
    look at a certificate that is made for it and thrown away."""
    from asn1crypto import x509 as asn1
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding
    from lxml import etree

    etree.XMLParser(resolve_entities=False)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "x")])
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    policies = x509.CertificatePolicies([x509.PolicyInformation(PERSON_POLICY, None)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now)
        .add_extension(policies, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate = asn1.Certificate.load(made.public_bytes(Encoding.DER), strict=True)
    describe(SignatureReport("", Kind.PERSONAL), certificate, TrustList())
    made.verify_directly_issued_by(made)
    judge(certificate.dump(), TrustList(), now)
    one = sample()
    judge(one.pdf, one.trust, one.moment, fast=False)


def share(plain: dict[str, Any]) -> TrustList:
    """The list of trust by which the files to come are judged."""
    return TrustList.from_plain(plain)


def judge_file(
    handle: int, *, shared: TrustList, now: str, parts: list[list[Any]] | None = None
) -> dict[str, Any]:
    """The full check of the open file at a moment (ISO 8601); the fast way was asked before.

    With `parts` the open file is the file to judge followed by those beside it: for each its name,
    its size, whether it is named and whether it is likely; the first is the file itself.
    """
    size = os.fstat(handle).st_size
    with os.fdopen(os.dup(handle), "rb") as file:
        file.seek(0)
        if parts is None:
            data, beside = file.read(min(size, MOST_BYTES + 1)), NOTHING
        else:
            data = file.read(int(parts[0][1]))
            beside = Beside(
                tuple((name, file.read(int(length))) for name, length, *_rest in parts[1:]),
                frozenset(part[0] for part in parts[1:] if part[2]),
                frozenset(part[0] for part in parts[1:] if part[3]),
            )
    verdict = judge(data, shared, dt.datetime.fromisoformat(now), beside, fast=False)
    return verdict.as_plain()
