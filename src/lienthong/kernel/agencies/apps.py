"""The Django app of agencies in time."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Decisions, places, agencies, posts, recipient groups, handover."""

    name = "lienthong.kernel.agencies"
    label = "agencies"
    verbose_name = "Cơ cấu tổ chức"

    def ready(self) -> None:
        from lienthong.kernel.facts import preparation

        from .queries import staff

        preparation.register("agencies.people", staff.prepare)
