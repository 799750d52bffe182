"""`sample_signing`: the sample province's certificate authority and its written grants to sign."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lienthong.axis.signing.services.house import is_sample, sample_authority
from lienthong.axis.signing.services.sample import load_sample_rights


class Command(BaseCommand):
    """Safe to run again: what is there stays."""

    help = "Tạo cơ quan chứng thực mẫu và quyền ký mẫu của tỉnh mẫu."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_sample():
            raise CommandError("Chỉ tỉnh mẫu mới có chứng thư và quyền ký mẫu.")
        now = timezone.now()
        sample_authority(now)
        made = load_sample_rights(at=now)
        self.stdout.write(f"Đã có cơ quan chứng thực mẫu; ghi nhận {made} quyền ký mẫu.")
