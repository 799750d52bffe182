"""The transition tables: outgoing in the order of Đ10 to Đ19, incoming of Đ20 to Đ24."""

from .disposal import DISPOSAL
from .incoming import INCOMING
from .inside import INTERNAL
from .outgoing import OUTGOING

__all__ = ["DISPOSAL", "INCOMING", "INTERNAL", "OUTGOING"]
