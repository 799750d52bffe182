"""The Django app of facts."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """Recorded acts, their seals and their subscribers."""

    name = "lienthong.kernel.facts"
    label = "facts"
    verbose_name = "Nhật ký sự kiện"

    def ready(self) -> None:
        from .sealing import register_stream
        from .streams import FACTS

        register_stream(FACTS)
