"""What our own validator says of a paper at issue, and whether it counts for P2 (office practice §4.3)."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.signing import api as signing
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.files.services import open_file

from ..choices import AnnexPlace
from ..models import OutgoingDocument
from . import letters
from .form_verdicts import form_of
from .paper_originals import approval_of
from .paper_types import is_paper_only


class NotIssuable(Exception):
    """The document cannot be sealed or issued as it stands; says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def verdict_of(
    document: OutgoingDocument, content: bytes, on: dt.date, at: dt.datetime
) -> dict[str, Any]:
    """Our own validator's answer on the bytes to be sent; refuses what it does not hold for signed.

    With it stands whether the document counts for P2, and why not (§4.3, 4.6).
    """
    verdict = signing.verify_bytes(content)
    named = agencies.name_at(document.agency_id, on)
    official = signing.official_signatures(verdict, agency_name=named.name)
    if not verdict.whole or official.reason in _NEVER_ISSUED:
        why = " ".join(verdict.sentences(_)) if not verdict.whole else official.said(_)
        raise NotIssuable(_("Tệp không qua được kiểm tra chữ ký: %(why)s") % {"why": why})
    people = [s for s in verdict.signatures if s.kind is signing.Kind.PERSONAL]
    wanted = letters.signer_count(document)
    if len(people) < wanted:
        raise NotIssuable(
            _("Văn bản có %(wanted)d người ký nhưng tệp chỉ có %(found)d chữ ký cá nhân.")
            % {"wanted": wanted, "found": len(people)}
        )
    _require_seals(document, verdict, on)
    return (
        verdict.as_plain()
        | {
            "form": form_of(content, verdict, on),
            "annexes": _annex_verdicts(document, named.name, on),
        }
        | counted_of(document, verdict, named.name, at, at)
    )


def _require_seals(document: OutgoingDocument, verdict: signing.Verdict, on: dt.date) -> None:
    """Of a joint paper the file must bear the agency's signature of every co-issuer."""
    seals = {s.agency for s in verdict.signatures if s.kind is signing.Kind.SEAL}
    for part in letters.joint_issuers(document):
        name = agencies.name_at(part.issuer_id, on).name
        if name not in seals:
            raise NotIssuable(
                _("Tệp không có chữ ký số của cơ quan đồng ban hành: %(name)s.") % {"name": name}
            )


def _issue_day(document: OutgoingDocument, at: dt.datetime) -> dt.date:
    return document.issue_date or timezone.localdate(at)


def counted_of(
    document: OutgoingDocument,
    verdict: signing.Verdict,
    issuer: str,
    at: dt.datetime,
    sent_at: dt.datetime,
) -> dict[str, Any]:
    """Whether the document counts for P2, and why not (§4.3, 4.6), as judged at a moment.

    What is sent are these very bytes, so no delivery can be earlier than the signatures in them;
    annexes in files of their own have been refused already when they are not sealed.
    """
    people = [
        document.signatory_id,
        *document.co_signatories.values_list("person", flat=True),
        *document.joint_issuers.values_list("person", flat=True),
    ]
    known = signing.Issued(
        signatories=tuple(signing.fingerprints_of_person(person) for person in people),
        issuer_name=issuer,
        number=document.number,
        sent_at=sent_at,
    )
    answer = signing.counted(verdict, known, at)
    rule, approved_at = approval_of(document)
    taken_out = signing.exception_of(
        internal=document.internal,
        type_on_paper_list=is_paper_only(document.type_code, _issue_day(document, at)),
        paper_original_rule=rule,
        chosen_at=approved_at,
        issued_at=sent_at,
    )
    return {
        "counts": answer.counts,
        "why_not": answer.reason.value,
        "why_said": answer.sentence,
        "exception": taken_out.value,
        "judged_at": at.isoformat(),
    }


def _annex_verdicts(document: OutgoingDocument, agency: str, on: dt.date) -> list[dict[str, Any]]:
    """Every annex that is a file of its own bears the agency's whole signature (PL I.III.1.d)."""
    found: list[dict[str, Any]] = []
    for row in document.annexes.filter(place=AnnexPlace.FILE).order_by("position"):
        whole = False
        if row.sealed_file is not None:
            with open_file(row.sealed_file) as stream:
                content = stream.read()
            verdict = signing.verify_bytes(content)
            seals = [s for s in verdict.signatures if s.agency == agency]
            whole = verdict.whole and bool(seals)
            form = form_of(content, verdict, on, annex_of=document.reference)
            found.append({"title": row.title, "verdict": verdict.verdict, "form": form})
        if not whole:
            raise NotIssuable(
                _("Phụ lục “%(title)s” là tệp riêng nhưng chưa có chữ ký số hợp lệ của cơ quan.")
                % {"title": row.title}
            )
    return found


# An unknown authority is shown and not counted; these faults are ours and stop the act (Đ32.2.d).
_NEVER_ISSUED = frozenset({"unsigned", "not_valid", "no_personal", "no_agency", "wrong_order"})
