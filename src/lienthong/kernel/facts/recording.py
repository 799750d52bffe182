"""Recording an act: one transaction, exactly one fact, one line for each row changed.

    with act("documents.issued", by=actor, at=at, subject=document):
        ...

Rows written inside become the fact's lines by the database's own triggers. An act inside an act
joins it: its name is added to the outer fact, so that one doing leaves one record.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Model

from lienthong.kernel.access.actor import Actor


class NaiveTime(ValueError):
    """An act was given a time without a zone."""


class OpenAct:
    """The act being recorded; services may name its subject once it exists."""

    def __init__(self, fact_id: int, name: str) -> None:
        self.fact_id = fact_id
        self.name = name
        self.includes: list[str] = []
        self.subject: tuple[str, str] = ("", "")
        self.payload: dict[str, Any] | None = None

    def about(self, subject: Model) -> None:
        """Name the row that the act is about."""
        self.subject = (subject._meta.label_lower, str(subject.pk))


class JoinedAct(OpenAct):
    """An act inside another: it may name a subject only where the outer act has none."""

    def __init__(self, outer: OpenAct, name: str) -> None:
        super().__init__(outer.fact_id, name)
        self._outer = outer

    def about(self, subject: Model) -> None:
        """Name the row that the act is about, unless the outer act did."""
        if self._outer.subject == ("", ""):
            self._outer.about(subject)


_open: ContextVar[OpenAct | None] = ContextVar("lienthong_act", default=None)


@contextmanager
def act(
    name: str,
    *,
    by: Actor,
    at: dt.datetime,
    subject: Model | None = None,
    agency_id: int | None = None,
    payload: dict[str, Any] | None = None,
) -> Iterator[OpenAct]:
    """Record one act.

    `name` is a dotted event name; `agency_id` the agency for whom, the actor's own by default;
    `payload` erasable values (its salted digest is what is sealed). Raises `NaiveTime`; rolls all
    back when the block raises.
    """
    if at.tzinfo is None:
        raise NaiveTime(name)
    outer = _open.get()
    if outer is not None:
        with transaction.atomic():
            outer.includes.append(name)
            yield JoinedAct(outer, name)
        return
    with transaction.atomic():
        opened = OpenAct(_begin(), name)
        opened.payload = payload
        if subject is not None:
            opened.about(subject)
        token = _open.set(opened)
        try:
            yield opened
        finally:
            _open.reset(token)
        _close(opened, by=by, at=at, agency_id=by.agency_id if agency_id is None else agency_id)


def join(name: str, at: dt.datetime) -> OpenAct | None:
    """The act under way, which `name` joins from now on; None where there is none.

    For a writer whose function in the database writes its rows and, outside an act, opens and
    closes one of its own there: the lines are made by the same triggers. Raises `NaiveTime`.
    """
    if at.tzinfo is None:
        raise NaiveTime(name)
    outer = _open.get()
    if outer is None:
        return None
    outer.includes.append(name)
    return JoinedAct(outer, name)


def _begin() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts_begin()")
        return int(cursor.fetchone()[0])


def _close(opened: OpenAct, *, by: Actor, at: dt.datetime, agency_id: int) -> None:
    payload = None if opened.payload is None else json.dumps(opened.payload, cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT facts_close(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::text[], %s::jsonb)",
            [
                opened.fact_id,
                opened.name,
                agency_id,
                by.person_id,
                by.post_id,
                by.stands_in_for,
                at,
                by.request_id,
                by.channel,
                *opened.subject,
                opened.includes,
                payload,
            ],
        )


def erase(subject: Model) -> int:
    """Destroy salts and payloads of all own facts about a row; the chain stays provable.

    For a lawful destruction only (Đ18.4.b, PL VI I.III.8 NĐ 30/2020). Returns how many facts lost
    their key. Runs inside the act that records the destruction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts_erase(%s, %s)", [subject._meta.label_lower, str(subject.pk)])
        return int(cursor.fetchone()[0])


def after_commit(callback: Callable[[], Any]) -> None:
    """Run something that the outside sees (mail, a message) only when the act has been kept."""
    transaction.on_commit(callback)
