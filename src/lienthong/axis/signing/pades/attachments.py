"""The agency's signature on a separate annex file (PL I.III.1.d) or on an electronic copy.

No picture: a line of text at the top right of the first page, typeset by the caller, is the
appearance of the signature itself; the file is certified against every later change.
"""

# mypy: allow-untyped-calls
# pyHanko is typed in part only.

import datetime as dt
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.signers.cms_embedder import SigMDPSetup

from lienthong.axis.signing.places import Box, SigningPlaces, seal_field

from .appearances import draw_snippet
from .cms import SigningKey, Stamper
from .fields import prepare
from .revision import name, open_revision
from .signing import DIGEST, _embed, _empty_field, _placeholder


def seal_attachment(
    pdf: bytes,
    key: SigningKey,
    text_snippet: bytes,
    place: Box,
    at: dt.datetime,
    *,
    stamper: Stamper | None = None,
) -> bytes:
    """Append the agency's signature with a typeset text in its place, and certify the file.

    Raises `NotSignable`, `SnippetTooLarge`, `BadPlace`, `NoTimestamp`.
    """
    prepared = prepare(pdf, SigningPlaces(None, None, (), (place,)))
    writer = open_revision(prepared)
    field: Any = _empty_field(writer, seal_field(1))
    drawn = draw_snippet(writer, text_snippet, place.width, place.height)
    field[name("/AP")] = generic.DictionaryObject({name("/N"): drawn})
    if "/Lock" in field:
        del field["/Lock"]
    writer.update_container(field)
    mdp = SigMDPSetup(DIGEST, certify=True, docmdp_perms=MDPPerm.FILL_FORMS)
    placeholder = _placeholder(key, stamper, at, "")
    return _embed(writer, seal_field(1), placeholder, mdp, key, stamper)
