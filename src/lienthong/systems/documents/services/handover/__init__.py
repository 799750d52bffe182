"""What the document system hands over by name when an agency or a unit ends, or a person leaves (Đ31.3.đ).

Incoming papers not settled, drafts, work files not yet in the archive, internal papers of a unit, and
opinions asked of one. Number, date and book of what was registered stay the old agency's; the work
becomes the new one's.
"""

from lienthong.kernel.agencies import handover

from .files import WorkFiles
from .inside import AskedOpinions, InternalReceipts
from .papers import Drafts, IncomingPapers


def register() -> None:
    """Name the kinds to the kernel; called once at start."""
    handover.register("documents.incoming", IncomingPapers())
    handover.register("documents.outgoing", Drafts())
    handover.register("documents.file", WorkFiles())
    handover.register("documents.internal", InternalReceipts())
    handover.register("documents.opinion", AskedOpinions())
