"""`load_province`: the sample province with its whole history, or as it stood on a day."""

import argparse
import datetime as dt
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lienthong.kernel.agencies.rules.plan import PlanRejected
from lienthong.kernel.agencies.services.decisions import DecisionSettled
from lienthong.kernel.agencies.services.lifetimes import LaterChanges
from lienthong.kernel.agencies.services.loading import load_province
from lienthong.kernel.agencies.services.structure import NotReady, Orphaned


class Command(BaseCommand):
    """Loads the map of 2018 and carries out each decision at its own date."""

    help = "Nạp tỉnh mẫu: bản đồ hành chính năm 2018 và từng quyết định sắp xếp theo ngày."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--until",
            type=dt.date.fromisoformat,
            default=None,
            metavar="YYYY-MM-DD",
            help="chỉ thực hiện các quyết định có hiệu lực đến ngày này; còn lại để ở dạng dự kiến",
        )
        which.add_argument(
            "--carried-out",
            action="store_true",
            help="thực hiện mọi quyết định (mặc định)",
        )
        parser.add_argument("--small", action="store_true", help="vài huyện, để thử nhanh")
        parser.add_argument(
            "--without-people", action="store_true", help="không tạo cán bộ mẫu (chỉ có cơ cấu)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        try:
            done = load_province(
                until=options["until"],
                small=options["small"],
                people=not options["without_people"],
                at=timezone.now(),
                progress=self._say,
            )
        except (DecisionSettled, LaterChanges, NotReady, Orphaned, PlanRejected) as error:
            raise CommandError(error.message) from error
        seconds = time.perf_counter() - started
        self._say(f"Đã thực hiện {len(done)} quyết định trong {seconds:.1f} s.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
