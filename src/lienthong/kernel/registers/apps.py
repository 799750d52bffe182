"""The Django app of registers."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Books, numbers, closing records."""

    name = "lienthong.kernel.registers"
    label = "registers"
    verbose_name = "Sổ văn bản"

    def ready(self) -> None:
        from lienthong.kernel.facts import preparation

        from .sql import install_guards

        preparation.register("registers", install_guards)
