"""`manage facts verify|seal|status|new-epoch|replay NAME`: prove the chain, see the cursors."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from lienthong.kernel.facts import sealing, subscribers, verification
from lienthong.kernel.facts.models import Subscription


class Command(BaseCommand):
    """Exit status 1 when a chain does not hold."""

    help = "Prove the chain of recorded facts, or look at its subscribers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify", "seal", "status", "new-epoch", "replay"])
        parser.add_argument("name", nargs="?", default="")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, "_" + options["what"].replace("-", "_"))(options)

    def _verify(self, options: dict[str, Any]) -> None:
        findings = verification.verify_all()
        for finding in findings:
            if options["json"]:
                self.stdout.write(json.dumps(asdict(finding) | {"sound": finding.sound}))
            elif finding.sound:
                self.stdout.write(
                    f"{finding.stream}: toàn vẹn · {finding.rows} bản ghi trong {finding.batches}"
                    f" lô · {finding.unsealed} chưa niêm phong"
                )
            else:
                self.stdout.write(
                    f"{finding.stream}: KHÔNG toàn vẹn tại lô {finding.bad_batch}, vị trí"
                    f" {finding.bad_position}, bản ghi {finding.bad_row}: {finding.reason}"
                )
        if not all(finding.sound for finding in findings):
            raise SystemExit(1)

    def _seal(self, options: dict[str, Any]) -> None:
        self.stdout.write(str(sealing.seal()))

    def _status(self, options: dict[str, Any]) -> None:
        for cursor in Subscription.objects.order_by("name"):
            self.stdout.write(
                f"{cursor.name}: {cursor.epoch}/{cursor.xid}/{cursor.last_id} {cursor.error}"
            )

    def _new_epoch(self, options: dict[str, Any]) -> None:
        """After a restore from a dump transaction numbers start low again: begin a new epoch."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO facts_epoch (number, started_at)"
                " SELECT max(number) + 1, now() FROM facts_epoch RETURNING number"
            )
            self.stdout.write(str(cursor.fetchone()[0]))

    def _replay(self, options: dict[str, Any]) -> None:
        subscribers.replay(options["name"])
