"""The acts on a file for the systems above: as in `pades`, and never stopped by a missing time-stamp.

A time-stamping service that does not answer blocks nobody: the paper is signed without it (level
B-B, which the verdict tells), and the time-stamp of the document can be added later.
"""

import datetime as dt
import hashlib
import logging

from lienthong.axis.signing.pades import fields
from lienthong.axis.signing.pades import signing as pades
from lienthong.axis.signing.pades.cms import NoTimestamp, SigningKey, Stamper
from lienthong.axis.signing.pki.halves import Sign
from lienthong.axis.signing.places import Box, SigningPlaces

from . import elsewhere

log = logging.getLogger(__name__)

fill_number_and_date = pades.fill_number_and_date
stamp_time = pades.stamp_time


def prepare(pdf: bytes, places: SigningPlaces) -> bytes:
    """Append the fields; see `pades.fields.prepare`."""
    return elsewhere.prepared(pdf, places, lambda: fields.prepare(pdf, places))


def _signed(
    key: SigningKey, pdf: bytes, words: tuple[object, ...], stamper: Stamper | None, sign: Sign
) -> bytes:
    """By the key itself, or in two halves when it is elsewhere; `words`: see `elsewhere.through`."""
    if isinstance(key, elsewhere.OwnKey):
        return elsewhere.through(key, pdf, words, sign, stamper)
    if stamper is None:
        return sign(key, None)
    try:
        return sign(key, stamper)
    except NoTimestamp:
        log.warning("no time-stamp: signing without one")
        return sign(key, None)


def _print(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sign_person(
    pdf: bytes,
    key: SigningKey,
    picture: bytes,
    at: dt.datetime,
    *,
    index: int = 1,
    reason: str = "",
    stamper: Stamper | None = None,
) -> bytes:
    """Append the signature of the `index`-th signatory; see `pades.signing.sign_person`."""
    return _signed(
        key, pdf, ("person", index, reason, _print(picture)), stamper,
        lambda k, s: pades.sign_person(pdf, k, picture, at, index=index, reason=reason, stamper=s),
    )  # fmt: skip


def seal(
    pdf: bytes,
    key: SigningKey,
    picture: bytes,
    at: dt.datetime,
    *,
    index: int = 1,
    reason: str = "",
    stamper: Stamper | None = None,
) -> bytes:
    """Append the agency's signature; see `pades.signing.seal`."""
    return _signed(
        key, pdf, ("seal", index, reason, _print(picture)), stamper,
        lambda k, s: pades.seal(pdf, k, picture, at, index=index, reason=reason, stamper=s),
    )  # fmt: skip


def fill_and_seal(
    pdf: bytes,
    key: SigningKey,
    picture: bytes,
    at: dt.datetime,
    *,
    number_snippet: bytes,
    date_snippet: bytes,
    number_text: str,
    date_text: str,
    reason: str = "",
    stamper: Stamper | None = None,
) -> bytes:
    """Number, date and the agency's signature in one revision; see `pades.signing.fill_and_seal`."""
    return _signed(
        key, pdf, ("fill", number_text, date_text, reason, _print(picture)), stamper,
        lambda k, s: pades.fill_and_seal(
            pdf,
            k,
            picture,
            at,
            number_snippet=number_snippet,
            date_snippet=date_snippet,
            number_text=number_text,
            date_text=date_text,
            reason=reason,
            stamper=s,
        ),
    )  # fmt: skip


def seal_attachment(
    pdf: bytes,
    key: SigningKey,
    text_snippet: bytes,
    place: Box,
    at: dt.datetime,
    *,
    stamper: Stamper | None = None,
) -> bytes:
    """The agency's signature on a separate annex file or a copy; see `pades.attachments`."""
    from lienthong.axis.signing.pades import attachments

    return _signed(
        key, pdf, ("attachment", place, at.isoformat()), stamper,
        lambda k, s: attachments.seal_attachment(pdf, k, text_snippet, place, at, stamper=s),
    )  # fmt: skip
