"""The Django app of the design system."""

from django.apps import AppConfig
from django.conf import settings


class UiConfig(AppConfig):
    """Frame, components, lists, forms, long work."""

    name = "lienthong.kernel.ui"
    label = "ui"
    verbose_name = "Giao diện"

    def ready(self) -> None:
        """Let components take tags in their attributes, as Cotton's own start would; refuse unknown
        marks and icons while developing, and draw on without them in service."""
        from django_cotton.nested_tag_support import enable_nested_tag_support

        from . import marks

        enable_nested_tag_support()
        marks.strict = settings.DEBUG
