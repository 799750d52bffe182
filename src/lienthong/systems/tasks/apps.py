"""The Django app of tasks: ties issued documents and notices to its services."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """See README.md beside this file."""

    name = "lienthong.systems.tasks"
    label = "tasks"
    verbose_name = "Nhiệm vụ"

    def ready(self) -> None:
        from lienthong.kernel.facts import preparation
        from lienthong.kernel.facts.subscribers import subscribe

        from .queries import counts, first, held_files, searching
        from .services import closing, filing, handover, keeping, notices, reading_in, reports

        preparation.register("tasks.counts", counts.prepare)
        preparation.register("tasks.search", searching.prepare)
        preparation.register("tasks.first", first.prepare)
        subscribe("tasks.read_issued", reading_in.propose_from_issued, ("documents.issued",))
        subscribe("tasks.show_products", filing.show_to_asker, ("tasks.submitted",))
        subscribe(
            "tasks.end_inside",
            closing.end_inside,
            ("tasks.cancelled", "tasks.superseded", "tasks.amended", "tasks.request_decided"),
        )
        subscribe("tasks.bind_reports", reports.bind_registered, reports.ACTS)
        subscribe("tasks.notices", notices.tell, notices.ACTS)
        handover.register()
        held_files.register()
        keeping.register()
