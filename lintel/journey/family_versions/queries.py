"""Asking what a family version can be about, and what is known already of what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.models import Person
from lintel.journey.allocating.dues.reading import dues_of, held_on, read_held
from lintel.journey.family_versions.naming import called_by_family
from lintel.journey.family_versions.rules import ActionWords, DueWords, NeedWords, steps_from, title_of, worries_from
from lintel.steps.allocation.models import Involvement
from lintel.steps.assessments.models import Assessment, Need
from lintel.steps.family_versions.codes import About
from lintel.steps.family_versions.queries import MayRead, last_ring
from lintel.steps.family_versions.rules import Words
from lintel.steps.plans.models import CinPlan, CpPlan, PlanAction

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

MODELS: dict[About, Any] = {About.ASSESSMENT: Assessment, About.CIN_PLAN: CinPlan, About.CP_PLAN: CpPlan}
MOST_ASSESSMENTS = 3


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Something a family version can be about: an assessment, a plan, or nothing but a letter."""

    about: About
    of: int | None
    words: str

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.about}/{self.of or ''}"


def subjects(child: Person, *, viewer: User, on: date) -> list[Subject]:
    """What can be written about for a child this viewer may see: plans under way, the latest assessments, a letter."""
    if not visible_children(viewer).filter(pk=child.pk).exists():
        return []
    found = [
        Subject(about=about, of=plan.pk, words=f"{about.words}, since {plan.started_on:%-d %B %Y}")
        for about in (About.CP_PLAN, About.CIN_PLAN)
        for plan in MODELS[about].objects.filter(child=child, started_on__lte=on).exclude(ended_on__lte=on)
    ]
    assessments = Assessment.objects.filter(child=child, started_on__lte=on).order_by("-started_on", "-pk")
    found += [_assessment(each) for each in assessments[:MOST_ASSESSMENTS]]
    return [*found, Subject(about=About.LETTER, of=None, words="A letter about something else")]


def first_words(
    child: Person, subject: Subject, reader: MayRead, *, ring: str, viewer: User, on: date
) -> Words:  # fmt: skip
    """
    What a version begins with, out of needs, plan actions and dates; nothing but a title for a child one may not see.

    :param ring: whom to ring besides the worker, where the authority says so.
    """
    called = called_by_family(child)
    title = title_of(subject.about, child=called, reader=reader.reader)
    if not visible_children(viewer).filter(pk=child.pk).exists():
        return Words(title=title, ring=ring)
    actions = _actions(child, subject, on=on)
    needs = [] if subject.about is About.LETTER else _needs(child, subject)
    names = [reader.name, reader.name.split()[0] if reader.name else "", reader.tie]
    return Words(
        title=title, ring=last_ring(viewer=viewer) or _ring(child, ring, viewer=viewer, on=on),
        worries=worries_from(needs, actions, reader_names=names),
        next_steps=steps_from(_dues(child, on=on), actions, child=called, reader=reader.reader),
    )  # fmt: skip


def _assessment(each: Assessment) -> Subject:
    when = f"authorised on {each.authorised_on:%-d %B %Y}" if each.authorised_on else "not authorised yet"
    return Subject(about=About.ASSESSMENT, of=each.pk, words=f"Assessment begun on {each.started_on:%-d %B %Y}, {when}")


def _needs(child: Person, subject: Subject) -> list[NeedWords]:
    """The needs found in the assessment; for a plan, or where it has none of its own, all that still hold."""
    held = Need.objects.filter(child=child, withdrawn_at__isnull=True).order_by("pk")
    own = held.filter(assessment=subject.of) if subject.about is About.ASSESSMENT else held.none()
    return [
        NeedWords(pk=each.pk, words=each.words, impact=each.impact, different=each.different, by_when=each.by_when)
        for each in own or held
    ]


def _actions(child: Person, subject: Subject, *, on: date) -> list[ActionWords]:
    """What is still to be done: under the plan it is about or, for an assessment, under every plan under way."""
    if subject.about is About.LETTER:
        return []
    to_do = PlanAction.objects.filter(done_on__isnull=True, dropped_on__isnull=True)
    if subject.about is About.ASSESSMENT:
        going_on = Q(cin_plan__child=child) | Q(cp_plan__child=child)
        over = Q(cin_plan__ended_on__lte=on) | Q(cp_plan__ended_on__lte=on)
        to_do = to_do.filter(going_on).exclude(over)
    else:
        to_do = to_do.filter(**{str(subject.about): subject.of})
    return [
        ActionWords(words=each.words, need_id=each.need_id, owner=each.owner, due_on=each.due_on)
        for each in to_do.order_by("due_on", "pk")
    ]


def _dues(child: Person, *, on: date) -> list[DueWords]:
    """What is due for the child from that day on; what is late already is no news for a family."""
    dues = dues_of(read_held(held_on(on).filter(child=child), on=on), on=on)
    found = [due for each in dues.values() for due in each if due.due_on >= on]
    found.sort(key=lambda due: (due.due_on, due.what.place))
    return [DueWords(what=due.what, due_on=due.due_on, words=due.words) for due in found]


def _ring(child: Person, ring: str, *, viewer: User, on: date) -> str:
    """The child's worker and team, or whoever writes; then whom the authority says to ring."""
    held: Involvement | None = held_on(on).filter(child=child).select_related("worker", "team").first()
    worker = f"{held.worker.name}{f', {held.team.name}' if held.team else ''}" if held else viewer.name
    return "\n".join(filter(None, [f"{worker}:", ring]))
