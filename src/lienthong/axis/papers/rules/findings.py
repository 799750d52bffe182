"""What a form check finds: a code for programs, an article for the curious, a sentence to act on."""

from collections.abc import Iterable
from dataclasses import dataclass

from lienthong.axis.papers.choices import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `code` is stable, `part` names the field, `message_vi` says what to do."""

    code: str
    article: str
    severity: Severity
    message_vi: str
    part: str = ""


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The gravest severity among the findings, None when there are none."""
    return max((each.severity for each in findings), default=None)
