"""Taking names out of words of one child's record, by the family around that child."""

from __future__ import annotations

from django.db.models import Q

from lintel.foundation.people.models import Person, Relationship
from lintel.oversight.alike.reviews.strip import Named, Stripped, strip


def without_names(text: str, child_id: int) -> Stripped:
    """
    The words without the child's and the family's names, and the words that may still be names: workers' names are not
    taken out, only pointed out as doubtful, for whoever chooses the words to look at.
    """
    ties = Relationship.objects.filter(Q(person=child_id) | Q(to_person=child_id)).values_list("person", "to_person")
    around = {pk for tie in ties for pk in tie} | {child_id}
    people = Person.objects.filter(pk__in=around).prefetch_related("names")
    named = [
        Named(
            names=[part for name in person.names.all() for part in (f"{name.given} {name.family}".strip(),) if part],
            called="child" if person.pk == child_id else ("other child" if person.is_child else "adult of the family"),
        )
        for person in people
    ]  # fmt: skip
    return strip(text, named)
