"""Where the revision ends that a signature covers."""

from .model import Answer, Kind, Part, Verdict


def signed_ends(content: bytes, verdict: Verdict) -> list[tuple[str, str, int]]:
    """(field, signer, end) of each whole signature that does not reach to the end of a PDF."""
    if not content.startswith(b"%PDF-"):
        return []
    found = []
    for one in verdict.signatures:
        whole = all(
            one.grade(part) in (Answer.VALID, Answer.WITH_WARNINGS)
            for part in (Part.INTEGRITY, Part.COVERAGE)
        )
        if whole and one.kind is not Kind.TIMESTAMP and 0 < one.covered_bytes < len(content):
            found.append((one.field_name, one.signer, one.covered_bytes))
    return found
