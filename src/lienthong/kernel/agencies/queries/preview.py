"""What a proposed decision would do, in numbers and names, before anybody carries it out."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.kernel.agencies import handover
from lienthong.kernel.agencies.models import (
    Agency,
    AgencyCode,
    Decision,
    PlaceCode,
    Post,
    PostHolding,
)
from lienthong.kernel.agencies.rules.plan import Plan, PlanRejected, parse_plan

from .naming import names_of


@dataclass(frozen=True, slots=True)
class Following:
    """One line of the preview: who follows whom."""

    old: str
    new: str
    kind: str
    part: bool
    takes_mail: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What would close, open and move; `refusals` stop it, `warnings` do not."""

    decision_id: int
    effective_on: dt.date | None
    closes: tuple[tuple[int, str], ...]
    opens: tuple[str, ...]
    moves: tuple[tuple[str, str], ...]
    renames: tuple[tuple[str, str], ...]
    follows: tuple[Following, ...]
    split: tuple[str, ...]
    posts_ending: int
    people_leaving: int
    open_work: tuple[tuple[str, int], ...]
    refusals: tuple[str, ...]
    warnings: tuple[str, ...]


def preview_decision(decision: Decision) -> Preview:
    """Work out a proposal on the present structure without changing anything.

    Counts of open work cover what the reader may see; carrying out counts all of it.
    """
    refusals: list[str] = []
    plan = Plan()
    try:
        plan = parse_plan(decision.plan)
    except PlanRejected as error:
        refusals.append(error.message)
    day = decision.effective_on
    ids = _ids(plan, day)
    missing = sorted(plan.existing() - set(ids))
    if missing and decision.state == "proposed":
        refusals.append(
            _("Vào ngày có hiệu lực chưa có: %(names)s.") % {"names": ", ".join(missing[:8])}
        )
    names = _names(plan, ids)
    closing = [ids[key] for key in plan.close if key in ids]
    ending = Post.objects.filter(agency__in=closing)
    held = PostHolding.objects.filter(post__agency__in=closing)
    if day is not None:
        ending, held = ending.filter(period__contains=day), held.filter(period__contains=day)
    return Preview(
        decision_id=decision.pk,
        effective_on=day,
        closes=tuple((ids[key], names[key]) for key in plan.close if key in ids),
        opens=tuple(entry.short_name for entry in plan.open),
        moves=tuple((names[m.agency], names.get(m.parent or "", "")) for m in plan.move),
        renames=tuple((names[r.agency], r.short_name) for r in plan.rename),
        follows=tuple(
            Following(names[s.from_], names[s.to], s.kind, s.part, s.takes_mail)
            for s in plan.succeed
        ),
        split=tuple(
            names[key]
            for key in plan.close
            if not any(s.takes_mail for s in plan.succeed if s.from_ == key)
        ),
        posts_ending=ending.count(),
        people_leaving=held.values("person").distinct().count(),
        open_work=_open_work(closing),
        refusals=tuple(refusals),
        warnings=tuple(_warnings(plan, ids)),
    )


def _ids(plan: Plan, day: dt.date | None) -> dict[str, int]:
    rows = Agency.objects.filter(key__in=plan.existing())
    if day is not None:
        rows = rows.on(day)
    return dict(rows.values_list("key", "pk"))


def _names(plan: Plan, ids: dict[str, int]) -> dict[str, str]:
    named = names_of(ids.values())
    names = {key: named[pk].short_name for key, pk in ids.items() if pk in named}
    names |= {entry.key: entry.short_name for entry in plan.open}
    return {key: key for key in plan.existing()} | names


def _open_work(closing: list[int]) -> tuple[tuple[str, int], ...]:
    return tuple(
        (provider.label, provider.open_items(closing, None).count())
        for provider in handover.providers().values()
    )


def _warnings(plan: Plan, ids: dict[str, int]) -> list[str]:
    """Codes that another unit bears or bore: true of 95 of the 96 communes of 2025."""
    given = {entry.place.gso for entry in plan.open if entry.place is not None}
    used = PlaceCode.objects.filter(code__in=given).values("code").distinct().count()
    warnings = []
    if used:
        warnings.append(
            _(
                "%(count)s mã đơn vị hành chính mới trùng mã của đơn vị cũ; mã không phải là danh tính."
            )
            % {"count": used}
        )
    codes = [code.code for entry in plan.open for code in entry.codes]
    bearers = AgencyCode.objects.filter(code__in=codes, period__upper_inf=True)
    staying = bearers.exclude(agency__in=[ids[key] for key in plan.close if key in ids])
    warnings.extend(
        _("Mã %(code)s đang dùng cho một cơ quan không kết thúc.") % {"code": code}
        for code in staying.values_list("code", flat=True)
    )
    return warnings
