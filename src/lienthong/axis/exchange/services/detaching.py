"""Taking a package out of a receiver's sight once a recall has been carried out (Đ18.4.b)."""

from django.db import connection

from lienthong.axis.exchange.models import Delivery


def detach(delivery: Delivery) -> bool:
    """Destroy the receiver's reference to message and files, unless another delivery of the same
    package still stands with it. The bytes stay with the sender, who freezes them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT exchange_detach(%s)", [delivery.pk])
        return bool(cursor.fetchone()[0])
