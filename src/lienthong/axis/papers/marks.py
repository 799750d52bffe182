"""The form verdict on a signed file: measured in the sandbox, judged by the rule set of its day."""

import threading
from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from lienthong.kernel.files.sandbox import Limits, Sandbox, SandboxLost

from .choices import Severity
from .rules.findings import Finding
from .rules.marks import ORIGINAL, WRONG, FormVerdict, judge_marks
from .rules.sets import DECREE_30, rule_set_for

LIMITS: Final = Limits(seconds=15.0, megabytes=768)
_one_at_a_time = threading.Lock()
_warm: list[Sandbox] = []


def check_marks(
    pdf: bytes,
    kinds: Mapping[str, str],
    *,
    on: date | None,
    kind: str = ORIGINAL,
    reference: str = "",
) -> FormVerdict:
    """Whether the signatures of a file stand in the form of the paper's day.

    `kinds` is personal, seal or timestamp for each field, by the verdict on the signatures. A file
    that cannot be measured is not in the right form; one of an older day is not checked.
    """
    if on is None or rule_set_for(on).code != DECREE_30.code:
        return judge_marks((), kinds, on=on)
    with _one_at_a_time:
        if not _warm:
            _warm.append(Sandbox("lienthong.axis.papers.intake.marks:marks", LIMITS))
        try:
            found = _warm[0].run(pdf).value
        except SandboxLost:
            found = None
    if not found or found["fault"]:
        message = _("Không đo được hình ảnh chữ ký trên tệp.")
        broken = Finding("marks.unread", DECREE_30.legal_basis, Severity.ERROR, message)
        return FormVerdict(WRONG, DECREE_30.code, (broken,))
    return judge_marks(found["fields"], kinds, on=on, kind=kind, reference=reference)


def close_marks() -> None:
    """Stop the warm process."""
    with _one_at_a_time:
        while _warm:
            _warm.pop().close()
