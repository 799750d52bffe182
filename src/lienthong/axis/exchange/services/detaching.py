"""Taking a package out of a receiver's sight once a recall has been carried out (Đ18.4.b)."""

from django.db import connection

from lienthong.axis.exchange.models import Delivery, PackageFile
from lienthong.kernel.files.models import StoredFile


def detach(delivery: Delivery) -> bool:
    """Destroy the receiver's reference to message and files, unless another delivery of the same
    package still stands with it. The bytes stay with the sender, who freezes them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT exchange_detach(%s)", [delivery.pk])
        return bool(cursor.fetchone()[0])


def files_in_name_of(package_id: int, agency_id: int) -> list[StoredFile]:
    """The files of a package whose references are this agency's: what it sent, or imported itself.

    When it destroys its own copy they go with it; each receiver keeps its own reference.
    """
    rows = PackageFile.objects.filter(package=package_id, stored__agency=agency_id)
    return [row.stored for row in rows.select_related("stored").order_by("position")]
