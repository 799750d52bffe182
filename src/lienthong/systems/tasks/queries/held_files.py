"""Which stored files tasks hold, and who may read them (kernel.files.readers)."""

from django.db.models import QuerySet

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.files.readers import Held, declare

from ..models import Product
from .lists import seen_by


def _products(actor: Actor) -> QuerySet[Product]:
    return limit(Product.objects.all(), actor).filter(task__in=seen_by(actor).values("pk"))


def register() -> None:
    """Enter the columns; each side has its own reference to the bytes, and the wall its own files."""
    declare(
        Held(Product, "file", _products, "task"), Held(Product, "asker_file", _products, "task")
    )
