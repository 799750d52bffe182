"""The Django app of the design system."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Frame, components, lists, forms, long work."""

    name = "lienthong.kernel.ui"
    label = "ui"
    verbose_name = "Giao diện"
