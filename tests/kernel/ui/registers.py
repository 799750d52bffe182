"""A register over real rows for the tests: long works of one person, with every kind of sort key."""

import datetime as dt
import random
from typing import Any

from django.db.models import Q, QuerySet

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.ui import marks
from lienthong.kernel.ui.lists import (
    Choice,
    Column,
    Flag,
    ListAction,
    Option,
    Period,
    Register,
    Related,
    RowAction,
    Sort,
)
from lienthong.kernel.ui.models import LongWork, WorkState

START = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)


def make_rows(actor: Actor, count: int, seed: int = 7) -> list[LongWork]:
    """So many rows of the person, with equal keys and nulls on purpose."""
    dice = random.Random(seed)
    rows = []
    for number in range(count):
        ended = dice.choice((None, START - dt.timedelta(days=dice.randrange(9))))
        rows.append(
            LongWork(
                person_id=actor.person_id,
                kind=dice.choice(("a", "b", "c")),
                title=f"Phát hành lần {number}",
                total=dice.randrange(5),
                state=WorkState.FINISHED if ended else WorkState.RUNNING,
                asked_at=START - dt.timedelta(hours=dice.randrange(400)),
                moved_at=START,
                ended_at=ended,
            )
        )
    return LongWork.objects.bulk_create(rows)


def rows_of(actor: Actor) -> QuerySet[LongWork]:
    """The person's rows."""
    return limit(LongWork.objects.all(), actor)


def by_words(query: QuerySet[Any], words: str, actor: Actor) -> QuerySet[Any]:
    """Rows whose title holds the words."""
    return query.filter(title__icontains=words)


def register(**changes: Any) -> Register:
    """The declaration."""
    fields: dict[str, Any] = {
        "name": "tests.works",
        "title": "Việc dài",
        "rows": rows_of,
        "search": by_words,
        "columns": (
            Column(key="title", label="Tên việc", value="title", kind="long", lead=True),
            Column(key="total", label="Số mục", value="total", kind="number", sort="total"),
            Column(key="asked", label="Bắt đầu", value="asked_at", kind="moment", sort="asked"),
            Column(key="ended", label="Xong", value="ended_at", kind="date", sort="ended"),
            Column(
                key="state",
                label="Tình trạng",
                value=lambda row: str(WorkState(row.state).label),
                mark=lambda row: marks.status(str(WorkState(row.state).label), "moving"),
            ),
        ),
        "sorts": (
            Sort("asked", "lúc bắt đầu", ("-asked_at",)),
            Sort("total", "số mục", ("total", "-asked_at")),
            Sort("ended", "lúc xong", ("-ended_at?",)),
            Sort("kind", "loại", ("kind", "ended_at?", "-total")),
        ),
        "filters": (
            Period(key="asked", label="Bắt đầu", path="asked_at", phrase="bắt đầu", is_moment=True),
            Choice(
                key="kind",
                label="Loại",
                condition="kind",
                options=(Option("a", "Loại A", "loại A"), Option("b", "Loại B", "loại B")),
            ),
            Flag(
                key="open",
                label="Chưa xong",
                phrase="chưa xong",
                condition=Q(ended_at__isnull=True),
            ),
            Related(
                key="work",
                label="Việc",
                phrase="là",
                condition="pk",
                name_of=lambda pk: "việc này" if pk == 1 else None,
                search_url=lambda: "/-/agencies/",
            ),
        ),
        "row_url": lambda row: f"/viec/{row.pk}/",
        "row_action": lambda row, _actor: None if row.ended_at else RowAction("Dừng", "/dung/"),
        "actions": (
            ListAction(label="Bỏ", url="/bo/"),
            ListAction(label="Ký", url="/ky/", verb="sign"),
        ),
    }
    return Register(**(fields | changes))
