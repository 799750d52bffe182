"""Administrative units in time: provinces, districts and communes, their codes and successors."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from lienthong.kernel.access.walls import Open
from lienthong.kernel.agencies.choices import Certainty, Level, PlaceCodeScheme, PlaceKind

from .shapes import has_days, one_at_a_time, one_of

_REASON = "Danh mục đơn vị hành chính là dữ liệu công khai."


class Place(models.Model):
    """An administrative unit in one life: kind and name do not change within it.

    `known_from` is the first day for which a source names the unit; earlier days are assumed, and
    no count over such days is shown.
    """

    key = models.TextField(unique=True)
    level = models.TextField(choices=Level)
    kind = models.TextField(choices=PlaceKind)
    name = models.TextField()
    period = DateRangeField()
    certainty = models.TextField(choices=Certainty, default=Certainty.READ)
    known_from = models.DateField(null=True)
    area_km2 = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    note = models.TextField(blank=True, default="")
    opened_by = models.ForeignKey("Decision", models.PROTECT, related_name="places_opened")
    closed_by = models.ForeignKey(
        "Decision", models.PROTECT, null=True, related_name="places_closed"
    )

    wall = Open(_REASON)

    class Meta:
        constraints = [
            one_of("agencies_place_level", "level", Level.values),
            one_of("agencies_place_kind", "kind", PlaceKind.values),
            one_of("agencies_place_certainty", "certainty", Certainty.values),
            has_days("agencies_place_days"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


class PlaceCode(models.Model):
    """A code of a unit for a period; the same code names other units at other times."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="codes")
    scheme = models.TextField(choices=PlaceCodeScheme, default=PlaceCodeScheme.GSO)
    code = models.TextField()
    period = DateRangeField()

    wall = Open(_REASON)

    class Meta:
        constraints = [
            one_of("agencies_placecode_scheme", "scheme", PlaceCodeScheme.values),
            one_at_a_time("agencies_placecode_one_place", "scheme", "code"),
            one_at_a_time("agencies_placecode_one_code", "scheme", "place"),
            has_days("agencies_placecode_days"),
        ]

    def __str__(self) -> str:
        return self.code


class PlaceSuccession(models.Model):
    """Which unit's territory went to which, wholly or in part."""

    decision = models.ForeignKey("Decision", models.PROTECT, related_name="place_successions")
    predecessor = models.ForeignKey(
        Place, models.PROTECT, related_name="successions", db_index=False
    )
    successor = models.ForeignKey(Place, models.PROTECT, related_name="precursions")
    part = models.BooleanField(default=False)
    effective_on = models.DateField()

    wall = Open(_REASON)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="agencies_placesuccession_once"
            ),
            models.CheckConstraint(
                name="agencies_placesuccession_another",
                condition=~models.Q(predecessor=models.F("successor")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
