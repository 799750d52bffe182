"""The office's own rules for sending papers straight to a unit (quy chế, Đ23.1)."""

import datetime as dt

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies.models import Unit
from lienthong.kernel.facts.recording import act
from lienthong.kernel.text import fold
from lienthong.kernel.worktime.rules import local_date

from ..choices import Verb
from ..models import RouteRule


class RouteRefused(Exception):
    """A rule that says nothing or points nowhere."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def routes_of(actor: Actor) -> QuerySet[RouteRule]:
    """The rules in force of the own agency in the order in which they are tried."""
    rows = limit(RouteRule.objects.all(), actor).filter(agency_id=actor.agency_id, active=True)
    return rows.select_related("to_unit", "to_post").order_by("position", "pk")


def add_route(
    *,
    type_code: int | None,
    words: str,
    unit_id: int,
    basis: str,
    by: Actor,
    at: dt.datetime,
) -> RouteRule:
    """A rule more, tried last. Raises `Forbidden`, `RouteRefused`."""
    require(by, Verb.SET_RULES)
    if type_code is None and not words.strip():
        raise RouteRefused(_("Hãy chọn tên loại hoặc ghi chữ có trong trích yếu."))
    if not basis.strip():
        raise RouteRefused(_("Hãy ghi quy chế làm căn cứ."))
    if not Unit.objects.on(local_date(at)).filter(pk=unit_id, agency_id=by.agency_id).exists():
        raise RouteRefused(_("Không có phòng, đơn vị này trong cơ quan."))
    last = routes_of(by).aggregate(n=Max("position"))["n"] or 0
    with act("documents.route_set", by=by, at=at) as fact:
        rule = RouteRule.objects.create(
            agency_id=by.agency_id,
            position=last + 1,
            type_code=type_code,
            words=fold(words.strip()),
            to_unit_id=unit_id,
            basis=basis.strip(),
        )
        fact.about(rule)
    return rule


def end_route(*, rule_id: int, by: Actor, at: dt.datetime) -> None:
    """The rule no longer holds; it stays as a record. Raises `Forbidden`, `RouteRefused`."""
    require(by, Verb.SET_RULES)
    rule = routes_of(by).filter(pk=rule_id).first()
    if rule is None:
        raise RouteRefused(_("Quy tắc này không còn áp dụng."))
    with act("documents.route_ended", by=by, at=at, subject=rule):
        rule.active = False
        rule.save(update_fields=["active"])
