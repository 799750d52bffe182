"""What a paper must say to be the proof of a task (§5.4)."""

import re
from collections.abc import Iterable

from lienthong.kernel.text import fold

# Words by which an office says that it is still at work; such a paper is progress, not a product.
INTERIM = ("dang trien khai", "tien do", "buoc dau", "so bo", "bao cao nhanh", "trong qua trinh")
TASK_CODE = re.compile(r"\bNV-\d{6}-[0-9A-F]{8}(?:\.[0-9A-Za-z-]+)?\b")


def is_interim(subject: str, action: str) -> bool:
    """Whether a paper says of itself that it is interim, where the task did not ask for just that."""
    said, asked = fold(subject), fold(action)
    return any(words in said and words not in asked for words in INTERIM)


def same_reference(first: str, second: str) -> bool:
    """Whether two references name one paper; blanks and case do not matter."""
    return bool(_plain(first)) and _plain(first) == _plain(second)


def _plain(reference: str) -> str:
    return "".join(reference.split()).casefold()


def closes_by(
    *,
    answered: str,
    texts: Iterable[str],
    links: Iterable[str],
    source: str,
    codes: Iterable[str],
) -> str:
    """How a paper closes a task: "response_for" its source, "task_code", or "cites"; "" for neither.

    `answered` is the reference of the paper that it answers, `source` that of the paper that gave
    the task, `codes` the task's own code and that of a superior office. A task that came from no
    paper can only be cited by its code.
    """
    if source and same_reference(answered, source):
        return "response_for"
    said = [_plain(text) for text in texts]
    if any(code and _plain(code) in text for code in codes for text in said):
        return "task_code"
    if source and (
        any(same_reference(link, source) for link in links)
        or any(_plain(source) in text for text in said)
    ):
        return "cites"
    return ""
