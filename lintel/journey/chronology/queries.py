"""Asking for a child's story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.models import Person
from lintel.foundation.people.queries import child_lines
from lintel.journey.chronology.openly import LEFT_OUT, Openly
from lintel.journey.chronology.reading import assessed, ended, family, given, planned, told, visited, work
from lintel.journey.chronology.rules import (
    OF_THE_FAMILY,
    Line,
    Marked,
    Part,
    as_at,
    in_order,
    one_line_for_one_event,
    with_marks,
)
from lintel.statute.calendar import local_day
from lintel.steps.chronology_entries.queries import marks_of

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


# What stands in a story that is kept and shown to others again (a decision, a handover note): what was done, and by
# whose side it came, without anybody's own words.
KEPT = (
    told.contacts, told.asked_of_early_help, told.early_help, work.referrals, work.involvements, work.assessments,
    work.discussions, work.enquiries, work.conferences, work.cin_plans, work.cp_plans, work.visits, work.promises,
)  # fmt: skip
# What stands besides in the whole story, which is read anew each time by whoever may see it now.
WORDS_TOO = (
    told.contacts_with_words, told.police_notices, told.agency_answers, family.partners, family.written,
    ended.asked_of_early_help, assessed.assessments, planned.cin_plans, planned.reviews, visited.visits,
    ended.closures, ended.transfers,
)  # fmt: skip
WHOLE = (
    told.early_help, work.referrals, work.referrals_as_told, work.involvements, work.discussions, work.enquiries,
    work.conferences, work.cp_plans, work.promises, family.moves, family.names,
)  # fmt: skip
# What is read of the child alone: how the work went on from day to day, and papers. A brother's is on his own page.
OF_THE_CHILD = (
    assessed.midpoints, assessed.sent_back, assessed.needs, planned.actions_that_changed, given.read_by_the_family,
    given.papers,
)  # fmt: skip


class ChildNotVisible(Exception):
    """There is no such child, or this viewer has no reason to see them; the answer is the same."""


def child(*, viewer: User, pk: int, on: date | None = None) -> Person:
    """
    One child, with names, identifiers and open contradictions at hand.

    :raises ChildNotVisible: if there is none, or none this viewer may see.
    """
    found = (
        visible_children(viewer, on=on)
        .prefetch_related("names", "identifiers", "contradictions", "household_memberships__household")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise ChildNotVisible
    return found


def children_of_the_same_household(person: Person, *, viewer: User) -> list[Person]:
    """Brothers, sisters and other children who live with this child and whom this viewer may see."""
    together = Person.objects.filter(
        is_child=True,
        household_memberships__left_on__isnull=True,
        household_memberships__household__memberships__person=person,
        household_memberships__household__memberships__left_on__isnull=True,
    )
    visible = visible_children(viewer).filter(pk__in=together).exclude(pk=person.pk)
    return list(visible.prefetch_related("names").order_by("date_of_birth"))


def chronology(person: Person, *, viewer: User, day: date, seen_on: date | None = None) -> list[Line]:
    """
    Everything done about a child up to and including a day, newest first: what may be kept and shown to others again.

    The whole story, with what others told and with brothers and sisters, is `story`.

    :param seen_on: judge reasons to see on this day; without it, a reason counts as long as it has no end at all.
    :raises ChildNotVisible: if this viewer may not see the child.
    """
    if not visible_children(viewer, on=seen_on).filter(pk=person.pk).exists():
        raise ChildNotVisible
    lines = [line for read in KEPT for line in read([person.pk])]
    return in_order(as_at(lines, day))


@dataclass(frozen=True, kw_only=True)
class Story:
    """
    A child's whole story, one line for one event, newest first.

    :param names: of the child, and of the brothers and sisters whose lines are in it, by id.
    :param secrets: in how many lines an address that is kept secret was left out.
    """

    lines: tuple[Line, ...]
    names: dict[int, str]
    secrets: int


def story(person: Person, *, viewer: User, day: date) -> Story:
    """
    All that is known to have happened to a child up to and including a day, whoever told it, with what happened to
    brothers and sisters whom this viewer may see, and with what somebody said matters.

    :raises ChildNotVisible: if this viewer may not see the child.
    """
    if not visible_children(viewer).filter(pk=person.pk).exists():
        raise ChildNotVisible
    children = [person.pk, *(each.pk for each in family.brothers_and_sisters(person, viewer=viewer))]
    lines = [line for read in WHOLE for line in read(children)]
    lines += [line for read in WORDS_TOO for line in read(children, viewer=viewer)]
    lines += [line for read in OF_THE_CHILD for line in read([person.pk], viewer=viewer)]
    mine = [line for line in lines if person.pk in line.whose or OF_THE_FAMILY & set(line.kinds) or not line.kinds]
    openly = family.secret_addresses(children)
    found = [_said_openly(line, openly) for line in one_line_for_one_event(as_at(mine, day))]
    marked = with_marks(found, _marks(person.pk, viewer=viewer, day=day))
    names = {pk: line.name for pk, line in child_lines(children, viewer=viewer).items()}
    return Story(lines=tuple(in_order(marked)), names=names, secrets=sum(LEFT_OUT in line.detail for line in found))


def _said_openly(line: Line, openly: Openly) -> Line:
    parts = tuple(Part(whose=part.whose, words=openly(part.words)) for part in line.parts)
    return replace(line, parts=parts, detail=" ".join(part.words for part in parts))


def _marks(child: int, *, viewer: User, day: date) -> dict[str, Sequence[Marked]]:
    """What was said to matter by the end of a day, by what it was said of; the latest first."""
    found: dict[str, list[Marked]] = {}
    for each in marks_of([child], viewer=viewer):
        if local_day(each.marked_at) > day:
            continue
        back, back_on = "", local_day(each.taken_back_at) if each.taken_back_at else None
        if back_on and back_on <= day and each.taken_back_by:
            back = f"{each.taken_back_by.name}, {back_on:%-d %B %Y}: {each.taken_back_because}"
        found.setdefault(each.record, []).insert(0, Marked(
            pk=each.pk, by=each.marked_by.name, on=local_day(each.marked_at), because=each.because, taken_back=back,
        ))  # fmt: skip
    return {record: tuple(marks) for record, marks in found.items()}
