"""The leader's batch of 200 papers: one process against as many as there are cores, same run.

Each paper is a letter of the sample province on its way, set, checked twice and approved before the
clock starts. What is measured is what follows the leader's one confirmation until the last paper has
its signature, its evidence, its fact and its verdict, with `fsync` on: `batches.run_batch` alone, then
the same with the processes that the worker starts (`batch_processes.helping`), their start included.
Every paper must be signed exactly once. Needs LIENTHONG_PG_ADMIN_URL (`./lienthong bench` gives it).
"""

import datetime as dt
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAPERS = int(os.environ.get("LIENTHONG_BENCH_BATCH", "200"))


def _actor(email: str, on: dt.date) -> Any:
    from lienthong.kernel.access.queries import actor_for
    from lienthong.kernel.agencies.models import Person, PostHolding

    person = Person.objects.get(email=email)
    held = PostHolding.objects.filter(person=person, period__contains=on)
    return actor_for(person.pk, on=on, holding=held.values_list("pk", flat=True)[0])


def _run(house: Any, at: dt.datetime, others: int) -> float:
    """Papers per second of one batch with so many processes beside this one."""
    from tests.systems.documents import outgoing_kit as kit

    from lienthong.axis.signing import api as signing
    from lienthong.kernel.access.context import acting
    from lienthong.systems.documents.choices import ItemState
    from lienthong.systems.documents.services import batch_processes, batches

    ids = [kit.checked(house, at, "Sở Y tế").pk for _number in range(PAPERS)]
    with acting(house.chair):
        signing.key_of_person(house.chair.person_id or 0, at=at)
        batch = batches.start_batch(kind="sign", document_ids=ids, by=house.chair, at=at)
    began = time.perf_counter()
    with batch_processes.helping(batch.pk, batch.agency_id, others):
        batches.run_batch(batch.pk, batch.agency_id, now=lambda: at)
    took = time.perf_counter() - began
    with acting(house.chair):
        done = batch.items.filter(state=ItemState.DONE).count()
    if done != PAPERS:
        raise AssertionError(f"{done} of {PAPERS} signed")
    return PAPERS / took


def main() -> dict[str, Any]:
    """Both batches in a database of their own that is dropped afterwards."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    os.environ.setdefault("LIENTHONG_SECRET_KEY", "only-in-benchmarks-only-in-benchmarks")
    import logging

    import django

    django.setup()
    logging.disable(logging.WARNING)
    from django.conf import settings
    from django.db import connections
    from tests.support import database

    from lienthong.axis.papers import api as papers
    from lienthong.axis.signing.services import house as keys
    from lienthong.config.settings import _database

    settings.DEBUG = False
    if not database.ADMIN:
        return {"name": "batch", "skipped": "LIENTHONG_PG_ADMIN_URL is not set"}
    try:
        papers.letter_face()
    except papers.FontsMissing as missing:
        return {"name": "batch", "skipped": str(missing)}
    cores = len(os.sched_getaffinity(0))
    name = f"lt_bench_batch_{os.getpid()}"
    database.clone(database.template(), name)
    try:
        connections["default"].close()
        connections["default"].settings_dict.update(_database(database.url("lt_app", name)))
        os.environ.update(database.environment(name) | {"LIENTHONG_DB_ROLE": "worker"})
        from tests.systems.documents import outgoing_kit as kit

        at = dt.datetime.now(dt.UTC)
        house = kit.house(lambda email: _actor(email, at.date()))
        alone, together = _run(house, at, 0), _run(house, at, cores - 1)
        connections["default"].close()
    finally:
        keys.close_verifiers()
        database.drop(name)
    return {
        "name": "batch",
        "rows": [
            {
                "title": f"đợt ký {PAPERS} văn bản: {cores} tiến trình so với một",
                "figure": round(together, 2), "unit": "văn bản/giây", "baseline": round(alone, 2),
                "baseline_what": "the same batch by one process",
                "ratio": round(together / alone, 2),
            }
        ],
        "cores": cores,
        "papers": PAPERS,
    }  # fmt: skip


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    print(json.dumps(main(), ensure_ascii=False, indent=2))
