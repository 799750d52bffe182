"""A product's file: the question on secrecy first, its first page looked at, then kept and judged (§1 row 14)."""

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lienthong.axis.reading import api as reading
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.facts.subscribers import Event
from lienthong.kernel.files.services import share, store

from ..models import Product
from .refusals import NoProof

PDF = "application/pdf"
ACCEPTED = frozenset(
    {
        PDF,
        "image/png",
        "image/jpeg",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
LIMIT = 50 * 1024 * 1024


class Secret(NoProof):
    """A paper with a secrecy mark: nothing of it is kept but that it was stopped."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Đã chặn: văn bản có dấu chỉ độ mật không được đưa vào hệ thống này. Hãy chuyển cho"
                " người phụ trách văn bản mật của cơ quan."
            )
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept file with what is known of it, for `Handed.details`."""

    file_id: int
    details: dict[str, Any]


def keep_file(*, content: bytes, name: str, secrecy: str, by: Actor, at: dt.datetime) -> Kept:
    """Keep an uploaded product; a signed PDF with its verdict.

    `secrecy` is the answer to the question that stands before the drop zone: "no", "yes" or "".
    Raises `Secret`, `NoProof`, and what kernel.files refuses; nothing is kept then.
    """
    if secrecy == "yes":
        raise Secret
    if secrecy != "no":
        raise NoProof(_("Hãy trả lời câu hỏi về dấu chỉ độ mật trước khi tải tệp lên."))
    if len(content) > LIMIT:
        raise NoProof(_("Tệp lớn hơn 50 MB. Hãy tách tệp."))
    if reading.read_file(content, on=at.date()).verdict == reading.Verdict.SECRET_REFUSED:
        raise Secret
    stored = store(
        io.BytesIO(content), name=name, agency_id=by.agency_id, by=by, at=at, limit=LIMIT,
        accept=ACCEPTED,
    )  # fmt: skip
    details: dict[str, Any] = {"name": stored.name, "sha256": stored.sha256}
    if stored.media_type == PDF:
        verdict = signing.verify_bytes(content)
        details |= {
            "verdict": verdict.verdict,
            "verdict_words": " ".join(map(str, verdict.reasons)),
            "signed_whole": bool(verdict.signatures) and verdict.whole,
        }
    return Kept(stored.pk, details)


def note_stopped(*, by: Actor, at: dt.datetime) -> None:
    """Record that a paper was stopped: time and post, nothing of the paper."""
    with act("documents.secret_stopped", by=by, at=at):
        pass


def show_to_asker(event: Event) -> None:
    """Subscriber: the asker's own reference to each file that was handed in; run by the worker.

    Idempotent: told twice, it shares once.
    """
    if event.subject_type != "tasks.task":
        return
    waiting = Product.objects.filter(
        task_id=int(event.subject_id), file__isnull=False, asker_file=None
    ).select_related("file", "task")
    for product in waiting:
        asker = product.task.assigner_agency_id
        if asker == product.agency_id:
            continue
        by = system_actor(asker)
        with acting(by), act("tasks.product_shown", by=by, at=event.at, subject=product.task):
            locked = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
            if locked.asker_file_id is None and product.file is not None:
                locked.asker_file = share(product.file, agency_id=asker, by=by, at=event.at)
                locked.save(update_fields=["asker_file"])
