"""What the screens of a joint paper share: the mark of a state, the lead's lines of co-issuers."""

from lienthong.kernel.agencies import queries as agencies

from ..choices import JointState
from ..models import JointIssuer, OutgoingDocument
from ..services import letters

STAGE = {
    JointState.NAMED: "none",
    JointState.ASKED: "waiting",
    JointState.SIGNED: "moving",
    JointState.TO_SEAL: "waiting",
    JointState.SEALED: "done",
    JointState.RETURNED: "returned",
}


def parts_of(document: OutgoingDocument) -> list[tuple[JointIssuer, str, str]]:
    """Each co-issuer with its name and the stage of its mark, for the lead's screens."""
    rows = letters.joint_issuers(document)
    names = agencies.names_of([row.issuer_id for row in rows])
    return [(row, names[row.issuer_id].name, STAGE[JointState(row.state)]) for row in rows]
