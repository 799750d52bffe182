"""Two real worker processes on one file that waits for its proof."""

import io
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from lienthong.axis.signing import api as signing
from lienthong.axis.signing.services import house
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Agency
from lienthong.kernel.facts.models import Fact
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services.storing import store
from tests.support import database

from .kit import Kit
from .test_lasting import AT, DAY, OTHER, _again, kit_subject

_WORKER = """
import datetime as dt, sys, django
django.setup()
from django.conf import settings
from pathlib import Path
settings.DATA, settings.MODE = Path(sys.argv[1]), "sample"
from lienthong.axis.signing.services import house, lasting
from lienthong.kernel.access.actor import system_actor
print("ready", flush=True)
sys.stdin.readline()
print("added", lasting.prove_all(now=lambda: dt.datetime.now(dt.UTC)), flush=True)
house.close_verifiers()
"""


def test_two_real_processes_on_one_row(
    committed: str, kit: Kit, actor_for: Callable[..., Actor], settings: Any
) -> None:
    """Two workers start at once on the one waiting file: one adds the proof, the other nothing."""
    settings.DATA, settings.MODE = kit.folder / "data", "sample"
    clerk = actor_for(f"vanthu.syt@{OTHER}", DAY)
    authority = house.sample_authority(AT)
    keys = [
        authority.issue("person-9", kit_subject("Giám đốc"), AT),
        authority.issue("agency-9", kit_subject(""), AT),
    ]
    signed = signing.sign_person(kit.prepared, keys[0], kit.blue, AT)
    content = signing.seal(kit.fill(signed), keys[1], kit.red, AT)
    with acting(clerk), act("test.stored", by=clerk, at=AT, agency_id=clerk.agency_id):
        stored = store(
            io.BytesIO(content), name="cv.pdf", agency_id=clerk.agency_id, by=clerk, at=AT
        )
        agency = Agency.objects.get(pk=clerk.agency_id)
        row = signing.want_proof(stored=stored, subject=agency, by=clerk, at=AT)
    environment = database.environment(committed) | {"LIENTHONG_DB_ROLE": "worker"}
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _WORKER, str(settings.DATA)], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _number in range(2)
    ]  # fmt: skip
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("\n")
        worker.stdin.flush()
    try:
        told = [worker.communicate(timeout=120)[0].strip() for worker in workers]
    finally:
        for worker in workers:
            worker.kill()
    assert sorted(told) == ["added 0", "added 1"]
    found = _again(row, clerk)
    assert (found.level, found.tries) == ("B-LTA", 0)
    with acting(clerk):
        assert Fact.objects.filter(act="signing.proof_added").count() == 1
