"""Every row that speaks of a person, in any table, found from the models themselves: no new table is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from pghistory.models import Event

from lintel.foundation.people.models import Person

# Where adding an s does not make the plural, or the table is called otherwise than by people.
PLURALS = {
    "people.PersonName": "names", "people.Address": "addresses", "access.ReasonToSee": "reasons to see",
    "visits.Visit": "visits", "visits.AsideChild": "visits set aside",
    "enquiries.Section47Enquiry": "section 47 enquiries", "enquiries.StrategyDiscussion": "strategy discussions",
    "documents.DocumentAbout": "documents", "plans.CpPlan": "child protection plans",
    "conferences.ChildInConference": "conferences that are asked for",
}  # fmt: skip
# Merges speak of both records for ever, and keys are drawn anew. What a worker said in confidence stays where it is and
# follows the merge when it is read: listed among what moved, it would be known to others that it names this child.
NOT_MOVED = frozenset({"matching", "voice"})
# A child has one open row of these at a time. Left behind with a record that was merged away, what protects a child
# would stand where nobody sees it: of two that are open, people say first which one goes on.
ONE_AT_A_TIME = {
    "plans.CpPlan": models.Q(ended_on__isnull=True, screen="plan"),
    "conferences.ChildInConference": models.Q(conference__isnull=True, withdrawn_at__isnull=True),
}


@dataclass(frozen=True)
class Pointer:
    """A column that points at people."""

    model: type[models.Model]
    column: str

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def words(self) -> str:
        """names, child contacts"""
        return PLURALS.get(self.label, str(self.model._meta.verbose_name_plural))

    @property
    def is_of_the_work(self) -> bool:
        """Whether its rows are work with the child, rather than facts about the person or who may see them."""
        return self.model._meta.app_label not in ("people", "access")

    def rows(self, person: int) -> models.QuerySet[Any]:
        """The rows that speak of one person."""
        return self.model._base_manager.filter(**{self.column: person})


def pointers() -> Iterator[Pointer]:
    """Every column that points at people, but merging’s own, what is confidential, and history, which says what was."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)):
            continue
        model, column = relation.related_model, relation.field.attname  # type: ignore[union-attr]
        assert isinstance(model, type)
        if issubclass(model, (Event, Person)) or model._meta.app_label in NOT_MOVED or model._meta.proxy:
            continue
        yield Pointer(model, column)


def open_on_both(one: int, other: int) -> list[str]:
    """What each of two people has open and may have one of at a time, in words."""
    kept = [(each, is_open) for each in pointers() if (is_open := ONE_AT_A_TIME.get(each.label)) is not None]
    return [
        each.words
        for each, is_open in kept
        if all(each.rows(person).filter(is_open).exists() for person in (one, other))
    ]


def pointer(label: str, column: str) -> Pointer:
    """The one that was written down as this."""
    return Pointer(apps.get_model(label), column)


def in_words(row: models.Model) -> str:
    """A row for a list: what it is and what it is known by."""
    known_by = getattr(row, "key", "") or f"number {row.pk}"
    return f"{row._meta.verbose_name} {known_by}"
