"""The one form of a kind of open work: whose it is, what it is called, and who takes it over."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Model, QuerySet

from lienthong.kernel.access.actor import Actor, nobody
from lienthong.kernel.access.context import current_actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import PostHolding, Unit
from lienthong.kernel.facts.recording import act
from lienthong.kernel.worktime.rules import local_date


class Kind:
    """A kind of open work: a model, the words of its title, its open rows, and how one is taken.

    `titled` are paths whose words name a row. A kind says which rows are open (`rows`) and what becomes
    of one (`take`); locking, order, the person's narrowing and the recorded act are the same for all.
    """

    model: ClassVar[type[Model]]
    titled: ClassVar[tuple[str, ...]]
    event: ClassVar[str] = "documents.taken_over"
    with_related: ClassVar[tuple[str, ...]] = ()

    @property
    def label(self) -> str:
        """What the work is called on the sheet."""
        raise NotImplementedError

    def rows(self, agency_ids: list[int]) -> QuerySet[Any]:
        """The open rows of agencies, with what the kernel asks of them (`kernel.agencies.handover`)."""
        raise NotImplementedError

    def take(self, row: Any, taker: "Taker") -> None:
        """Make one locked row the new owner's and save it."""
        raise NotImplementedError

    def open_items(self, agency_ids: Sequence[int], person_id: int | None) -> QuerySet[Any]:
        """The open rows, of one person where given."""
        found = self.rows(list(agency_ids))
        return found if person_id is None else found.filter(person_id=person_id)

    def describe(self, item_ids: Sequence[int]) -> dict[int, str]:
        """A title for each row that the present reader may see."""
        rows = self.model._default_manager.filter(pk__in=list(item_ids))
        found = limit(rows, current_actor() or nobody()).values_list("pk", *self.titled)
        return {row[0]: " · ".join(str(part) for part in row[1:] if part) for row in found}

    def hand_over(
        self,
        item_ids: Sequence[int],
        *,
        to_agency_id: int,
        to_person_id: int | None,
        by: Actor,
        at: dt.datetime,
    ) -> None:
        """Each row in one order, under a lock, in one act of the agency that takes it."""
        with act(self.event, by=by, at=at, agency_id=to_agency_id):
            taker = Taker(to_agency_id, to_person_id, by, at)
            rows = self.model._default_manager.select_for_update(of=("self",))
            for row in (
                rows.filter(pk__in=list(item_ids)).select_related(*self.with_related).order_by("pk")
            ):
                self.take(row, taker)


class Taker:
    """Who takes over: the agency, the person where one is named, and the unit that he works in."""

    def __init__(self, agency_id: int, person_id: int | None, by: Actor, at: dt.datetime) -> None:
        self.agency_id, self.person_id, self.by, self.at = agency_id, person_id, by, at
        self.on = local_date(at)
        self.unit_id = self.unit_of(person_id)

    def unit_of(self, person_id: int | None) -> int | None:
        """The unit of somebody of the agency."""
        if person_id is None:
            return None
        held = PostHolding.objects.on(self.on).filter(
            person_id=person_id, post__agency_id=self.agency_id
        )
        return held.values_list("post__unit_id", flat=True).first()

    def standing_unit(self, unit_id: int | None) -> int | None:
        """The unit with which work may go on waiting: none where it has ended."""
        rows = Unit.objects.on(self.on).filter(pk=unit_id or 0)
        return rows.values_list("pk", flat=True).first()

    def somebody(self, else_: int) -> int:
        """Who holds what must have a holder: the one named, else the head, else who held it."""
        if self.person_id is not None:
            return self.person_id
        head = agencies.head_of(self.agency_id, self.on)
        return head.person_id if head is not None else else_
