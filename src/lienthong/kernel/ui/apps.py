"""The Django app of the design system."""

from django.apps import AppConfig
from django.conf import settings


class UiConfig(AppConfig):
    """Frame, components, lists, forms, long work."""

    name = "lienthong.kernel.ui"
    label = "ui"
    verbose_name = "Giao diện"

    def ready(self) -> None:
        """Refuse unknown marks and icons while developing; draw on without them in service."""
        from . import marks

        marks.strict = settings.DEBUG
