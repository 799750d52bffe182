"""What a decision did to a unit or a post: it ended, or the unit got another name, from a day on."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import Open
from lienthong.kernel.agencies.choices import StaffChangeKind

from .agencies import Agency
from .posts import Person, Post, Unit
from .shapes import one_of


class StaffChange(models.Model):
    """One change with the decision behind it (number and day); never changed, never deleted.

    The unit's own row bears its name of today; what it was called before is read from here.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="staff_changes")
    kind = models.TextField(choices=StaffChangeKind)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="changes")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="changes")
    effective_on = models.DateField()
    number = models.TextField()  # of the decision
    decided_on = models.DateField()
    old_name = models.TextField()
    new_name = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    wall = Open("Cơ cấu phòng, chức vụ của cơ quan nhà nước là dữ liệu công khai.")

    class Meta:
        constraints = [
            one_of("agencies_staff_change_kind", "kind", StaffChangeKind.values),
            models.CheckConstraint(
                name="agencies_staff_change_what",
                condition=Q(kind=StaffChangeKind.POST_ENDED, post__isnull=False, unit__isnull=True)
                | Q(
                    kind__in=[StaffChangeKind.UNIT_ENDED, StaffChangeKind.UNIT_RENAMED],
                    unit__isnull=False,
                    post__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="agencies_staff_change_ground", condition=~Q(number="") & ~Q(old_name="")
            ),
            models.CheckConstraint(
                name="agencies_staff_change_name",
                condition=~Q(kind=StaffChangeKind.UNIT_RENAMED) | ~Q(new_name=""),
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(kind=StaffChangeKind.UNIT_ENDED),
                name="agencies_unit_ends_once",
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(kind=StaffChangeKind.POST_ENDED),
                name="agencies_post_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.old_name}"
