"""The pump: seals facts, feeds subscribers and sends mails, beside the job queue in one process."""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from lienthong.axis.notify import api as notify
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts import sealing, subscribers

log = logging.getLogger(__name__)
PAUSE = 0.5  # seconds between rounds with nothing to do


def one_round() -> int:
    """Feed subscribers, seal, mail; returns how much was done."""
    done = 0
    with acting(system_actor(0)):
        pass  # fails at once where the context cannot be set, before any work is taken
    done += _step("subscribers", lambda: subscribers.deliver(at=timezone.now()))
    done += _step("seal", lambda: sealing.seal(at=timezone.now()))
    done += _step("mail", lambda: notify.send_mails(at=timezone.now()))
    return done


def _step(name: str, work: Callable[[], int]) -> int:
    try:
        with transaction.atomic(), acting(system_actor(0)):
            return work()
    except Exception:
        log.exception("pump: %s", name)
        connection.close()
        return 0


def run(stop: threading.Event) -> None:
    """Go round until told to stop; runs in a thread of the worker process."""
    while not stop.is_set():
        close_old_connections()
        try:
            busy = one_round()
        except Exception:
            log.exception("pump")
            connection.close()
            busy = 0
        if not busy:
            stop.wait(PAUSE)
