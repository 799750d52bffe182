"""One signed document of 100 KB to 200 offices, durable and with its facts, against the bare inserts.

Ours is the whole way inside the installation, through the services themselves:

* `send`: the exchange's part of the act of issue, as the web's role: package, 200 deliveries,
  200 waiting envelopes, counts, one fact with a line for each row, the job. Signing and numbering
  come before and have benchmarks of their own.
* `carry`: the worker's round, as the worker's role: the bytes held against their digest, the
  signatures of the file judged, 200 arrivals and reports 01, 200 references to the file and 200
  papers in the incoming queues with deadline, probable duplicate and entry in the index of words,
  counts, one fact with a line for each row. Every second document brings the answer that the act
  of issue has just made on it, as papers issued in this installation do (`carry_judged`); the
  others are judged in the round, as those that come from outside.

The baseline inserts exactly the rows that ours left, read back from the database, into plain copies
of the same tables with their indexes: no triggers, keys to other tables, walls or Django; rows that
ours changes are changed, and what it clears is cleared. It commits twice, as ours does. Once row by
row in a pipeline (psycopg's `executemany`: the bare inserts of the target), once as one statement
for each table. Both in turns, in one run. With `workers` two processes carry the same
documents together, and nothing may come twice. Needs LIENTHONG_PG_ADMIN_URL (a superuser's address;
`./lienthong bench` gives it, with fsync on).
"""

import io
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.made.bare import AT, OFFICES, OUTBOX, Bare, Tallies, timed

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = int(os.environ.get("LIENTHONG_BENCH_DOCUMENTS", "15"))
WORKERS = 2
TARGET = 3.0  # times the bare inserts, at most
SIZE = 100 * 1024


def _offices() -> list[int]:
    from lienthong.kernel.agencies.models import Agency

    alive = Agency.objects.on(AT.date()).filter(outside=False).order_by("id")
    return list(alive.values_list("id", flat=True)[: OFFICES + 1])


def signed_paper() -> Callable[[], bytes]:
    """Papers of about 100 KB, each signed, sealed and stamped by the sample keys: no two alike."""
    from benchmarks.signing import Bench

    from lienthong.axis.signing.services import house

    house.verifier()  # makes the sample authority and what trusts it
    bench = Bench(house.data_folder() / "pki")
    return bench.ours


def _send(number: int, content: bytes, sender: int, receivers: Sequence[int]) -> Callable[[], Any]:
    """The act of sending, ready but for the sending itself: file and message are made before.

    Of an even number the answer on the file is made before too, as the act of issue makes it.
    """
    from tests.kernel.people import official

    from lienthong.axis.exchange import api as exchange
    from lienthong.kernel import clock
    from lienthong.kernel.access.context import acting
    from lienthong.kernel.files import services as files
    from lienthong.systems.documents.services import judging

    by = official(sender)
    with acting(by):
        stored = files.store(io.BytesIO(content), name="cv.pdf", agency_id=sender, by=by, at=AT)
        message = exchange.outgoing_message(
            sender_id=sender, number=f"{number}", notation="UBND-NC", issued_on=AT.date(),
            type_name="Công văn", subject="V/v đo tốc độ (mẫu)", signer_name="Người ký (mẫu)",
            document_id=f"bench,{number}",
        )  # fmt: skip
        said = None
        if number % 2 == 0:
            said = judging.at_issue(
                judging.judge(stored, AT.date()), sha256=stored.sha256, on=AT.date(), at=clock.now()
            )

    def send() -> None:
        with acting(by):
            exchange.dispatch(
                sender_id=sender, message=message, files=[exchange.FileIn(stored, judged=said)],
                receivers=receivers, by=by, at=AT,
            )  # fmt: skip

    return send


def _carry() -> None:
    """The worker's round for one document: the oldest that waits."""
    from lienthong.axis.exchange.services import carrying

    done = carrying.carry_round(at=AT, rows=OFFICES)
    if done.carried != OFFICES:
        raise AssertionError(done)


def measure(name: str, link: Any) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Seconds for each document of sending and of carrying, each in turns with the bare inserts,
    so that a machine that is busy for a while is busy for both."""
    from tests.support.roles import as_role

    sender, *receivers = _offices()
    if len(receivers) < OFFICES:
        raise RuntimeError(f"only {len(receivers)} offices on {AT:%Y-%m-%d}")
    paper = signed_paper()
    names = (
        "send", "carry", "carry_judged", "row_by_row_1", "row_by_row_2", "at_once_1", "at_once_2",
    )  # fmt: skip
    found: dict[str, list[float]] = {key: [] for key in names}
    for number in (-1, 0):  # caches, connections and the verifier's process are warm afterwards
        tallies = Tallies(link)
        _send(number, paper(), sender, receivers)()
        with as_role("lt_worker", name):
            _carry()
        tallies.keep()
    copies = Bare(link)

    def baseline(part: int) -> None:
        for way, at_once in (("row_by_row", False), ("at_once", True)):
            copies.clear()
            first, second = copies.write(at_once=at_once)
            found[f"{way}_{part}"].append((first, second)[part - 1])

    for number in range(1, DOCUMENTS + 1):
        found["send"].append(timed(_send(number, paper(), sender, receivers)))
        baseline(1)
    with as_role("lt_worker", name):
        _carry()  # the new connection reads its calendars
        for number in range(2, DOCUMENTS + 1):  # in the order in which they were sent
            found["carry" if number % 2 else "carry_judged"].append(timed(_carry))
            baseline(2)
    check(link, DOCUMENTS + 2)
    return found, copies.counts()


def check(link: Any, documents: int) -> None:
    """Each of the documents stands in each queue once, reported once; raises AssertionError."""
    wanted = documents * OFFICES
    for sql in (
        "SELECT count(DISTINCT delivery_id), count(*) FROM documents_incomingdocument",
        "SELECT count(DISTINCT delivery_id), count(*) FROM exchange_statusreport WHERE code = '01'",
        "SELECT count(*) FILTER (WHERE status = '01'), count(*) FROM exchange_delivery",
        "SELECT count(DISTINCT file_id), count(*) FROM documents_incomingdocument",
    ):
        row = link.execute(sql).fetchone()
        if row != (wanted, wanted):
            raise AssertionError(f"{sql}: {row}, not {wanted}")
    (left,) = link.execute(f"SELECT count(*) FROM {OUTBOX}").fetchone()
    if left:
        raise AssertionError(f"{left} envelopes left")


def _work(url: str, start: Any) -> None:
    """A worker's process: carries until nothing is left."""
    from django.db import connections

    from lienthong.axis.exchange.services import carrying
    from lienthong.config.settings import _database

    connections["default"].settings_dict.update(_database(url))
    carrying.carry_all(lambda: AT)  # nothing yet; connected
    start.wait(60)
    carrying.carry_all(lambda: AT)
    connections["default"].close()


def workers(name: str, link: Any, count: int) -> float:
    """Arrivals per second with so many workers at once, each in a process of its own."""
    from django.db import connections
    from tests.support import database

    sender, *receivers = _offices()
    paper, before = signed_paper(), link.execute("SELECT count(*) FROM exchange_package").fetchone()
    papers = [paper() for _number in range(DOCUMENTS)]
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(count + 1)
    link_url = database.url("lt_worker", name)
    connections["default"].close()
    made = [fork.Process(target=_work, args=(link_url, start)) for _n in range(count)]
    for one in made:
        one.start()
    for number, content in enumerate(papers):
        _send(1000 * count + number, content, sender, receivers)()
    connections["default"].close()
    start.wait(60)
    began = time.perf_counter()
    for one in made:
        one.join(300)
    took = time.perf_counter() - began
    if any(one.exitcode for one in made):
        raise AssertionError("a worker failed")
    check(link, before[0] + DOCUMENTS)
    return DOCUMENTS * OFFICES / took


def main() -> dict[str, Any]:
    """All in one run, in a database of its own that is dropped afterwards; medians and ratios."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    os.environ.setdefault("LIENTHONG_SECRET_KEY", "only-in-benchmarks-only-in-benchmarks")
    import logging

    import django

    django.setup()
    logging.disable(logging.WARNING)
    import psycopg
    from django.conf import settings
    from django.db import connections
    from tests.support import database

    from lienthong.axis.signing.services import house
    from lienthong.config.settings import _database

    settings.DEBUG = False
    if not database.ADMIN:
        return {"name": "delivery", "skipped": "LIENTHONG_PG_ADMIN_URL is not set"}
    name = f"lt_bench_delivery_{os.getpid()}"
    database.clone(database.template(), name)
    try:
        connections["default"].close()
        connections["default"].settings_dict.update(_database(database.url("lt_app", name)))
        with psycopg.connect(database.ADMIN, dbname=name, autocommit=True) as link:
            found, counts = measure(name, link)
            alone, together = workers(name, link, 1), workers(name, link, WORKERS)
            durable = link.execute("SELECT current_setting('fsync')").fetchone()
        connections["default"].close()
    finally:
        house.close_verifiers()
        database.drop(name)
    return _said(found, counts, durable[0] if durable else "?", (alone, together))


def _said(
    found: dict[str, list[float]], counts: dict[str, int], fsync: str, rates: tuple[float, float]
) -> dict[str, Any]:
    ms = {key: statistics.median(seconds) * 1000 for key, seconds in found.items()}
    ours, judged = ms["send"] + ms["carry"], ms["send"] + ms["carry_judged"]
    bare = {way: ms[f"{way}_1"] + ms[f"{way}_2"] for way in ("row_by_row", "at_once")}
    ratio = ours / bare["row_by_row"]
    return {
        "name": "delivery",
        "rows": [
            {
                "title": f"văn bản ký số 100 KB từ nơi khác đến {OFFICES} nơi, kể cả kiểm tra ba chữ ký",
                "figure": round(ours), "unit": "ms", "baseline": round(bare["row_by_row"]),
                "baseline_what": "the same rows inserted row by row into plain copies",
                "ratio": round(ratio, 2), "aim": f"≤ {TARGET:g}", "met": ratio <= TARGET,
            },
            {
                "title": f"văn bản phát hành ở đây đến {OFFICES} nơi, từ lúc gửi đến hàng đợi văn bản đến",
                "figure": round(judged), "unit": "ms", "baseline": round(bare["row_by_row"]),
                "baseline_what": "the same rows inserted row by row into plain copies",
                "ratio": round(judged / bare["row_by_row"], 2), "aim": f"≤ {TARGET:g}",
                "met": judged / bare["row_by_row"] <= TARGET,
            },
            {
                "title": "như dòng đầu, so với một câu lệnh cho mỗi bảng",
                "figure": round(ours), "unit": "ms", "baseline": round(bare["at_once"]),
                "baseline_what": "the same rows, one INSERT for each table",
                "ratio": round(ours / bare["at_once"], 2),
            },
            {
                "title": f"{WORKERS} tiến trình nền cùng chuyển, không trùng, so với một",
                "figure": round(rates[1]), "unit": "nơi/giây", "baseline": round(rates[0]),
                "baseline_what": "one worker on the same documents",
                "ratio": round(rates[1] / rates[0], 2),
            },
        ],
        "fsync": fsync,
        "milliseconds": {key: round(value, 1) for key, value in ms.items()},
        "rows_needed": counts,
        "target": TARGET,
        "met": max(ours, judged) / bare["row_by_row"] <= TARGET,
    }  # fmt: skip


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    print(json.dumps(main(), ensure_ascii=False, indent=2))
