"""Checks before the signature: content, form (Đ12), approval (Đ11), and the way back (Đ10.3)."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor, person_of

from ..choices import CheckKind, CheckOutcome, OutgoingState, StepKind
from ..models import Check, OutgoingDocument
from ..workflow import OUTGOING
from . import joint, rounds
from .letters import letter_of


class NotChecked(Exception):
    """A check that the decree requires before this act is missing."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class FormFaulty(Exception):
    """The form check found faults against the decree; they are listed in `findings`."""

    def __init__(self, findings: list[dict[str, Any]]) -> None:
        self.findings = findings
        self.message = _(
            "Thể thức chưa đúng Phụ lục I Nghị định 30/2020/NĐ-CP; xem các lỗi bên dưới."
        )
        super().__init__(self.message)


class ReasonMissing(Exception):
    """A return without a sentence that says why."""

    def __init__(self) -> None:
        self.message = _("Hãy ghi lý do trả lại để người soạn thảo biết cần sửa gì.")
        super().__init__(self.message)


def check_content(
    *, document: OutgoingDocument, note: str = "", by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """The head of the drafting unit answers for the content (Đ12.1)."""
    return _check(document, "check_content", CheckKind.CONTENT, note, [], by, at)


def form_findings(document: OutgoingDocument, on: dt.date) -> list[dict[str, Any]]:
    """The form check of the draft by the rule set of the day, as plain values for screen and record.

    Of an uploaded file the page is measured and its fonts are named; its own words are not parsed.
    """
    rules = papers.rule_set_for(on)
    letter = letter_of(document, on)
    if document.draft_file_id is not None:
        found = papers.check_frame(letter, rules)
        return [*_plain(found), *document.draft_report.get("findings", [])]
    return _plain(papers.check_form(letter, rules))


def _plain(found: list[papers.Finding]) -> list[dict[str, Any]]:
    return [
        {
            "code": f.code,
            "article": f.article,
            "severity": int(f.severity),
            "message": str(f.message_vi),
        }
        for f in found
    ]


def check_form(
    *, document: OutgoingDocument, note: str = "", by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """The one charged with form answers for it, with the checklist's result (Đ12.2).

    Raises `FormFaulty` when the checklist finds something against the decree.
    """
    findings = form_findings(document, timezone.localdate(at))
    if any(f["severity"] >= int(papers.Severity.ERROR) for f in findings):
        raise FormFaulty(findings)
    return _check(document, "check_form", CheckKind.FORM, note, findings, by, at)


def approve(
    *, document: OutgoingDocument, note: str = "", by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """The competent signatory approves the draft (Đ11); order of approval and checks is free."""
    return _check(document, "approve", CheckKind.APPROVAL, note, [], by, at)


def _check(
    document: OutgoingDocument,
    verb: str,
    kind: CheckKind,
    note: str,
    findings: list[dict[str, Any]],
    by: Actor,
    at: dt.datetime,
) -> OutgoingDocument:
    def effect(locked: OutgoingDocument) -> None:
        version = locked.current_version
        if version is None:
            raise NotChecked(_("Chưa có bản trình nào để kiểm tra."))
        rounds.take_step(locked, kind, note, by, at)
        Check.objects.create(
            document=locked,
            version=version,
            kind=kind,
            outcome=CheckOutcome.PASSED,
            person_id=person_of(by),
            post_id=by.post_id,
            note=note,
            findings=findings,
            at=at,
        )
        if kind == CheckKind.APPROVAL:
            locked.approved_digest = version.digest
        _settle(locked)
        locked.updated_at = at

    return OUTGOING.perform(document, verb, by=by, at=at, effect=effect)


def give_opinion(
    *, document: OutgoingDocument, note: str, by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Give the opinion that the round asks of the actor, in words. Raises `rounds.RoundRefused`."""
    if not note.strip():
        raise rounds.RoundRefused(_("Hãy ghi ý kiến."))

    def effect(locked: OutgoingDocument) -> None:
        rounds.take_step(locked, StepKind.OPINION, note, by, at)
        _settle(locked)
        locked.updated_at = at

    return OUTGOING.perform(document, "opine", by=by, at=at, effect=effect)


def _settle(document: OutgoingDocument) -> None:
    """When the last check and the last step of the round are done it waits for the signature."""
    if not missing_checks(document) and not rounds.open_steps(document):
        document.state = OutgoingState.APPROVED


def missing_checks(document: OutgoingDocument) -> list[CheckKind]:
    """Which of the three acts the current version still lacks; all are required before signing."""
    passed = set(
        document.checks.filter(
            version_id=document.current_version_id, outcome=CheckOutcome.PASSED
        ).values_list("kind", flat=True)
    )
    # A round may name several for one kind: it has passed when the last of them has.
    waiting = {str(step.kind) for step in rounds.open_steps(document)}
    return [kind for kind in CheckKind if kind not in passed or kind in waiting]


def return_draft(
    *, document: OutgoingDocument, reason: str, by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Send the draft back to the head of the drafting unit with a reason (Đ10.3).

    The version stays in the story; a changed draft is handed in as a new version.
    """
    if not reason.strip():
        raise ReasonMissing

    def effect(locked: OutgoingDocument) -> None:
        kind = _kind_of_returner(by, locked)
        if locked.current_version is None:
            raise NotChecked(_("Chưa có bản trình nào để trả lại."))
        Check.objects.create(
            document=locked,
            version=locked.current_version,
            kind=kind,
            outcome=CheckOutcome.RETURNED,
            person_id=person_of(by),
            post_id=by.post_id,
            note=reason.strip(),
            at=at,
        )
        locked.approved_digest = ""
        locked.co_signatories.update(signed_at=None)
        joint.start_again(locked)
        rounds.start_again(locked)
        locked.updated_at = at

    return OUTGOING.perform(document, "return", by=by, at=at, effect=effect)


def _kind_of_returner(by: Actor, document: OutgoingDocument) -> CheckKind:
    signers = {document.signatory_id, *document.co_signatories.values_list("person_id", flat=True)}
    if by.person_id in signers:
        return CheckKind.APPROVAL
    return CheckKind.FORM if by.post_kind == "clerk" else CheckKind.CONTENT
