"""The Django app of access."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Verbs, roles, assignments, walls."""

    name = "lienthong.kernel.access"
    label = "access"
    verbose_name = "Phân quyền"
