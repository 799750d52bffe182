"""Units, posts, persons, and who holds which post from when to when (Đ6, Đ10, Đ13 NĐ 30/2020)."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from lienthong.kernel.access.walls import Open
from lienthong.kernel.agencies.choices import ActingKind, PostKind

from .agencies import Agency, DatedQuerySet
from .shapes import has_days, one_at_a_time, one_of

_REASON = "Cán bộ cần biết ai giữ chức vụ nào để gửi, giao và ký đúng thẩm quyền."


class Unit(models.Model):
    """A unit inside an agency (phòng, đơn vị): no seal and no registers of its own."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units")
    name = models.TextField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    period = DateRangeField()

    objects = DatedQuerySet.as_manager()
    wall = Open(_REASON)

    class Meta:
        constraints = [has_days("agencies_unit_days")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post of an agency, in a unit or above them; `exclusive` posts have one holder at a time."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="posts")
    title = models.TextField()
    kind = models.TextField(choices=PostKind)
    exclusive = models.BooleanField()
    period = DateRangeField()

    objects = DatedQuerySet.as_manager()
    wall = Open(_REASON)

    class Meta:
        constraints = [
            one_of("agencies_post_kind", "kind", PostKind.values),
            has_days("agencies_post_days"),
            # the holdings' composite foreign key points here
            models.UniqueConstraint(fields=["id", "exclusive"], name="agencies_post_exclusive_key"),
        ]
        # A board looks for the clerk of each office.
        indexes = [models.Index(fields=["agency", "kind"], name="agencies_post_of_kind")]

    def __str__(self) -> str:
        return self.title


class Person(models.Model):
    """An official; sample persons are named after their post and marked."""

    name = models.TextField()
    email = models.TextField(unique=True)
    phone = models.TextField(blank=True, default="")
    is_sample = models.BooleanField(default=False)

    wall = Open(_REASON)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agencies_person_email", condition=models.Q(email__regex=r"^[^@\s]+@[^@\s]+$")
            )
        ]

    def __str__(self) -> str:
        return self.name


class PostHolding(models.Model):
    """A person in a post for a period, in his own right or acting, by a decision where known.

    `exclusive` repeats the post's (a composite foreign key keeps them equal), so that the
    database itself refuses a second holder of a head post.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    period = DateRangeField()
    acting = models.TextField(choices=ActingKind, blank=True, default=ActingKind.OWN)
    exclusive = models.BooleanField()
    document = models.TextField(blank=True, default="")
    decision = models.ForeignKey("Decision", models.PROTECT, null=True, related_name="+")

    objects = DatedQuerySet.as_manager()
    wall = Open(_REASON)

    class Meta:
        constraints = [
            one_of("agencies_holding_acting", "acting", ActingKind.values),
            one_at_a_time("agencies_holding_person_once", "person", "post"),
            one_at_a_time("agencies_holding_one_head", "post", condition=models.Q(exclusive=True)),
            has_days("agencies_holding_days"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.post_id}"
