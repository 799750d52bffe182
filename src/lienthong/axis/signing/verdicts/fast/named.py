"""Whom a certificate names, for the plain case: each part once, in UTF-8 or printable letters."""

from typing import Final

from cryptography import x509

from lienthong.axis.signing.pades import der
from lienthong.axis.signing.verdicts.known import Named

from .chain import find
from .message import body_of, fields, inside
from .syntax import NotPlain

UTF8, PRINTABLE, IA5 = 0x0C, 0x13, 0x16
COMMON_NAME: Final = der.oid("2.5.4.3")
ORGANIZATION: Final = der.oid("2.5.4.10")
IDENTIFIER: Final = der.oid("2.5.4.97")
ADDRESS: Final = der.oid("1.2.840.113549.1.9.1")
# What else may stand in a name, as the state's authority writes them: surname, number, country, place,
# province, street, unit, title, postal code, given name, the person's identifier.
OTHERS: Final = (
    "2.5.4.4", "2.5.4.5", "2.5.4.6", "2.5.4.7", "2.5.4.8", "2.5.4.9", "2.5.4.11", "2.5.4.12",
    "2.5.4.17", "2.5.4.42", "0.9.2342.19200300.100.1.1",
)  # fmt: skip
TEXTS: Final = frozenset(
    {COMMON_NAME, ORGANIZATION, IDENTIFIER, *(der.oid(dotted) for dotted in OTHERS)}
)


def named(certificate: bytes) -> Named:
    """What the certificate says of its holder and its issuer. Raises `NotPlain`."""
    stated = fields(certificate)
    above, holder = _parts(stated.issuer), _parts(stated.subject)
    common_name, organization = holder.get(COMMON_NAME, ""), holder.get(ORGANIZATION, "")
    shown = common_name or organization
    if not above.get(COMMON_NAME) or not shown:
        raise NotPlain("name")
    return Named(
        certificate,
        int.from_bytes(body_of(stated.serial), "big", signed=True),
        above[COMMON_NAME],
        shown,
        common_name,
        organization,
        holder.get(IDENTIFIER, ""),
        lambda: _policies(certificate),
    )


def _parts(name: bytes) -> dict[bytes, str]:
    """The parts of a name by their identifiers (DER)."""
    found: dict[bytes, str] = {}
    for one in inside(name):
        (part,) = inside(one, der.SEQUENCE)
        kind, value = inside(part)
        if one[0] != der.SET or kind in found:
            raise NotPlain("name")
        found[kind] = _text(kind, value)
    return found


def _text(kind: bytes, value: bytes) -> str:
    try:
        if kind in TEXTS and value[0] in (UTF8, PRINTABLE):
            return body_of(value).decode("utf-8" if value[0] == UTF8 else "ascii")
        if kind == ADDRESS and value[0] == IA5:
            return body_of(value).decode("ascii")
    except UnicodeDecodeError as fault:
        raise NotPlain("name") from fault
    raise NotPlain("name")


def _policies(certificate: bytes) -> frozenset[str]:
    stated = find(certificate, x509.CertificatePolicies)
    return frozenset(one.policy_identifier.dotted_string for one in stated or ())
