"""Tables of the exchange, by subject."""

from .counting import DeliveryTally, DocumentTally
from .delivery import Delivery, StatusReport
from .package import Package, PackageFile
from .transport import Incident, Line, Outbox

__all__ = [
    "Delivery",
    "DeliveryTally",
    "DocumentTally",
    "Incident",
    "Line",
    "Outbox",
    "Package",
    "PackageFile",
    "StatusReport",
]
