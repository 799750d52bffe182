"""Messages whose bytes go with papers that are to be destroyed, though they carried others that stay."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Q

from ..models import IntakeItem


def mails_going(papers: Mapping[int, int]) -> dict[int, int]:
    """How many such messages each file takes along; `papers` are those that go, with the file of each."""
    if not papers:
        return {}
    ways = ("document_id", "same_document_id", "same_as__document_id")
    carried = Q()
    for way in ways:
        carried |= Q(**{f"{way}__in": list(papers)})
    rows = IntakeItem.objects.filter(carried, mail__file__isnull=False)
    of: dict[int, set[int]] = defaultdict(set)  # the files that take a message along
    for mail, *found in rows.values_list("mail_id", *ways):
        of[mail] |= {papers[paper] for paper in found if paper in papers}
    others = IntakeItem.objects.filter(
        mail__in=list(of), document__isnull=False, document__destroyed_at__isnull=True
    ).exclude(document__in=list(papers))
    counts: dict[int, int] = defaultdict(int)
    for mail in set(others.values_list("mail_id", flat=True)):
        for file in of[mail]:
            counts[file] += 1
    return counts
