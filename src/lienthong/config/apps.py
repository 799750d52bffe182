"""The composition floor as a Django app: it knows every system and ties them together once at start."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the roles, which are made of the verbs of all systems."""

    name = "lienthong.config"
    label = "config"

    def ready(self) -> None:
        from lienthong.config import roles

        roles.register_all()
