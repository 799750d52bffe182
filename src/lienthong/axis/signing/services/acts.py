"""The acts on a file for the systems above: as in `pades`, and never stopped by a missing time-stamp.

A time-stamping service that does not answer blocks nobody: the paper is signed without it (level
B-B, which the verdict tells), and the time-stamp of the document can be added later.
"""

import datetime as dt
import logging
from collections.abc import Callable

from lienthong.axis.signing.pades import signing as pades
from lienthong.axis.signing.pades.cms import NoTimestamp, SigningKey, Stamper
from lienthong.axis.signing.places import Box

log = logging.getLogger(__name__)

fill_number_and_date = pades.fill_number_and_date
stamp_time = pades.stamp_time


def _with_or_without(stamper: Stamper | None, sign: Callable[[Stamper | None], bytes]) -> bytes:
    if stamper is None:
        return sign(None)
    try:
        return sign(stamper)
    except NoTimestamp:
        log.warning("no time-stamp: signing without one")
        return sign(None)


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
    return _with_or_without(
        stamper,
        lambda s: pades.sign_person(pdf, key, picture, at, index=index, reason=reason, stamper=s),
    )


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
    return _with_or_without(
        stamper, lambda s: pades.seal(pdf, key, picture, at, index=index, reason=reason, stamper=s)
    )


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
    return _with_or_without(
        stamper,
        lambda s: pades.fill_and_seal(
            pdf,
            key,
            picture,
            at,
            number_snippet=number_snippet,
            date_snippet=date_snippet,
            number_text=number_text,
            date_text=date_text,
            reason=reason,
            stamper=s,
        ),
    )


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

    return _with_or_without(
        stamper,
        lambda s: attachments.seal_attachment(pdf, key, text_snippet, place, at, stamper=s),
    )
