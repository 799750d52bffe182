"""Workflow: transitions as a table, and one function that performs them.

A system lists its transitions; `Flow.perform` locks the row, checks state and policy, runs the
caller's effect, writes the state and records the act, all in one transaction. The diagram in each
README and the table of who may do what are made from the same rows (`diagram`).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.access.walls import limit
from lienthong.kernel.facts.recording import act

M = TypeVar("M", bound=Model)


class WrongState(Exception):
    """The row is not in a state from which this act leads on; nothing was changed."""

    def __init__(self, message: str, verb: str, state: str) -> None:
        super().__init__(message)
        self.message = message
        self.verb = verb
        self.state = state


class NotFound(Exception):
    """No such row among those that the actor may see."""


@dataclass(frozen=True)
class Transition(Generic[M]):
    """One row of the table.

    `policy(actor, obj)` answers whether this actor may do it on this row; `target` may be "" for
    an act that leaves the state as it is; `event` is the dotted name of the recorded fact.
    """

    verb: str
    sources: tuple[str, ...]
    target: str
    policy: Callable[[Actor, M], bool]
    event: str
    label: Any
    refusal: Any = ""


@dataclass(frozen=True)
class Flow(Generic[M]):
    """The transitions of one kind of row."""

    name: str
    transitions: tuple[Transition[M], ...]
    field: str = "state"
    labels: dict[str, Any] | None = None

    def transition(self, verb: str, state: str) -> Transition[M] | None:
        """The transition of that verb from that state, if the table has it."""
        for row in self.transitions:
            if row.verb == verb and state in row.sources:
                return row
        return None

    def open_to(self, obj: M, actor: Actor) -> list[Transition[M]]:
        """What this actor may do with this row now, in the order of the table."""
        state = getattr(obj, self.field)
        return [t for t in self.transitions if state in t.sources and t.policy(actor, obj)]

    def perform(
        self,
        obj: M,
        verb: str,
        *,
        by: Actor,
        at: dt.datetime,
        effect: Callable[[M], Any] | None = None,
        payload: dict[str, Any] | None = None,
        agency_id: int | None = None,
    ) -> M:
        """Perform one act on the row; returns it as it stands afterwards.

        Raises `NotFound` when the actor may not see it, `WrongState` when another act came first
        (a second click, a colleague), `Forbidden` when the policy says no. The effect may change
        fields of the row; they are saved with the state.
        """
        model = type(obj)
        event = next((t.event for t in self.transitions if t.verb == verb), None)
        if event is None:
            raise KeyError(f"{self.name} has no act {verb!r}")
        with act(event, by=by, at=at, subject=obj, payload=payload, agency_id=agency_id):
            rows = limit(model._default_manager.all(), by)
            # The lock of a plain UPDATE: a row that only points here (a notice, a text) waits for nobody.
            locked = rows.select_for_update(of=("self",), no_key=True).filter(pk=obj.pk).first()
            if locked is None:
                raise NotFound(_("Không tìm thấy, hoặc bạn không được xem."))
            row = self._allowed(locked, verb, by)
            if effect is not None:
                effect(locked)
            if row.target:
                setattr(locked, self.field, row.target)
            locked.save()
        return locked

    def _allowed(self, obj: M, verb: str, by: Actor) -> Transition[M]:
        state = getattr(obj, self.field)
        row = self.transition(verb, state)
        if row is None:
            raise WrongState(
                _("Việc này không làm được khi đang ở trạng thái “%(state)s”. Hãy tải lại trang.")
                % {"state": self.label(state)},
                verb,
                state,
            )
        if not row.policy(by, obj):
            message = str(row.refusal) or _(
                "Bạn không được làm việc này với văn bản, nhiệm vụ này."
            )
            raise Forbidden(message, verb)
        return row

    def label(self, state: str) -> str:
        """The Vietnamese name of a state."""
        return str((self.labels or {}).get(state, state))

    def diagram(self) -> str:
        """The state diagram as Mermaid text, for the README that a test compares."""
        lines = ["stateDiagram-v2"]
        lines += [
            f"    {source or '[*]'} --> {row.target or source}: {row.verb}"
            for row in self.transitions
            for source in row.sources
        ]
        return "\n".join(lines)
