"""Which rules hold on which day: Decree 30/2020 from 05/3/2020, and nothing checked before it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from lienthong.axis.papers.choices import Severity
from lienthong.axis.papers.letters import LetterData

from . import body, head, signing
from .findings import Finding

Check = Callable[[LetterData], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The checks of one legal basis with its time: from `effective_from` until `effective_to`."""

    code: str
    legal_basis: str
    effective_from: date
    effective_to: date | None
    checks: tuple[Check, ...]


DECREE_30: Final = RuleSet(
    code="nd30-2020",
    legal_basis="Nghị định 30/2020/NĐ-CP",
    effective_from=date(2020, 3, 5),
    effective_to=None,
    checks=(*head.CHECKS, *body.CHECKS, *signing.CHECKS),
)
# The older forms are not held here; an older paper is not judged by the rules of today.
BEFORE_DECREE_30: Final = RuleSet(
    code="tt01-2011",
    legal_basis="Thông tư 01/2011/TT-BNV",
    effective_from=date(2011, 3, 5),
    effective_to=date(2020, 3, 5),
    checks=(),
)
OLDEST: Final = RuleSet(
    code="ttlt55-2005",
    legal_basis="Thông tư liên tịch 55/2005/TTLT-BNV-VPCP",
    effective_from=date.min,
    effective_to=date(2011, 3, 5),
    checks=(),
)
RULE_SETS: Final = (OLDEST, BEFORE_DECREE_30, DECREE_30)


def rule_set_for(on: date) -> RuleSet:
    """The rule set in force on the day of a document."""
    return next(each for each in reversed(RULE_SETS) if each.effective_from <= on)


def check_frame(data: LetterData, rules: RuleSet) -> list[Finding]:
    """What can be judged of a paper made elsewhere without its own words: head, recipients, right
    to sign. Empty under a set without checks."""
    checks = (*head.CHECKS, *signing.CHECKS) if rules.checks else ()
    found = [finding for check in checks for finding in check(data)]
    return sorted(found, key=lambda finding: -finding.severity)


def check_form(data: LetterData, rules: RuleSet) -> list[Finding]:
    """All findings on a letter by one rule set, the gravest first.

    A set without checks of its own gives one note "không kiểm tra" and never a verdict.
    """
    if not rules.checks:
        return [
            Finding(
                "form.not_checked",
                rules.legal_basis,
                Severity.NOTE,
                _("Không kiểm tra thể thức: văn bản theo %(basis)s, ban hành trước 05/3/2020.")
                % {"basis": rules.legal_basis},
            )
        ]
    found = [finding for check in rules.checks for finding in check(data)]
    return sorted(found, key=lambda finding: -finding.severity)
