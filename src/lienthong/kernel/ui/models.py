"""What the interface keeps for a person: saved searches, used form tokens, progress of long work."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.walls import ByPerson, Through


class SavedSearch(models.Model):
    """A question to a list under a name of the person's own."""

    person = models.ForeignKey("agencies.Person", models.CASCADE, related_name="+", db_index=False)
    list_name = models.TextField()
    title = models.TextField()
    query = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    wall = ByPerson()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "list_name", "title"], name="ui_saved_search_once"
            )
        ]


class UsedForm(models.Model):
    """A form token that has done its act, with where the first click led: a second click goes there."""

    person = models.ForeignKey("agencies.Person", models.CASCADE, related_name="+", db_index=False)
    token = models.TextField()
    location = models.TextField()
    message = models.TextField(blank=True)
    used_at = models.DateTimeField()

    wall = ByPerson()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "token"], name="ui_form_used_once")
        ]
        indexes = [models.Index(fields=["used_at"], name="ui_form_used_at")]


class WorkState(models.TextChoices):
    """Where a long work stands."""

    WAITING = "waiting", _("đang chờ đến lượt")
    RUNNING = "running", _("đang làm")
    FINISHED = "finished", _("đã xong")
    FAILED = "failed", _("dừng vì lỗi")
    CANCELLED = "cancelled", _("đã dừng theo yêu cầu")


class LongWork(models.Model):
    """Work that outlasts a page: counts, times and result for the person who began it."""

    person = models.ForeignKey("agencies.Person", models.CASCADE, related_name="+", db_index=False)
    kind = models.TextField()
    title = models.TextField()
    state = models.TextField(choices=WorkState, default=WorkState.WAITING)
    total = models.IntegerField()
    done = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    result_url = models.TextField(default="", blank=True)
    error = models.TextField(default="", blank=True)
    stop_asked = models.BooleanField(default=False)

    wall = ByPerson()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ui_work_state", condition=models.Q(state__in=WorkState.values)
            ),
            models.CheckConstraint(
                name="ui_work_counts",
                condition=models.Q(
                    total__gte=0,
                    done__gte=0,
                    failed__gte=0,
                    done__lte=models.F("total") - models.F("failed"),
                ),
            ),
            models.CheckConstraint(
                name="ui_work_ended",
                condition=models.Q(
                    state__in=["finished", "failed", "cancelled"], ended_at__isnull=False
                )
                | models.Q(state__in=["waiting", "running"], ended_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="ui_work_of_person")]


class WorkFailure(models.Model):
    """One item of a long work that failed, and why, in words for the official."""

    work = models.ForeignKey(LongWork, models.CASCADE, related_name="failures")
    item = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField()

    wall = Through("work", recorded=False)
