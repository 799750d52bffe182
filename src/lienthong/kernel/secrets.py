"""Passwords of others that the installation must be able to use: sealed, never in clear in the database.

The key comes from the installation's own secret key (installation.json), so a copy of the database
alone opens nothing. Each secret is bound to what it is for and whose it is: a row that is copied to
another place does not open there.
"""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE = 12


class NotOpened(Exception):
    """The secret was sealed by another installation, for another purpose, or was changed."""


def seal(secret: str, *, purpose: str) -> str:
    """The secret as text for a column; `purpose` names its use and its owner."""
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_key()).encrypt(nonce, secret.encode(), purpose.encode())
    return base64.b64encode(nonce + sealed).decode()


def open_sealed(text: str, *, purpose: str) -> str:
    """What `seal` was given for the same purpose. Raises `NotOpened`."""
    try:
        data = base64.b64decode(text, validate=True)
        return AESGCM(_key()).decrypt(data[:_NONCE], data[_NONCE:], purpose.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise NotOpened from error


def _key() -> bytes:
    derived = HKDF(SHA256(), 32, salt=None, info=b"lienthong sealed secrets 1")
    return derived.derive(settings.SECRET_KEY.encode())
