"""Screens over a province of many papers, against a bare Django page of the same rows.

The bare page: Django's usual seven middlewares, somebody signed in, one plain indexed query as the
owner (no policies), the same number of rows with as many columns in a plain template. Both are asked
in turns in one process through Django's own handler, so that a busy machine is busy for both; the
figures are medians. Search is timed by itself as well: seconds in the database for rare, medium and
very common words, for an agency and for one who sees all agencies.

LIENTHONG_BENCH_PAPERS sets the size (100,000; the million of docs/speed.md takes long to make), and
LIENTHONG_BENCH_KEEP=1 keeps the database `lt_bench_pages_<size>` for the next run.
"""

import datetime as dt
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAPERS = int(os.environ.get("LIENTHONG_BENCH_PAPERS", "100000"))
ROUNDS = int(os.environ.get("LIENTHONG_BENCH_ROUNDS", "40"))
TARGET = 0.5  # of the bare page's rate, at least
SEARCH_TARGET = 100.0  # milliseconds
NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)  # the morning after the last day made
DOMAIN = "mau.lienthong.example"
USUAL = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
IN_COLUMNS = (
    "arrival_number",
    "arrived_at",
    "reference",
    "issuer_name",
    "subject",
    "lead_unit_id",
    "state",
)
WORDS = {
    "none": "không có chữ nàyđâu",
    "rare": "dự án mẫu 77777",
    "number": "139/UBND-VP",
    "medium": "kè Bình Sơn",
    "medium without marks": "ke binh son",
    "common": "cải cách hành chính",
    "very common": "công văn",
    "every paper": "năm",
    "text only": "công trình xuống cấp",
}  # fmt: skip


@dataclass(frozen=True)
class Screen:
    """One screen: its address, who asks, and the bare page of the same rows."""

    name: str
    address: str
    who: str
    model: str
    columns: tuple[str, ...]
    order: str


SCREENS = (
    Screen("desk", "/", "vanthu", "documents.IncomingDocument", IN_COLUMNS[:4], "-arrived_at"),
    Screen("incoming", "/van-ban/den/", "vanthu", "documents.IncomingDocument", IN_COLUMNS, "-arrived_at"),
    Screen("outgoing", "/van-ban/di/", "vanthu", "documents.OutgoingDocument",
           ("reference", "issue_date", "subject", "signatory_id", "drafter_id", "state"), "-issue_date"),
    Screen("search", "/tra-cuu/?q=cải+cách+hành+chính", "vanthu", "documents.IncomingDocument",
           IN_COLUMNS, "-arrived_at"),
    Screen("tasks", "/nhiem-vu/", "chanhvanphong", "tasks.Task",
           ("action", "lead_agency_id", "source_reference", "deadline", "state"), "id"),
    Screen("board", "/bang-dieu-hanh/?tu-dau-nam=1", "chutich", "agencies.AgencyName",
           ("name", "agency_id", "short_name"), "id"),
)  # fmt: skip


def measure(name: str) -> dict[str, Any]:
    """Both pages of every screen in turns, and the searches."""
    from django.test import Client

    found: dict[str, Any] = {}
    for screen in SCREENS:
        ours = Client()
        _sign_in(ours, screen.who)
        body, queries = _first(ours, screen.address)
        shape = _shape(body)
        rows = sum(many for many, _cells in shape)
        bare = _bare_client(screen, shape)
        seconds: dict[str, list[float]] = {"ours": [], "bare": []}
        for _round in range(ROUNDS):
            seconds["ours"].append(_timed(lambda c=ours, s=screen: c.get(s.address)))
            seconds["bare"].append(_timed(lambda c=bare: c.get("/bare/")))
        ms = {key: statistics.median(values) * 1000 for key, values in seconds.items()}
        found[screen.name] = {
            "rows": rows, "queries": queries, "ms": round(ms["ours"], 1),
            "bare_ms": round(ms["bare"], 1), "rate_to_bare": round(ms["bare"] / ms["ours"], 2),
        }  # fmt: skip
    return found


def _timed(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    response = act()
    seconds = time.perf_counter() - began
    if response.status_code != 200:
        raise AssertionError(response.status_code)
    return seconds


def _first(client: Any, address: str) -> tuple[str, int]:
    """The page as it comes, and how many queries it asks once everything is warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    if response.status_code != 200:
        raise AssertionError(f"{address}: {response.status_code}")
    return response.content.decode(), len(asked)


def _sign_in(client: Any, who: str) -> None:
    from lienthong.axis.identity.models import Account

    client.force_login(
        Account.objects.get(email=f"{who}@{DOMAIN}"),
        backend="lienthong.axis.identity.backends.AccountBackend",
    )


def _shape(body: str) -> list[tuple[int, int]]:
    """The tables of a page as it was drawn: so many rows of so many cells, one after the other."""
    cells = [
        len(re.findall(r"<td|<th scope=.row", row))
        for row in re.findall(r"<tr.*?</tr>", body, re.S)
    ]
    return [(len(list(rows)), many) for many, rows in groupby(cell for cell in cells if cell)]


def _bare_client(screen: Screen, shape: list[tuple[int, int]]) -> Any:
    """A client of the bare page, with its own chain of middlewares and its own address."""
    from types import ModuleType

    from django.apps import apps
    from django.contrib.auth.decorators import login_required
    from django.http import HttpResponse
    from django.template import Context, engines
    from django.test import Client, override_settings
    from django.urls import path

    tables, rows = "", 0
    for many, cells in shape:
        drawn = "".join(f"<td>{_cell(part)}</td>" for part in _parts(screen.columns, cells))
        tables += f'<table>{{% for row in rows|slice:"{rows}:{rows + many}" %}}<tr>{drawn}</tr>{{% endfor %}}</table>'
        rows += many
    template = (
        engines["django"]
        .from_string(
            "<!doctype html><html lang='vi'><head><title>{{ title }}</title></head><body><h1>{{ title }}"
            f"</h1>{tables}</body></html>"
        )
        .template
    )
    query = apps.get_model(screen.model).objects.using("bare").order_by(screen.order, "pk")
    if hasattr(query.model, "agency_id") and screen.name != "board":
        query = query.filter(agency_id=_agency(screen.who))
    query = query.only("pk", *screen.columns)

    def page(_request: Any) -> HttpResponse:
        context = Context({"title": screen.name, "rows": list(query[:rows])})
        return HttpResponse(template.render(context))

    urls = ModuleType(f"bare_{screen.name}")
    urls.urlpatterns = [path("bare/", login_required(page))]  # type: ignore[attr-defined]
    sys.modules[urls.__name__] = urls
    client = Client()
    _sign_in(client, screen.who)
    with override_settings(MIDDLEWARE=USUAL):
        client.handler.load_middleware()
    chain = client.handler._middleware_chain

    def at_bare_address(request: Any) -> Any:
        request.urlconf = urls.__name__
        return chain(request)

    client.handler._middleware_chain = at_bare_address
    return client


def _parts(columns: tuple[str, ...], cells: int) -> list[tuple[str, ...]]:
    """The columns laid into so many cells: some twice where there are more, two in the last where fewer."""
    if len(columns) > cells:
        return [(column,) for column in columns[: cells - 1]] + [columns[cells - 1 :]]
    return [(columns[n % len(columns)],) for n in range(cells)]


def _cell(columns: tuple[str, ...]) -> str:
    return "<br>".join("{{ row." + column + " }}" for column in columns)


def _agency(who: str) -> int:
    return _actor(who).agency_id


def _actor(who: str) -> Any:
    from lienthong.kernel.access.queries import actor_for
    from lienthong.kernel.agencies.models import Person

    person = Person.objects.get(email=f"{who}@{DOMAIN}")
    actor = actor_for(person.pk, on=NOW.date())
    if actor is None:
        raise LookupError(who)
    return actor


def searches() -> dict[str, Any]:
    """Milliseconds of each search, median of rounds, for an agency and for all agencies."""
    from django.db import connection

    from lienthong.kernel.access.context import acting
    from lienthong.systems.documents.queries.searching import Asked, search

    clerk = _actor("vanthu")
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(id) FROM agencies_agency")
        everywhere = frozenset(cursor.fetchone()[0])
    found: dict[str, Any] = {}
    for who, actor in (
        ("agency", clerk), ("all agencies", replace(clerk, agency_ids=everywhere)),
    ):  # fmt: skip
        with acting(actor):
            for name, words in WORDS.items():
                ms = []
                for _round in range(9):
                    began = time.perf_counter()
                    ids = search(Asked(words=words), actor, most=51)
                    ms.append((time.perf_counter() - began) * 1000)
                found[f"{who}: {name}"] = {
                    "ms": round(statistics.median(ms[1:]), 1), "hits": len(ids),
                }  # fmt: skip
            began = time.perf_counter()
            ids = search(Asked(cited="139/QĐ-UBND"), actor, most=51)
            found[f"{who}: cited number"] = {
                "ms": round((time.perf_counter() - began) * 1000, 1), "hits": len(ids),
            }  # fmt: skip
    return found


@contextmanager
def database_of(size: int) -> Iterator[tuple[str, dict[str, float]]]:
    """A database with so many papers; gone afterwards unless it is to be kept."""
    import psycopg
    from benchmarks.made import province
    from tests.support import database
    from tests.support.roles import as_role

    from lienthong.axis.exchange.services import folding
    from lienthong.systems.documents.models.counting import SIGNED
    from lienthong.systems.tasks.models import TALLY

    name = f"lt_bench_pages_{size}"
    keep = os.environ.get("LIENTHONG_BENCH_KEEP") == "1"
    with database.admin() as admin:
        there = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    seconds: dict[str, float] = {}
    if not (keep and there):
        database.clone(database.template(), name)
        with psycopg.connect(database.ADMIN, dbname=name, autocommit=True) as link:
            seconds = province.fill(link, size, tell=lambda line: print(line, file=sys.stderr))
        with as_role("lt_owner", name):
            SIGNED.refill()
            TALLY.refill()
            folding.fold()  # as the worker has done
    try:
        yield name, seconds
    finally:
        if not keep:
            database.drop(name)


def main() -> dict[str, Any]:
    """All screens and searches in one run."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    os.environ.setdefault("LIENTHONG_SECRET_KEY", "only-in-benchmarks-only-in-benchmarks")
    os.environ.setdefault("LIENTHONG_MODE", "sample")
    import logging

    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.conf import settings
    from django.db import connections
    from tests.support import database

    from lienthong.config.settings import _database

    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["testserver"]
    # Addresses of files without a manifest: nothing is served here.
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    if not database.ADMIN:
        return {"name": "pages", "skipped": "LIENTHONG_PG_ADMIN_URL is not set"}
    with database_of(PAPERS) as (name, seconds):
        connections["default"].close()
        connections["default"].settings_dict.update(_database(database.url("lt_app", name)))
        connections.settings["bare"] = connections["default"].settings_dict | _database(
            database.url("lt_owner", name)
        )
        _prepare()
        with database.admin(name) as link:  # as a server stands that has vacuumed and written since
            link.execute("VACUUM (ANALYZE)")
            link.execute("CHECKPOINT")
        screens, words = measure(name), searches()
        for link in connections.all():
            link.close()
    return {
        "name": "pages",
        "what": f"screens over {PAPERS} papers, rate as a share of a bare page of the same rows",
        "made_in_seconds": seconds,
        "screens": screens,
        "search_ms": words,
        "rows": [
            {
                "title": f"{name}, {s['rows']} dòng, {s['queries']} câu hỏi",
                "figure": s["ms"],
                "baseline": s["bare_ms"],
                "unit": "ms",
                "ratio": s["rate_to_bare"],
                "target": TARGET,
                "met": s["rate_to_bare"] >= TARGET,
            }
            for name, s in screens.items()
        ]
        + [
            {
                "title": f"tìm: {name}",
                "figure": s["ms"],
                "unit": "ms",
                "target": SEARCH_TARGET,
                "met": s["ms"] <= SEARCH_TARGET,
            }
            for name, s in words.items()
        ],
    }


def _prepare() -> None:
    """The sample accounts and the clock of the last day made."""
    from lienthong.axis.identity import api as identity
    from lienthong.config.management.commands.sample_accounts import give_sample_roles
    from lienthong.kernel import clock

    identity.make_sample_accounts(password="only-in-benchmarks-" + os.urandom(6).hex())
    give_sample_roles(NOW)
    clock.now = lambda: NOW  # type: ignore[assignment]


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    print(json.dumps(main(), ensure_ascii=False, indent=2))
