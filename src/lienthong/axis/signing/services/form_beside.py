"""The verdict on the form of a file's signatures, beside the one on their cryptography."""

from typing import Any

from lienthong.axis.papers import api as papers

from ..verdicts.days import paper_day
from ..verdicts.model import Kind, Verdict


def form_beside(content: bytes, verdict: Verdict) -> dict[str, Any] | None:
    """How the signatures of a whole paper look by the rules of its day (Annex I, II.7.d, II.8), as plain
    data; None where no rule can be told: no PDF, not whole, no personal signature or no seal (a copy, an
    annex or a draft has another form), no day, a day before the decree.
    """
    kinds = {s.kind for s in verdict.signatures}
    if not content.startswith(b"%PDF-") or not verdict.whole:
        return None
    if not {Kind.PERSONAL, Kind.SEAL} <= kinds:
        return None
    fields = {s.field_name: s.kind.value for s in verdict.signatures}
    found = papers.check_marks(content, fields, on=paper_day(verdict)).as_plain()
    return None if found["answer"] == "not_checked" else found
