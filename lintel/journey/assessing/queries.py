"""Asking for an assessment as its pages show it; always only of children the viewer may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.models import Person, Relationship
from lintel.foundation.people.naming import name_of
from lintel.journey.allocating.loads.reading import family_of, may_belong_to
from lintel.journey.assessing.page import ChildPart, LastTime, Listed, Page, ToBegin, View
from lintel.journey.assessing.parents import CARERS, Tie, asked
from lintel.journey.chronology.queries import chronology
from lintel.journey.chronology.reading.making import record_of
from lintel.journey.chronology.weighing import Weighed, weighed
from lintel.statute.calendar import england
from lintel.steps.allocation.models import Involvement
from lintel.steps.assessments.codes import NO_FACTORS, VOICE, Outcome, State
from lintel.steps.assessments.models import Assessment, FamilyAssessment, HistoryUse, Need, Passage
from lintel.steps.assessments.permissions import SEE_ASSESSMENTS
from lintel.steps.assessments.practice.queries import practice_called
from lintel.steps.assessments.practice.reading import Practice
from lintel.steps.assessments.queries import (
    assessments_before,
    assessments_of,
    family_assessments,
    needs_of,
    passages_of,
    sees_all_children,
    under_way,
)
from lintel.steps.assessments.rules import Clock, Shared, Written, clock, missing, missing_of_all, state
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

# What an assessment weighs: what was decided and done before it, not every visit.
TELLING = frozenset({"contact", "referral", "assessment", "enquiry", "conference", "plan", "early_help"})


def assessment_page(pk: int, *, viewer: User, on: date, with_history: bool = True) -> Page | None:
    """
    One assessment as its pages show it; None where there is none, or no child of it may be seen.

    :param with_history: whether what happened before is read as well, which is half of the questions asked.
    """
    family = family_assessments(viewer=viewer).filter(pk=pk).first()
    if family is None:
        return None
    practice = practice_called(family.practice_model, viewer=viewer)
    found = assessments_of(family, viewer=viewer)
    midpoints = list(family.midpoints.select_related("held_by").order_by("held_at", "pk"))
    views = _views(family, found, viewer=viewer)
    shared = passages_of(family, child_id=None, viewer=viewer)
    reader = _Reader(family, practice, viewer=viewer, on=on, with_history=with_history)
    sees_shared, midpoint_due_on = sees_all_children(family, viewer=viewer), _midpoint_due_on(found)
    whole = Shared(
        empty_sections=tuple(each.title for each in practice.of_part(is_shared=True) if not _says(shared, each.code)),
        views_missing=tuple(view.asked.who for view in views if view.said is None), has_midpoint=bool(midpoints),
        is_past_midpoint=on > midpoint_due_on, is_family_told=family.told_on is not None,
    )  # fmt: skip
    is_open = any(each.authorised_on is None for each in found)
    return Page(
        family=family, practice=practice, children=[reader.part(each) for each in found], shared=shared,
        sees_shared=sees_shared, views=views,
        to_see=list(family.to_see.select_related("written_by").order_by("by_when", "pk")), midpoints=midpoints,
        midpoint_due_on=midpoint_due_on, missing=missing_of_all(whole) if is_open and sees_shared else [],
        writers=list(family.writers.order_by("since").values_list("user_id", "user__name")),
    )  # fmt: skip


class _Reader:
    """Reads the parts of one assessment."""

    def __init__(
        self, family: FamilyAssessment, practice: Practice, *, viewer: User, on: date, with_history: bool = False
    ) -> None:  # fmt: skip
        self.family, self.practice, self.viewer, self.on = family, practice, viewer, on
        self.with_history = with_history
        self.limits, self.calendar = all_limits(), england()

    def part(self, assessment: Assessment) -> ChildPart:
        child = assessment.child
        passages = passages_of(self.family, child_id=child.pk, viewer=self.viewer)
        needs, history = needs_of(assessment, viewer=self.viewer), self._history(assessment)
        days = self.clock(assessment)
        sendings = list(assessment.sendings.all())
        name, given = name_of(child), _given(child)
        written = self._written(assessment, passages, needs, history, days)
        return ChildPart(
            assessment=assessment, name=name, given=given, clock=days, passages=passages, needs=needs, history=history,
            state=_state_of(assessment), missing=missing(given, written) if assessment.authorised_on is None else [],
            sending=sendings[-1] if sendings else None,
        )  # fmt: skip

    def clock(self, assessment: Assessment) -> Clock:
        limit = self.limits.time_limit("assessment", on=assessment.started_on)
        return clock(
            started_on=assessment.started_on, ended_on=assessment.authorised_on, today=self.on, limit=limit,
            calendar=self.calendar,
        )  # fmt: skip

    def _history(self, assessment: Assessment) -> list[Weighed[HistoryUse]]:
        if not self.with_history:
            return []
        lines = chronology(assessment.child, viewer=self.viewer, day=assessment.started_on)
        uses = assessment.history.select_related("written_by")
        own = (record_of(assessment), record_of(assessment.referral) if assessment.referral else "")
        return weighed([line for line in lines if line.step in TELLING], uses, own=own)

    def _written(
        self, assessment: Assessment, passages: dict[str, Passage], needs: Sequence[Need],
        history: Sequence[Weighed[HistoryUse]], days: Clock,
    ) -> Written:  # fmt: skip
        sections = self.practice.of_part(is_shared=False)
        own = [each.title for each in sections if each.code != VOICE and not _says(passages, each.code)]
        nothing_needed = assessment.outcome == Outcome.NO_FURTHER_ACTION and assessment.factors == [NO_FACTORS]
        return Written(
            empty_sections=tuple(own), has_voice=_says(passages, VOICE),
            has_own_need=nothing_needed or any(need.withdrawn_at is None for need in needs),
            history_not_weighed=sum(each.use is None for each in history), has_factors=bool(assessment.factors),
            has_outcome=bool(assessment.outcome), is_over=days.is_over,
            says_why_over=bool(assessment.exceeded_because),
        )  # fmt: skip


def _state_of(assessment: Assessment) -> State:
    """Where one child's assessment stands, by what was sent and sent back."""
    sendings = list(assessment.sendings.all())
    return state(
        is_sent=bool(sendings) and sendings[-1].returned_at is None,
        is_returned=bool(sendings) and sendings[-1].returned_at is not None,
        is_authorised=assessment.authorised_on is not None,
    )


# --- the list ---------------------------------------------------------------------------------------------------------


def assessments_under_way(*, viewer: User, on: date) -> list[Listed]:
    """What is being assessed, of children the viewer may see: with a manager first, then by the day it is due."""
    found = []
    for family in under_way(viewer=viewer).prefetch_related("midpoints"):
        reader = _Reader(family, Practice("", "", "", ()), viewer=viewer, on=on)
        parts = assessments_of(family, viewer=viewer)
        listed = Listed(
            family=family, children=[(name_of(each.child), reader.clock(each), _state_of(each)) for each in parts],
            has_midpoint=bool(family.midpoints.all()),
            midpoint_due_on=_midpoint_due_on(parts),
        )  # fmt: skip
        if any(each is not State.AUTHORISED for _, _, each in listed.children):
            found.append(listed)
    return sorted(found, key=lambda each: (not each.is_with_manager, each.due_on, each.family.pk))


# --- what went before -------------------------------------------------------------------------------------------------


def last_time(page: Page, *, child_id: int | None, viewer: User) -> LastTime | None:
    """
    The assessment before this one: a child's own; for the shared part, that of the first child who has one.
    """
    for part in page.children:
        if child_id not in (None, part.pk):
            continue
        for earlier in assessments_before(part.assessment.child, before=page.family.began_at, viewer=viewer):
            if earlier.family_id == page.family.pk:
                continue
            said = (earlier.as_authorised or {}).get("shared" if child_id is None else "own", {})
            return LastTime(
                assessment=earlier,
                practice=practice_called(earlier.family.practice_model, viewer=viewer) if earlier.family else None,
                passages={section: each["words"] for section, each in said.items()},
            )
    return None


# --- beginning one ----------------------------------------------------------------------------------------------------


def to_begin(child_id: int, *, viewer: User, on: date) -> list[ToBegin]:
    """
    A child and the brothers and sisters who can be assessed with them, the child first; nobody where this viewer may
    not see the child, or there is no open referral.
    """
    if not may(viewer, SEE_ASSESSMENTS):
        return []
    ids = {child_id} | may_belong_to({child_id})
    families = family_of(ids)
    children = [pk for pk in ids if families[pk] == families[child_id]]
    seen = {each.pk: each for each in visible_children(viewer).filter(pk__in=children).prefetch_related("names")}
    referrals = Referral.objects.open_on(on).filter(child__in=seen).select_related("team").order_by("referred_on", "pk")
    open_now = {each.child_id: each for each in referrals}
    if child_id not in open_now:
        return []
    under = Assessment.objects.filter(
        referral__in=open_now.values(), child__in=seen, family__isnull=False, authorised_on__isnull=True
    )
    families_now = {each.child_id: each.family for each in under.select_related("family")}
    held = Involvement.objects.in_force(on).filter(child__in=seen).select_related("worker", "team")
    workers = {each.child_id: each for each in held.order_by("began_on", "pk")}
    found = [
        ToBegin(
            child_id=pk, name=name_of(seen[pk]), referral=referral, under_way=families_now.get(pk),
            held_by=workers.get(pk),
        )
        for pk, referral in open_now.items()
    ]  # fmt: skip
    born = {pk: person.date_of_birth or date.max for pk, person in seen.items()}
    return sorted(found, key=lambda each: (each.child_id != child_id, born[each.child_id], each.child_id))


def assessment_of_child(child_id: int, *, viewer: User) -> FamilyAssessment | None:
    """The assessment a child is in now; None where there is none, or the child may not be seen."""
    return under_way(viewer=viewer).filter(
        assessments__child=child_id, assessments__child__in=visible_children(viewer),
        assessments__authorised_on__isnull=True,
    ).first()  # fmt: skip


def outcome_now(child_id: int, *, viewer: User, on: date) -> Outcome | None:
    """What the assessment of the referral that is open led to; None where none is authorised yet, or none was here."""
    found = Assessment.objects.filter(
        child=child_id, child__in=visible_children(viewer), family__isnull=False, authorised_on__isnull=False,
        referral__in=Referral.objects.open_on(on),
    ).order_by("authorised_on", "pk").last()  # fmt: skip
    return Outcome(found.outcome) if found is not None and found.outcome else None


# --- what stands beside -----------------------------------------------------------------------------------------------


def _views(family: FamilyAssessment, parts: Sequence[Assessment], *, viewer: User) -> list[View]:
    ties = Relationship.objects.filter(
        to_person__in=[part.child_id for part in parts], ended_on__isnull=True, kind__in=CARERS
    )
    hidden = set(kept_from(viewer).values_list("pk", flat=True))
    known = [
        Tie(
            person_id=tie.person_id, name="" if tie.person_id in hidden else name_of(tie.person),
            kind=RelationshipKind(tie.kind), child_id=tie.to_person_id,
        )
        for tie in ties.select_related("person").prefetch_related("person__names").order_by("pk")
    ]  # fmt: skip
    said = {(view.person_id, view.child_id): view for view in family.parent_views.select_related("written_by")}
    whom = asked(known, children=[(part.child_id, _given(part.child)) for part in parts])
    return [View(asked=each, said=said.get((each.person_id, each.child_id))) for each in whom]


def _given(child: Person) -> str:
    """What a child is called among brothers and sisters: Mia; baby Bell, of one who is not born or has no name yet."""
    return next((name.given for name in child.names.all() if name.given), "") or f"baby {name_of(child)}"


def _midpoint_due_on(parts: Sequence[Assessment]) -> date:
    """The first day by which one of the children's assessments is looked at half-way."""
    return min(each.review_on or each.started_on for each in parts)


def _says(passages: dict[str, Passage], code: str) -> bool:
    return code in passages and bool(passages[code].words.strip())
