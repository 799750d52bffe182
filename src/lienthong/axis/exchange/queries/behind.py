"""The lists behind the percentages of the exchange: the rule of each number, as rows."""

import datetime as dt
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from lienthong.axis.exchange.choices import Exemption, Stage
from lienthong.axis.exchange.models import Delivery, Package
from lienthong.axis.exchange.rules.shares import Period
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit


def deliveries_behind(
    actor: Actor, period: Period, *, at: dt.datetime, sender_id: int | None = None,
    receiver_id: int | None = None, stage: str = "", overdue: bool = False,
) -> QuerySet[Delivery]:  # fmt: skip
    """The deliveries behind a number of the board: the same rule, as a list.

    `overdue` keeps what is due and undone; without it all that counts at the cut.
    """
    first, last = period.months
    found = Delivery.objects.filter(
        current=True, counted=True, exemption=Exemption.NONE, month__range=(first, last)
    )
    if sender_id is not None:
        found = found.filter(sender=sender_id)
    if receiver_id is not None:
        found = found.filter(
            receiver=receiver_id, handed_over_at__isnull=False, paper_finding=False
        )
    if stage:
        found = found.filter(stage=stage)
    due = Q(due_at__lte=at)
    found = found.filter(due if overdue else due | Q(stage=Stage.DELIVERED))
    return limit(found, actor).select_related("package", "sender", "receiver").order_by("pk")


def undelivered() -> Q:
    """What P1b misses: no clerk has set 03 with a number."""
    return ~Q(stage=Stage.DELIVERED)


def not_on_time() -> Q:
    """What P1t misses: not registered by its receiver within the time of the law (Đ18.1, Đ4.2.c)."""
    return ~Q(
        stage=Stage.DELIVERED,
        handed_over_at__isnull=False,
        paper_finding=False,
        accepted_at__lte=F("register_due_at"),
    )


def documents_behind(actor: Actor, period: Period, *, at: dt.datetime) -> QuerySet[Any]:
    """The documents behind P1c, each with its deliveries owed by the issuer: `owed`, `failing`.

    A document whose open deliveries are all not yet due is in neither part of the number.
    """
    first, last = period.months
    owed = Q(
        deliveries__current=True, deliveries__counted=True,
        deliveries__exemption=Exemption.NONE, deliveries__hop=0,
    )  # fmt: skip
    open_ = owed & Q(deliveries__accepted_at__isnull=True)
    found: QuerySet[Any] = Package.objects.filter(
        month__range=(first, last), counted=True
    ).annotate(
        owed=Count("deliveries", filter=owed),
        open=Count("deliveries", filter=open_),
        failing=Count("deliveries", filter=open_ & Q(deliveries__due_at__lte=at)),
    )
    found = found.filter(owed__gt=0).filter(Q(open=0) | Q(failing__gt=0))
    return limit(found, actor).select_related("sender").order_by("-failing", "-pk")
