"""Asking for examples: the library for those who keep it; similar ones only for those who wrote their view first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lintel.foundation.access.permissions import require
from lintel.oversight.alike import permissions
from lintel.oversight.alike.examples.models import CaseExample, ProvisionalView
from lintel.oversight.alike.similar import MOST_SHOWN, Example, Found, most_similar
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.queries import contacts

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class ViewFirst(Exception):
    """Somebody wants to see how others decided before they have written down what they think themselves."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Similar examples for somebody who has written their view: what is alike, and how people decided."""

    view: ProvisionalView
    examples: Sequence[tuple[CaseExample, Found]]

    @property
    def levels(self) -> dict[int, int]:
        """How many of them were settled at each level."""
        found: dict[int, int] = {}
        for example, _ in self.examples:
            found[example.level] = found.get(example.level, 0) + 1
        return dict(sorted(found.items()))


def library(*, viewer: User) -> QuerySet[CaseExample]:
    """
    Every example that stands, the latest first.

    :raises NotAllowed: if this person may not keep the library.
    """
    require(viewer, permissions.KEEP_EXAMPLES)
    return CaseExample.objects.filter(withdrawn_at__isnull=True).select_related("kept_by").order_by("-kept_at", "-pk")


def contact_to_think_about(pk: int, *, viewer: User) -> Contact:
    """
    A contact this person may read.

    :raises NotAllowed: if this person may not look up examples.
    :raises Contact.DoesNotExist: if it is not theirs to read.
    """
    require(viewer, permissions.READ_EXAMPLES)
    return contacts(viewer=viewer).get(pk=pk)


def find_similar(contact: Contact, *, viewer: User) -> list[tuple[CaseExample, Found]]:
    """
    The examples most like a contact, by concern and by word.

    :raises NotAllowed: if this person may not look up examples.
    :raises ViewFirst: if they have not written down their own view of this contact.
    """
    require(viewer, permissions.READ_EXAMPLES)
    if not ProvisionalView.objects.filter(contact=contact, written_by=viewer).exists():
        raise ViewFirst
    held = {each.pk: each for each in CaseExample.objects.filter(withdrawn_at__isnull=True).order_by("pk")}
    plain = [
        Example(pk=each.pk, text=each.text, concerns=frozenset(each.concerns), level=each.level)
        for each in held.values()
    ]
    found = most_similar(contact.words, frozenset(contact.concerns), plain, most=MOST_SHOWN)
    return [(held[each.example.pk], each) for each in found]


def similar(contact: Contact, *, viewer: User) -> Shown:
    """
    What was shown to the viewer about a contact, beside the view they wrote first.

    :raises NotAllowed: if this person may not look up examples.
    :raises ViewFirst: if they have not written down their own view of this contact.
    """
    found = find_similar(contact, viewer=viewer)
    view = ProvisionalView.objects.filter(contact=contact, written_by=viewer).latest("written_at", "pk")
    by_pk = {example.pk: (example, why) for example, why in found}
    return Shown(view=view, examples=[by_pk[pk] for pk in view.shown if pk in by_pk])
