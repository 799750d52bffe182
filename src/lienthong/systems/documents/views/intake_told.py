"""What a clerk is told of files that have come before: in which batch, and when."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel.ui import formats

from ..choices import IntakeState
from ..services.intake_known import Known

NAMED = 5  # names in a line, the rest counted


def told(known: Sequence[Known]) -> list[dict[str, Any]]:
    """A line for each batch or paper that has some of the files: marks, words, address."""
    heaps: dict[tuple[int, int, bool], list[Known]] = defaultdict(list)
    for one in known:
        batch = one.batch.pk if one.batch else 0
        heaps[(batch, one.document.pk if one.document else 0, one.stopped)].append(one)
    return [_line(some) for _key, some in sorted(heaps.items(), reverse=True)]


def sentence(known: Sequence[Known]) -> SafeString:
    """The same as a message of a page, with its links."""
    lines = format_html_join(
        " ",
        '{}: <a href="{}">{}</a>.',
        ((one["names"], one["url"], one["words"]) for one in told(known)),
    )
    return format_html("{} {}", heading(len(known)), lines)


def heading(count: int) -> str:
    """How many have come before."""
    return ngettext(
        "%(n)d tệp đã nhận trước đây, không nhận lại.",
        "%(n)d tệp đã nhận trước đây, không nhận lại.",
        count,
    ) % {"n": count}


def _line(some: list[Known]) -> dict[str, Any]:
    first = some[0]
    names = ", ".join(one.file.name for one in some[:NAMED])
    if len(some) > NAMED:
        names = _("%(names)s và %(n)d tệp khác") % {"names": names, "n": len(some) - NAMED}
    if first.batch is not None:
        url = reverse("documents:intake_batch", args=[first.batch.pk])
        words = _("đợt %(at)s") % {"at": formats.moment(first.batch.opened_at)}
        words += f" · {first.batch.get_source_display()}"
        if first.batch.person is not None:
            words += f" · {first.batch.person.name}"
        if first.stopped:  # not to be taken for one that is here
            words += f" · {IntakeState.SECRET.label}"
    else:
        paper = first.document
        url = reverse("documents:incoming_one", args=[paper.pk if paper else 0])
        named = (paper.reference or paper.subject) if paper else ""
        words = _("văn bản %(named)s") % {"named": named or _("chưa vào sổ")}
    return {
        "marks": [one.file.mark for one in some], "names": names, "words": words, "url": url,
    }  # fmt: skip
