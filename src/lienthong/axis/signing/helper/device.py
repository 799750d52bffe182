"""Finds the enrolled certificate's key among the tokens of this computer and signs by one log-in."""

import contextlib
from collections.abc import Sequence
from typing import Any

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11 import Attribute, ObjectClass, exceptions

from lienthong.axis.signing.pki.held import Secret
from lienthong.axis.signing.pki.tokens import (
    NoSuchKeyOnToken,
    NoToken,
    TokenPlace,
    opened,
    sign_many,
    text_of,
)

from .asked import Asked, plain


def place_of(libraries: Sequence[str], asked: Asked) -> TokenPlace:
    """The token and the key of the certificate, without a PIN.

    The certificate beside the key says which it is; where the token keeps none, the enrolled label
    and CKA_ID do. Raises `NoToken`, `NoSuchKeyOnToken`.
    """
    wanted = asked.certificate.public_bytes(Encoding.DER)
    any_token, faults = False, []
    for library in libraries:
        try:
            with opened(library) as loaded:
                for slot in loaded.get_slots(token_present=True):
                    found = _look(slot, wanted, asked)
                    any_token = any_token or found is not None
                    if found:
                        label, serial, key_id = found
                        return TokenPlace(library, label, serial, key_id)
        except NoToken as fault:
            faults.append(fault)
    if any_token:
        raise NoSuchKeyOnToken(
            "Thiết bị đang cắm không có khóa của chứng thư đã đăng ký: "
            f"{named(asked.certificate)}. Hãy cắm đúng thiết bị rồi ký lại."
        )
    raise (
        faults[0]
        if faults and len(faults) == len(libraries)
        else NoToken("Không thấy thiết bị ký số. Hãy cắm thiết bị rồi ký lại.")
    )


def _look(slot: Any, wanted: bytes, asked: Asked) -> tuple[str, str, bytes] | tuple[()] | None:
    """None: no token that can be used; empty: a token without this key; else label, serial, CKA_ID."""
    with contextlib.suppress(exceptions.PKCS11Error):
        token = slot.get_token()
        if not int(token.flags) & int(pkcs11.TokenFlag.TOKEN_INITIALIZED):
            return None
        serial = text_of(token.serial)
        with token.open() as session:
            for one in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
                if bytes(one[Attribute.VALUE]) == wanted:
                    return token.label, serial, bytes(one[Attribute.ID])
        if asked.key_id and asked.token and token.label == asked.token:
            return token.label, serial, asked.key_id
        return ()
    return None


def sign(place: TokenPlace, pin: Secret, asked: Asked) -> list[bytes]:
    """A value for each item, all or none. Raises `NoKey` with a sentence."""
    return sign_many(place, pin, asked.certificate, [one.attributes for one in asked.items])


def named(certificate: x509.Certificate) -> str:
    """Whom a certificate names, in a few words."""
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return plain(str(names[0].value)) if names else "(chứng thư không ghi tên)"
