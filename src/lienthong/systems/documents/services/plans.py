"""Danh mục hồ sơ: the year's list of files that an agency foresees (Đ28 NĐ 30/2020)."""

import datetime as dt

from django.db import IntegrityError
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, Forbidden, require
from lienthong.kernel.access.walls import limit
from lienthong.kernel.facts.recording import act

from .. import rules
from ..choices import Verb
from ..models import FilePlan, FilePlanLine
from .keeping import FileRefused, NotationTaken, refuse_unnamed


def open_plan(*, year: int, title: str, decision: str = "", by: Actor, at: dt.datetime) -> FilePlan:
    """The year's list of files of the own agency; the same year again is the same list (Đ28)."""
    require(by, Verb.PLAN_FILES)
    if not 2000 <= year <= 2100 or not title.strip():
        raise FileRefused(_("Hãy ghi năm và tên danh mục hồ sơ."))
    known = limit(FilePlan.objects.all(), by).filter(agency_id=by.agency_id, year=year).first()
    if known is not None:
        return known
    with act("documents.plan_opened", by=by, at=at) as fact:
        plan = FilePlan.objects.create(
            agency_id=by.agency_id, year=year, title=title.strip(), decision=decision.strip()
        )
        fact.about(plan)
    return plan


def add_plan_line(
    *,
    plan: FilePlan,
    notation: str,
    title: str,
    retention_years: int | None,
    unit_id: int | None = None,
    person_id: int | None = None,
    by: Actor,
    at: dt.datetime,
) -> FilePlanLine:
    """A file foreseen in the list. Raises `Forbidden`, `FileRefused`, `NotationTaken`."""
    require(by, Verb.PLAN_FILES)
    if plan.agency_id != by.agency_id:
        raise Forbidden(_("Danh mục hồ sơ này của cơ quan khác."), Verb.PLAN_FILES)
    refuse_unnamed(title, notation, retention_years)
    try:
        with act("documents.plan_line_set", by=by, at=at, subject=plan):
            return FilePlanLine.objects.create(
                plan=plan,
                notation=notation.strip(),
                title=title.strip(),
                retention=rules.retention_words(retention_years),
                unit_id=unit_id,
                person_id=person_id,
            )
    except IntegrityError as error:
        raise NotationTaken(_("Danh mục đã có hồ sơ mang số, ký hiệu này.")) from error
