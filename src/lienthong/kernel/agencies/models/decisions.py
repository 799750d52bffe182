"""Decisions: the only ground on which the structure changes; each proposes before it is done."""

from django.db import models

from lienthong.kernel.access.walls import Open
from lienthong.kernel.agencies.choices import Certainty, DecisionKind, DecisionState

from .shapes import one_of


class Decision(models.Model):
    """A legal act on the structure, with its plan and the day on which it takes effect.

    `number` is empty and `decided_on` null where they are not known; `key` is our own identity.
    """

    key = models.TextField(unique=True)
    number = models.TextField(blank=True, default="")
    decided_on = models.DateField(null=True)
    issuer = models.TextField(blank=True, default="")
    title = models.TextField()
    kind = models.TextField(choices=DecisionKind)
    effective_on = models.DateField(null=True)
    source = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    certainty = models.TextField(choices=Certainty)
    plan = models.JSONField(default=dict)
    state = models.TextField(choices=DecisionState, default=DecisionState.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("Person", models.PROTECT, null=True, related_name="+")
    carried_out_at = models.DateTimeField(null=True)
    carried_out_by = models.ForeignKey("Person", models.PROTECT, null=True, related_name="+")

    wall = Open("Quyết định tổ chức bộ máy được công bố; mọi cán bộ được đọc.")

    class Meta:
        constraints = [
            one_of("agencies_decision_kind", "kind", DecisionKind.values),
            one_of("agencies_decision_state", "state", DecisionState.values),
            one_of("agencies_decision_certainty", "certainty", Certainty.values),
            models.CheckConstraint(
                name="agencies_decision_done_when",
                condition=models.Q(state=DecisionState.CARRIED_OUT, carried_out_at__isnull=False)
                | (
                    ~models.Q(state=DecisionState.CARRIED_OUT)
                    & models.Q(carried_out_at__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="agencies_decision_has_day",
                condition=models.Q(kind=DecisionKind.OPENING)
                | models.Q(effective_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.title
