"""Jobs of signing, run by the worker: add the proof that papers still lack, and renew it."""

from procrastinate.contrib.django import app

from lienthong.kernel import clock

from .services import lasting


@app.periodic(cron="* * * * *")
@app.task(name="lienthong.axis.signing.jobs.add_proof", queueing_lock="signing-add-proof")
def add_proof(timestamp: int) -> None:
    """Every minute: what waits for its first proof, its next try or its yearly renewal."""
    lasting.prove_all(now=clock.now)
