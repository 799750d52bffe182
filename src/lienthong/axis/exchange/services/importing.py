"""The edge, inwards: a real .edxml file comes in and becomes a delivery, or moves one.

The same file twice is recognised and gives the same receipt. What cannot be read or believed is
refused whole with a clear sentence and an alarm; nothing of it is kept.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence

from cryptography import x509

from lienthong.axis.exchange.choices import IncidentKind, SignatureVerdict
from lienthong.axis.exchange.rules import hardening, reading
from lienthong.axis.exchange.rules.conformance import NotConforming
from lienthong.axis.exchange.rules.envelope_signature import verify_tree
from lienthong.axis.exchange.rules.messages import StatusMessage
from lienthong.axis.exchange.rules.status import TransitionRefused
from lienthong.kernel.access.actor import Actor

from . import addressing, alarms, dispatching, import_document, import_status, updating
from .edge import EdgeRefused, Incoming, Receipt


def import_envelope(
    *, data: bytes, by: Actor, at: dt.datetime, trusted: Sequence[x509.Certificate] = ()
) -> Receipt:
    """Take a .edxml file: a document becomes deliveries for those of its receivers that the actor
    acts for (the installation: all of ours), a status moves the delivery that it is about.

    `trusted` are the certificates of nodes of our own; without such a signature nothing is taken in
    the name of an agency that works here. Raises `EdgeRefused` with the hub's code.
    """
    digest = hashlib.sha256(data).hexdigest()
    with alarms.sounding():
        try:
            return _take(data, digest, by, at, trusted)
        except (hardening.Unreadable, NotConforming) as refused:
            alarm = alarms.Alarm(IncidentKind.UNREADABLE, by.agency_id, at, refused=digest)
            raise EdgeRefused(str(refused), "22", alarm) from refused
        except TransitionRefused as refused:
            raise EdgeRefused(str(refused), "21") from refused
        except addressing.UnknownReceiver as refused:
            raise EdgeRefused(str(refused), "18") from refused
        except (dispatching.ContentDiffers, updating.UpdateChangesFile) as refused:
            raise EdgeRefused(str(refused), "21", refused.alarm) from refused


def _take(
    data: bytes, digest: str, by: Actor, at: dt.datetime, trusted: Sequence[x509.Certificate]
) -> Receipt:
    root = hardening.parse(data)
    envelope = reading.read_tree(root)
    incoming = Incoming(envelope, digest, verify_tree(root, envelope.attachments, trusted, at))
    if incoming.verdict.answer == SignatureVerdict.INVALID:
        alarm = alarms.Alarm(IncidentKind.DIGEST_MISMATCH, by.agency_id, at, refused=digest)
        raise EdgeRefused(incoming.verdict.text, "22", alarm)
    if isinstance(envelope.message, StatusMessage):
        return import_status.take(envelope.message, incoming, by, at)
    return import_document.take(envelope.message, incoming, root, by, at)
