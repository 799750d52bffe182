"""The Django app of documents: ties the exchange, the notices and the handover to its services."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """See README.md beside this file."""

    name = "lienthong.systems.documents"
    label = "documents"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        from lienthong.axis.exchange import api as exchange
        from lienthong.kernel.facts import preparation

        from .queries import counting, held_files, search_sql
        from .services import arriving, handover, rights_warnings
        from .services.notices import subscribe_outgoing

        preparation.register("documents.search", search_sql.prepare)
        preparation.register("documents.counts", counting.prepare)
        exchange.on_arrival(arriving.take_arrivals)
        exchange.on_status(arriving.take_statuses)
        subscribe_outgoing()
        rights_warnings.subscribe()
        handover.register()
        held_files.register()
