"""Papers that tasks stand on: a running task keeps its paper; an ended one lets its quoted words go.

Entered with the document system as a keeper: a file of papers may outlive its term while a task that one
of them gave still runs.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.systems.documents import api as documents

from ..choices import TaskState
from ..models import Product, Task, TaskReport
from ..queries import OPEN

RUNNING = (*OPEN, TaskState.PROPOSED)


class Tasks:
    """What the task system says of papers that have outlived their term."""

    def needs(
        self, incoming: Collection[int], outgoing: Collection[int]
    ) -> dict[tuple[str, int], list[str]]:
        """Papers that gave a running task, are its product, or report on it; by the task's code."""
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        sources = Task.objects.filter(source_document_id__in=outgoing, state__in=RUNNING)
        for pk, code in sources.order_by("pk").values_list("source_document_id", "code"):
            found["out", pk or 0].append(_running(code))
        products = Product.objects.filter(outgoing_id__in=outgoing, task__state__in=RUNNING)
        for pk, code in products.order_by("pk").values_list("outgoing_id", "task__code"):
            found["out", pk or 0].append(_running(code))
        reports = TaskReport.objects.filter(incoming_id__in=incoming, task__state__in=RUNNING)
        for pk, code in reports.order_by("pk").values_list("incoming_id", "task__code"):
            found["in", pk].append(_running(code))
        for pk, code in _given_by(incoming):
            found["in", pk].append(_running(code))
        return dict(found)

    def forget(
        self,
        paper: documents.IncomingDocument | documents.OutgoingDocument,
        *,
        by: Actor,
        at: dt.datetime,
    ) -> None:
        """The words of the signed text that tasks quote, where the task has ended."""
        if isinstance(paper, documents.OutgoingDocument):
            ended = Task.objects.filter(source_document=paper).exclude(state__in=RUNNING)
            ended.filter(~Q(quote="")).update(quote="", quote_place=None)


def _given_by(incoming: Collection[int]) -> list[tuple[int, str]]:
    """Running tasks that a paper which came here gave: its number and its issuer are the task's source."""
    papers = documents.IncomingDocument.objects.filter(pk__in=incoming).exclude(reference="")
    named = defaultdict(list)
    for pk, reference, issuer in papers.values_list("pk", "reference", "issuer_id"):
        named[reference, issuer].append(pk)
    tasks = Task.objects.filter(
        source_reference__in={reference for reference, _issuer in named}, state__in=RUNNING
    ).order_by("pk")
    return [
        (pk, code)
        for reference, issuer, code in tasks.values_list(
            "source_reference", "assigner_agency_id", "code"
        )
        for pk in named.get((reference, issuer), ())
    ]


def _running(code: str) -> str:
    return _("nhiệm vụ đang thực hiện %s căn cứ văn bản này") % code


def register() -> None:
    """Enter the keeper; called once at start."""
    documents.register_keeper("tasks", Tasks())
