"""Reasons for a leader to look twice at a paper before he signs it, for many papers at once."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count
from django.utils.translation import gettext as _

from ..choices import CheckOutcome
from ..models import Check, Opinion, OutgoingDocument, Recipient


def hold_reasons(documents: Sequence[OutgoingDocument]) -> dict[int, list[str]]:
    """For each paper with any, the sentences; a fixed number of queries."""
    found: dict[int, list[str]] = defaultdict(list)
    ids = [document.pk for document in documents]
    for document in documents:
        if document.drafter_id == document.signatory_id:
            found[document.pk].append(_("Người ký tự soạn văn bản này."))
    silent: dict[int, int] = defaultdict(int)
    for pk, answered, agrees in Opinion.objects.filter(document_id__in=ids).values_list(
        "document_id", "answered_at", "agrees"
    ):
        if answered is None:
            silent[pk] += 1
        elif not agrees:
            found[pk].append(_("Có ý kiến phối hợp khác với bản thảo."))
    for pk, count in silent.items():
        found[pk].append(_("Còn %(n)d nơi được hỏi chưa có ý kiến.") % {"n": count})
    checks = Check.objects.filter(document_id__in=ids).values_list(
        "document_id", "outcome", "findings"
    )
    returned: dict[int, int] = defaultdict(int)
    for pk, outcome, findings in checks:
        returned[pk] += outcome == CheckOutcome.RETURNED
        warned = [one["message"] for one in findings if one.get("severity", 0) >= _WARNING]
        found[pk] += [_("Thể thức: %(what)s") % {"what": what} for what in warned[:2]]
    for pk, count in returned.items():
        if count:
            found[pk].append(_("Đã bị trả lại %(n)d lần.") % {"n": count})
    sent = Recipient.objects.filter(document_id__in=ids, agency__isnull=False)
    reached = dict(sent.values_list("document_id").annotate(Count("pk")))
    for pk in ids:
        if not reached.get(pk):
            found[pk].append(_("Không có nơi nhận nào trên liên thông."))
    return {pk: reasons for pk, reasons in found.items() if reasons}


_WARNING = 1
