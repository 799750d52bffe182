"""Who takes an envelope on a day: the agency named, or its mail successor when it has ended."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.axis.exchange.rules.clocks import VIETNAM
from lienthong.kernel.agencies.models import Agency, ObligatedAgency
from lienthong.kernel.agencies.queries.lives import mail_successor


class UnknownReceiver(ValueError):
    """A receiver that is no agency, or that ended without anybody to take its mail."""


@dataclass(frozen=True, slots=True)
class Address:
    """The agency that takes the envelope, and the ended one that it was addressed to, if any.

    `outside`: it works on another installation, so the envelope goes out as a file.
    """

    receiver_id: int
    addressed_to_id: int | None = None
    outside: bool = False


def local_day(at: dt.datetime) -> dt.date:
    """The date in Vietnam."""
    return at.astimezone(VIETNAM).date()


def resolve(agency_ids: Iterable[int], at: dt.datetime) -> list[Address]:
    """The addresses in the order given, each receiver once; raises `UnknownReceiver`.

    An agency that is named itself comes before one that only takes its mail.
    """
    wanted = list(dict.fromkeys(agency_ids))
    day = local_day(at)
    rows = Agency.objects.on(day).filter(pk__in=wanted)
    alive = dict(rows.values_list("pk", "outside"))
    gone = set(wanted) - set(alive)
    ended = set(Agency.objects.filter(pk__in=gone).values_list("pk", flat=True)) if gone else set()
    taken = {pk: Address(pk, outside=alive[pk]) for pk in wanted if pk in alive}
    for pk in wanted:
        if pk in alive:
            continue
        heir = mail_successor(pk, day) if pk in ended else None
        if heir is None:
            raise UnknownReceiver(
                _("Nơi nhận số %(pk)d không có trong danh mục hoặc đã kết thúc hoạt động"
                  " mà chưa có nơi nhận thay.") % {"pk": pk}
            )  # fmt: skip
        taken.setdefault(heir.agency_id, Address(heir.agency_id, pk))
    return list(taken.values())


def obligated(at: dt.datetime) -> set[int]:
    """The agencies that must exchange their documents on the day."""
    rows = ObligatedAgency.objects.on(local_day(at))
    return set(rows.values_list("agency_id", flat=True))
