"""Reads of facts: the story of a row as its own agency may see it."""

from django.db.models import Model, Q, QuerySet

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit

from .models import Fact, FactLine


def story_of(subject: Model, actor: Actor) -> QuerySet[Fact]:
    """The facts about a row or that changed it, oldest first, as far as the actor may see."""
    changed = FactLine.objects.filter(table=subject._meta.db_table, row=str(subject.pk))
    about = Q(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    facts = Fact.objects.filter(about | Q(pk__in=changed.values("fact_id")))
    return limit(facts, actor).order_by("at", "id")
