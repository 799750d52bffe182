"""Who may do what with a file of papers, and with a proposal to destroy."""

from lienthong.kernel.access.actor import Actor

from ..choices import Verb
from ..models import Disposal, WorkFile


def can_compile(actor: Actor, file: WorkFile) -> bool:
    """Who opened the file, or another of the same unit who compiles files (Đ29.2, 31.3.b)."""
    return (
        actor.may(Verb.COMPILE_FILE)
        and file.agency_id == actor.agency_id
        and (
            file.owner_id == actor.desk_id
            or (file.unit_id is not None and file.unit_id == actor.unit_id)
        )
    )


def can_archive(actor: Actor, file: WorkFile) -> bool:
    """The agency's archive receives (Đ30.3)."""
    return actor.may(Verb.ARCHIVE) and file.agency_id in actor.agency_ids


def can_read_file(actor: Actor, file: WorkFile) -> bool:
    """Owner, unit, the archive, and who may read the register (PL VI I.III.3.b)."""
    if file.agency_id not in actor.agency_ids:
        return False
    return (
        file.owner_id == actor.desk_id
        or (
            actor.may(Verb.COMPILE_FILE)
            and file.unit_id is not None
            and file.unit_id == actor.unit_id
        )
        or actor.may(Verb.ARCHIVE)
        or actor.may(Verb.READ_REGISTER)
    )


def can_dispose(actor: Actor, disposal: Disposal) -> bool:
    """The archive of the agency proposes, records the decision and carries it out, in person."""
    return (
        actor.may(Verb.DISPOSE)
        and actor.stands_in_for is None
        and disposal.agency_id == actor.agency_id
    )


def ends_disposal(actor: Actor, disposal: Disposal) -> bool:
    """Who carries it out, or the worker in whose hands he left it."""
    return can_dispose(actor, disposal) or (
        actor.is_system and disposal.agency_id in actor.agency_ids
    )
