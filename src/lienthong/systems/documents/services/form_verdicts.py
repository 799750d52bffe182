"""The verdict "đúng thể thức" beside the one on the signatures, by the rule set of the paper's day."""

import datetime as dt
from typing import Any

from lienthong.axis.papers import api as papers
from lienthong.axis.signing import api as signing

KINDS = {signing.Kind.PERSONAL: "personal", signing.Kind.SEAL: "seal"}


def form_of(
    content: bytes, verdict: signing.Verdict, on: dt.date | None, *, annex_of: str | None = None
) -> dict[str, Any]:
    """The form verdict of a file as a row keeps it; `annex_of` is the reference of the paper that
    an annex file belongs to. A file without signatures is not checked."""
    if not verdict.signatures:
        return papers.check_marks(content, {}, on=None).as_plain()
    kinds = {s.field_name: KINDS.get(s.kind, "timestamp") for s in verdict.signatures}
    kind = "original" if annex_of is None else "annex"
    found = papers.check_marks(content, kinds, on=on, kind=kind, reference=annex_of or "")
    return found.as_plain()
