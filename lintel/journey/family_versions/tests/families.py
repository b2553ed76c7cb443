"""What there is to write to the Bells about: an authorised assessment of Mia, her needs, and a plan with actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lintel.foundation.people.models import Person
from lintel.journey.family_versions.queries import Subject, first_words, subjects
from lintel.steps.assessments.actions import load_assessments
from lintel.steps.assessments.models import Assessment, Need
from lintel.steps.family_versions.actions import Subject as Written
from lintel.steps.family_versions.actions import finish, write_version
from lintel.steps.family_versions.codes import About
from lintel.steps.family_versions.models import FamilyVersion
from lintel.steps.family_versions.queries import may_read
from lintel.steps.family_versions.rules import Words
from lintel.steps.plans.actions import load_cin_plans
from lintel.steps.plans.models import CinPlan, PlanAction
from tests.cast import NOW, TYPED

WORRY = "Mia is often late for school, and some days she does not come."
IMPACT = "When nobody wakes her, Mia walks to school alone and is too tired to learn."
ASK = "Ruth wakes Mia at 7.30 on school days."
OURS = "Take Ruth to see the school about a breakfast place"


@dataclass(frozen=True)
class MiasPapers:
    """Mia's assessment, her need, and her plan."""

    assessment: Assessment
    need: Need
    plan: CinPlan


def papers_of_mia(cast: Any, bells: Any) -> MiasPapers:
    """Laid down as they stand before anybody writes to the family."""
    assessment = Assessment(
        **TYPED, key="mia/assessment", child=bells.mia, referral=bells.referrals["mia"],
        started_on=date(2025, 2, 18), authorised_on=date(2025, 2, 28), team=cast.north, worker=cast.priya.worker,
    )  # fmt: skip
    load_assessments([assessment], by=cast.command_line, at=NOW)
    plan = CinPlan(
        **TYPED, key="mia/plan", child=bells.mia, referral=bells.referrals["mia"], started_on=date(2025, 3, 1),
        team=cast.north,
    )  # fmt: skip
    load_cin_plans([plan], by=cast.command_line, at=NOW)
    need = Need.objects.create(
        child=bells.mia, assessment=assessment, words=WORRY, impact=IMPACT, different="Mia is at school every day",
        by_when=date(2025, 4, 14), written_at=NOW, written_by=cast.priya,
    )  # fmt: skip
    for words, owner, due_on in ((ASK, "Ruth Bell", None), (OURS, "Priya", date(2025, 3, 14))):
        PlanAction.objects.create(
            cin_plan=plan, need=need, words=words, owner=owner, due_on=due_on, agreed_at=NOW, agreed_by=cast.priya
        )
    return MiasPapers(assessment, need, plan)


def subject_of(child: Person, about: About, *, viewer: Any) -> Subject:
    """What the form would offer to write about."""
    return next(each for each in subjects(child, viewer=viewer, on=NOW.date()) if each.about is about)


def draft(child: Person, to: Person, *, by: Any, about: About = About.ASSESSMENT, words: Words | None = None) -> Any:
    """A draft of what is known already, as the page would open it."""
    reader = next(each for each in may_read(child, viewer=by) if each.person.pk == to.pk)
    subject = subject_of(child, about, viewer=by)
    words = words or first_words(child, subject, reader, ring="Front door: 01632 960 500", viewer=by, on=NOW.date())
    written = Written(child=child, about=about, of=subject.of, to=to, reader=reader.reader)
    return write_version(written, words, by=by, at=NOW)


def finished(child: Person, to: Person, *, by: Any, **more: Any) -> FamilyVersion:
    """The same, finished."""
    return finish(draft(child, to, by=by, **more), by=by, at=NOW)
