"""What both kinds of message at the edge share: receipts, refusals, and whom a code names."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.axis.exchange.choices import SignatureVerdict
from lienthong.axis.exchange.models import Package
from lienthong.axis.exchange.rules.envelope_signature import Verdict
from lienthong.axis.exchange.rules.messages import Envelope
from lienthong.kernel.agencies.models import Agency, AgencyCode

from . import addressing, alarms


class EdgeRefused(alarms.Refused):
    """A file that the edge does not take; `code` is the hub's error code."""

    def __init__(self, message: str, code: str, alarm: alarms.Alarm | None = None) -> None:
        super().__init__(message, alarm)
        self.code = code


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender of a file gets: the same for the same file, however often it comes."""

    document_id: str
    sha256: str
    at: dt.datetime
    delivery_ids: tuple[int, ...]
    verdict: str
    verdict_text: str
    warnings: tuple[str, ...]
    repeated: bool


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that has been read: its envelope, the SHA-256 of its bytes, the answer on its seal."""

    envelope: Envelope
    digest: str
    verdict: Verdict

    @property
    def is_believed(self) -> bool:
        """Whether a node of our own vouches for it."""
        return self.verdict.answer == SignatureVerdict.VALID

    def receipt(self, package: Package, ids: Iterable[int], repeated: bool) -> Receipt:
        """The receipt for a document."""
        return Receipt(
            package.document_id, self.digest, package.created_at, tuple(sorted(ids)),
            package.envelope_verdict, package.envelope_verdict_text, self.envelope.warnings,
            repeated,
        )  # fmt: skip


def agency_of(code: str, at: dt.datetime, error: str, sentence: str) -> int:
    """The agency that a code names on the day, or that it last named before; raises `EdgeRefused`."""
    day = addressing.local_day(at)
    rows = list(AgencyCode.objects.filter(code=code).order_by("period"))
    for row in rows:
        since, until = row.period.lower, row.period.upper
        if (since is None or since <= day) and (until is None or day < until):
            return int(row.agency_id)
    if rows:
        return int(rows[-1].agency_id)
    raise EdgeRefused(sentence % {"code": code}, error)


def is_own(agency_id: int) -> bool:
    """Whether the agency works on this installation, so that nothing of it comes as a file."""
    return Agency.objects.filter(pk=agency_id, outside=False).exists()


def comes_by_exchange(code: str, alarm: alarms.Alarm | None = None) -> EdgeRefused:
    """The refusal of a file in the name of an agency of this installation."""
    return EdgeRefused(
        _("Cơ quan gửi dùng chung hệ thống này: văn bản và trạng thái của cơ quan đó đến qua liên"
          " thông, không nhận từ tệp."), code, alarm,
    )  # fmt: skip
