"""The Django app of agencies in time."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Decisions, places, agencies, posts, recipient groups, handover."""

    name = "lienthong.kernel.agencies"
    label = "agencies"
    verbose_name = "Cơ cấu tổ chức"
