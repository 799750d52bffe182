"""Long-term proof, added after a paper is out: nobody waits for a service that is down.

`want_proof` leaves a row inside the act that issues; a job adds what is missing to a copy that is
kept beside the sent file, and renews it before its archive time-stamp ages out. The bytes that were
sent never change. A try leases its row first: a worker that is killed leaves the row to the next
one, two workers never take the same row, and what was added stands once.
"""

import datetime as dt
import io
import logging
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any, Final

from asn1crypto import x509
from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _

from lienthong.axis.signing.models import LastingProof
from lienthong.axis.signing.pades import proof
from lienthong.axis.signing.pades.cms import NoTimestamp
from lienthong.axis.signing.pades.revision import NotSignable
from lienthong.axis.signing.pki.revocation import NoRevocation, gather
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services.storing import FileDestroyed, open_file, store

from . import house
from .verifying import verify_bytes

log = logging.getLogger("lienthong.signing")
FRESH: Final = dt.timedelta(hours=1)
LEASE: Final = dt.timedelta(minutes=15)
PAUSES: Final = (1, 5, 15, 60, 240, 720)  # minutes; the last one for good
MOST: Final = 1000
LEVELS: Final = ("B-B", "B-T", "B-LT", "B-LTA")
STAMP_YEARS_UNKNOWN: Final = dt.timedelta(days=365)


class ProofMissing(Exception):
    """The proof is not whole after all was asked; the message says what lacks."""


def want_proof(
    *,
    stored: StoredFile,
    subject: Model,
    verdict: Mapping[str, Any] | None = None,
    by: Actor,
    at: dt.datetime,
) -> LastingProof:
    """Leave a sent file to the job that adds its proof; inside the act that sends it, once.

    `verdict` is what `Verdict.as_plain` gave for the file: the board shows its weakest level.
    """
    row, _made = LastingProof.objects.get_or_create(
        sent=stored,
        defaults={
            "agency_id": stored.agency_id,
            "subject_label": subject._meta.label_lower,
            "subject_id": str(subject.pk),
            "sent_level": _weakest(verdict or {}),
            "since": at,
            "next_at": at,
        },
    )
    return row


def _weakest(verdict: Mapping[str, Any]) -> str:
    """The lowest level of the signatures; document time-stamps have none."""
    levels = [s["level"] for s in verdict.get("signatures", ()) if s["level"]]
    return min(levels, key=lambda level: LEVELS.index(level) if level in LEVELS else -1, default="")


def prove_all(*, now: Callable[[], dt.datetime], worker: Actor | None = None) -> int:
    """Add what waits for its time; returns to how many files proof was added."""
    added = 0
    for _number in range(MOST):
        leased = _lease(now(), worker)
        if leased is None:
            break
        added += _try(leased, now, worker)
    return added


def try_again(*, row: LastingProof, by: Actor, at: dt.datetime) -> None:
    """Bring the next try forward, as the button on the board does."""
    LastingProof.objects.filter(pk=row.pk, agency_id__in=by.agency_ids).update(next_at=at)


def _lease(at: dt.datetime, worker: Actor | None) -> LastingProof | None:
    with acting(worker or system_actor(0)):
        row = (
            LastingProof.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(next_at__lte=at)
            .order_by("next_at", "pk")
            .first()
        )
        if row is not None:
            row.tries += 1
            row.next_at = at + LEASE
            row.save(update_fields=["tries", "next_at"])
        return row


def _try(row: LastingProof, now: Callable[[], dt.datetime], worker: Actor | None) -> bool:
    by = worker or system_actor(row.agency_id)
    try:
        with acting(by):
            held = StoredFile.objects.get(pk=row.kept_id or row.sent_id)
            with open_file(held) as stream:
                before = stream.read()
        at = now()
        # A first proof is asked for after the paper went out; a renewal may use this hour's answers.
        since = row.since if row.kept_id is None else at - FRESH
        content, level, renew_at = _proved(before, at, since)
    except FileDestroyed as fault:
        _put_off(row, str(fault), None, by)
        return False
    except (NoRevocation, NoTimestamp, ProofMissing, NotSignable) as fault:
        _put_off(row, str(fault), now() + pause(row.tries), by)
        return False
    except Exception:  # one file that nobody foresaw must not stop the proof of all others
        log.exception("proof of file %s ended by a fault", row.sent_id)
        _put_off(
            row, _("Lỗi chưa lường trước; xem nhật ký hệ thống."), now() + pause(row.tries), by
        )
        return False
    return _keep(row, held, content, level, renew_at, by, now())


def pause(tries: int) -> dt.timedelta:
    """How long to wait after the n-th try in a row (n from 1)."""
    return dt.timedelta(minutes=PAUSES[min(max(tries, 1), len(PAUSES)) - 1])


def _proved(before: bytes, at: dt.datetime, since: dt.datetime) -> tuple[bytes, str, dt.datetime]:
    """The file with proof, the level of its weakest signature, and when it is renewed."""
    stamper = house.stamper()
    if stamper is None:
        raise NoTimestamp(_("Chưa cấu hình dịch vụ dấu thời gian."))
    anchors = house.anchors()
    known = [x509.Certificate.load(one) for one in anchors]
    pairs = proof.wanted(proof.certificates_of(before), known)
    material = gather(pairs, house.revocation_sources(), at, anchors=anchors, since=min(since, at))
    content = proof.archive(before, material, stamper)
    verdict = verify_bytes(content, now=at)
    levels = {s.level for s in verdict.signatures if s.level}
    if not verdict.whole or levels != {"B-LTA"}:
        why = " ".join(verdict.sentences(_))
        raise ProofMissing(_("Bổ sung xong nhưng chưa đủ bằng chứng: %(why)s") % {"why": why})
    return content, "B-LTA", _renewal(content, at)


def _renewal(content: bytes, at: dt.datetime) -> dt.datetime:
    """Before the certificate of the newest time-stamp runs out, and at the latest in a year."""
    early = dt.timedelta(days=settings.PROOF_RENEW_DAYS)
    ends: list[dt.datetime] = [
        c.not_valid_after for c in proof.certificates_of(content) if _stamps(c)
    ]
    yearly = at + STAMP_YEARS_UNKNOWN
    return max(at + dt.timedelta(days=1), min([yearly, *(end - early for end in ends)]))


def _stamps(certificate) -> bool:  # type: ignore[no-untyped-def]
    uses = certificate.extended_key_usage_value
    return uses is not None and "time_stamping" in uses.native


def _put_off(row: LastingProof, why: str, until: dt.datetime | None, by: Actor) -> None:
    log.warning("proof of file %s is missing: %s", row.sent_id, why)
    with acting(by):
        LastingProof.objects.filter(pk=row.pk, tries=row.tries).update(
            last_error=why, next_at=until
        )


def _keep(
    row: LastingProof,
    held: StoredFile,
    content: bytes,
    level: str,
    renew_at: dt.datetime,
    by: Actor,
    at: dt.datetime,
) -> bool:
    with acting(by):
        locked = LastingProof.objects.select_for_update().get(pk=row.pk)
        if (locked.tries, locked.kept_id) != (row.tries, row.kept_id):
            return False  # the lease ran out and another worker was faster
        with act("signing.proof_added", by=by, at=at, agency_id=row.agency_id, subject=locked):
            kept = store(
                io.BytesIO(content),
                name=_name(held.name),
                agency_id=row.agency_id,
                by=by,
                at=at,
                label=held.label,
            )
        locked.kept, locked.level, locked.added_at = kept, level, at
        locked.tries, locked.next_at, locked.last_error = 0, renew_at, ""
        locked.save()
    return True


def _name(name: str) -> str:
    path = PurePath(name)
    return name if path.stem.endswith("-LTA") else f"{path.stem}-LTA{path.suffix}"
