"""What the pages of an assessment show: values put together from the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lintel.journey.assessing.parents import Asked
from lintel.journey.chronology.weighing import Weighed
from lintel.steps.allocation.models import Involvement
from lintel.steps.assessments.codes import Outcome, State
from lintel.steps.assessments.models import (
    Assessment,
    FamilyAssessment,
    HistoryUse,
    Midpoint,
    Need,
    ParentView,
    Passage,
    Sending,
    ToSee,
)
from lintel.steps.assessments.practice.reading import Practice
from lintel.steps.assessments.rules import Clock
from lintel.steps.referrals.models import Referral


@dataclass(frozen=True, kw_only=True)
class View:
    """One whose view is asked for, and what they said or why nobody asked."""

    asked: Asked
    said: ParentView | None


@dataclass(frozen=True, kw_only=True)
class ChildPart:
    """One child's own part: their clock, what is written, what is missing."""

    assessment: Assessment
    name: str
    given: str
    clock: Clock
    state: State
    passages: dict[str, Passage]
    needs: Sequence[Need]
    history: Sequence[Weighed[HistoryUse]]
    missing: Sequence[str]
    sending: Sending | None

    @property
    def pk(self) -> int:
        return self.assessment.child_id

    @property
    def full_name(self) -> str:
        """Mia Bell; of one without a name of their own yet, Baby Bell."""
        return self.name if self.given in self.name else self.first_word

    @property
    def first_word(self) -> str:
        """What they are called where a sentence begins with it: Baby Bell."""
        return self.given[:1].upper() + self.given[1:]

    @property
    def outcome(self) -> Outcome | None:
        return Outcome(self.assessment.outcome) if self.assessment.outcome else None

    @property
    def own_needs(self) -> list[Need]:
        """Those that still hold."""
        return [need for need in self.needs if need.withdrawn_at is None]


@dataclass(frozen=True, kw_only=True)
class Page:
    """An assessment with everything its pages show."""

    family: FamilyAssessment
    practice: Practice
    children: Sequence[ChildPart]
    shared: dict[str, Passage]
    sees_shared: bool
    views: Sequence[View]
    to_see: Sequence[ToSee]
    midpoints: Sequence[Midpoint]
    midpoint_due_on: date
    writers: Sequence[tuple[int, str]]
    missing: Sequence[str]

    @property
    def name(self) -> str:
        """Mia, Noah and baby Bell"""
        names = [part.given for part in self.children]
        return self.children[0].full_name if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

    @property
    def is_open(self) -> bool:
        return any(part.state is not State.AUTHORISED for part in self.children)

    def part(self, child_id: int) -> ChildPart | None:
        return next((part for part in self.children if part.pk == child_id), None)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One assessment as the list shows it."""

    family: FamilyAssessment
    children: Sequence[tuple[str, Clock, State]]
    has_midpoint: bool
    midpoint_due_on: date

    @property
    def is_with_manager(self) -> bool:
        return any(each is State.WITH_MANAGER for _, _, each in self.children)

    @property
    def due_on(self) -> date:
        """The first day that is due among those not authorised."""
        return min(days.due_on for _, days, each in self.children if each is not State.AUTHORISED)


@dataclass(frozen=True, kw_only=True)
class LastTime:
    """A child's assessment before this one: its passages by section, under the names they were written under."""

    assessment: Assessment
    practice: Practice | None
    passages: dict[str, str]

    def beside(self, code: str) -> str:
        return self.passages.get(code, "")

    def others(self, codes: Sequence[str]) -> list[tuple[str, str]]:
        """What it says in sections that the present one does not have, by their own titles."""
        sections = self.practice.sections if self.practice else ()
        return [(s.title, self.passages[s.code]) for s in sections if s.code not in codes and self.passages.get(s.code)]


@dataclass(frozen=True, kw_only=True)
class ToBegin:
    """A child who can be assessed now: of the family, with an open referral; or is being assessed already."""

    child_id: int
    name: str
    referral: Referral
    under_way: FamilyAssessment | None
    held_by: Involvement | None
