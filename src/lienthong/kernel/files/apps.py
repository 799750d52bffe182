"""The Django app of files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Bytes, references, accesses."""

    name = "lienthong.kernel.files"
    label = "files"
    verbose_name = "Tệp"

    def ready(self) -> None:
        from lienthong.kernel.facts import preparation
        from lienthong.kernel.facts.sealing import register_stream

        from .sql import install_guards
        from .streams import ACCESSES

        preparation.register("files", install_guards)
        register_stream(ACCESSES)
