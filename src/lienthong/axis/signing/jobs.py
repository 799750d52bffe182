"""Jobs of signing, run by the worker: add the proof that papers still lack, and renew it; tidy."""

from django.utils import timezone
from procrastinate.contrib.django import app

from lienthong.kernel import clock
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting

from .services import elsewhere, lasting, public_codes


@app.periodic(cron="* * * * *")
@app.task(name="lienthong.axis.signing.jobs.add_proof", queueing_lock="signing-add-proof")
def add_proof(timestamp: int) -> None:
    """Every minute: what waits for its first proof, its next try or its yearly renewal."""
    lasting.prove_all(now=clock.now)


@app.periodic(cron="*/10 * * * *")
@app.task(name="lienthong.axis.signing.jobs.forget_tries", queueing_lock="signing-forget-tries")
def forget_tries(timestamp: int) -> None:
    """Every ten minutes: counts of asked codes that count no longer, signatures that never came."""
    with acting(system_actor(0)):
        elsewhere.forget(at=timezone.now())
        public_codes.forget_tries(at=timezone.now())
