"""The exchange as a Django app: its counts and guarded reads in the database are prepared here."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Registers the database functions of the exchange and loads its jobs."""

    name = "lienthong.axis.exchange"
    label = "exchange"
    verbose_name = "Liên thông văn bản"

    def ready(self) -> None:
        """Register what the owner creates after each migration."""
        from lienthong.axis.exchange.models import counting_sql
        from lienthong.axis.exchange.models.package import PackageFile
        from lienthong.kernel.facts import preparation
        from lienthong.kernel.files.readers import Mentioned, declare

        preparation.register("exchange", counting_sql.prepare)
        declare(Mentioned(PackageFile, "stored", "read by the paper that was sent or came"))
