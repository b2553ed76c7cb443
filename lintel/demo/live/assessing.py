"""Three families being assessed: one just begun, one looked at half-way, one before its manager."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.roles import Role
from lintel.journey.assessing.actions import begin_assessment, midpoint_of, send_to_manager
from lintel.journey.assessing.queries import assessment_page, to_begin
from lintel.statute.calendar import local_day
from lintel.steps.allocation.models import Involvement
from lintel.steps.assessments.actions import plan_to_see, record_view, say_told
from lintel.steps.assessments.authorising.actions import conclude
from lintel.steps.assessments.codes import QUESTIONS, VOICE, Outcome
from lintel.steps.assessments.models import Assessment, FamilyAssessment
from lintel.steps.assessments.writing.actions import write_need, write_passage

FAMILIES = 3
# How many working weeks ago the referral may be, so that the clock is running and not long over.
DAYS_BACK = 70
SHARED = {
    QUESTIONS: "What are evenings like when nobody visits? Who notices first when it gets loud?",
    "family": "They have lived with their grandmother since the summer. She has two rooms, and asks for nothing.",
    "history": "Help came twice and stopped when things went quiet. It went quiet because nobody asked.",
    "strengths": "On the days their uncle is there, homework is done and nobody shouts.",
}  # fmt: skip
VOICES = (
    "“When it gets loud I take my brother into the bathroom and we count tiles.”",
    "“I would like one week that is boring.”",
    "He looks to the door whenever a car stops, and goes on playing when it drives away.",
)
NEEDS = ("Evenings without shouting.", "To sleep through the night in a bed of their own.", "To be collected on time.")
VIEW = "“I know it is too loud. Nobody told me what else to do.”"


def assess_some(*, now: datetime) -> int:
    """
    Begin and write the assessments of a few families whose workers can sign in; those of earlier days stay as they are.

    :returns: how many families.
    """
    under_way = FamilyAssessment.objects.count()
    families = _families(now, FAMILIES - min(under_way, FAMILIES))
    for number, (involvement, author) in enumerate(families, start=under_way):
        _write(involvement, author, number, now)
    return len(families)


def _families(now: datetime, how_many: int) -> list[tuple[Involvement, User]]:
    """Children with an open referral that nobody assessed yet, each of another worker with an account."""
    today = local_day(now)
    assessed = Assessment.objects.filter(Q(authorised_on__isnull=False) | Q(family__isnull=False))
    held = Involvement.objects.in_force(today).filter(
        worker__user__role_grants__role=Role.SOCIAL_WORKER, worker__user__role_grants__ended_at__isnull=True,
        worker__user__is_active=True, referral__referred_on__gte=today - timedelta(days=DAYS_BACK),
        referral__closed_on__isnull=True, referral__is_nfa=False,
    ).exclude(referral__in=assessed.values("referral"))  # fmt: skip
    found: dict[int, tuple[Involvement, User]] = {}
    for each in held.select_related("worker__user", "child").order_by("-referral__referred_on", "pk"):
        if len(found) < how_many and each.child_id not in found:
            found[each.child_id] = (each, each.worker.user)
    return list(found.values())


def _write(involvement: Involvement, author: User, number: int, now: datetime) -> None:
    at = now - timedelta(hours=5)
    offered = to_begin(involvement.child_id, viewer=author, on=local_day(now))
    chosen = [each.child_id for each in offered if each.under_way is None]
    if involvement.child_id not in chosen:
        return
    family = begin_assessment(involvement.child_id, chosen=chosen, by=author, at=at)
    for section, words in list(SHARED.items())[: 2 + number]:
        write_passage(family, child_id=None, section=section, words=words, read_version=0, by=author, at=at)
    parts = list(family.assessments.select_related("family", "child").order_by("pk"))
    for place, part in enumerate(parts):
        _write_child(part, place, author, at)
    plan_to_see(family, who="Their class teacher", by_when=local_day(now) + timedelta(days=4), by=author, at=at)
    say_told(family, told_on=local_day(at), told_how="At the kitchen table, with the leaflet.", by=author, at=at)
    _record_a_view(family, author, at)
    manager = manager_of(family)
    if number % FAMILIES and manager:
        midpoint_of(family, direction="Ask the grandmother what she would need.", none_because="", by=manager, at=now)
    if number % FAMILIES == FAMILIES - 1:
        _send(parts, author, now)


def _write_child(part: Assessment, place: int, author: User, at: datetime) -> None:
    assert part.family is not None
    words = VOICES[place % len(VOICES)]
    write_passage(part.family, child_id=part.child_id, section=VOICE, words=words, read_version=0, by=author, at=at)
    if place % 3 != 2:
        write_need(part, words=NEEDS[place % len(NEEDS)], evidence="Seen on two visits.", by=author, at=at)


def _record_a_view(family: FamilyAssessment, author: User, at: datetime) -> None:
    page = assessment_page(family.pk, viewer=author, on=local_day(at), with_history=False)
    if page and page.views:
        first = page.views[0].asked
        record_view(family, person_id=first.person_id, child_id=first.child_id, words=VIEW, by=author, at=at)


def _send(parts: Sequence[Assessment], author: User, now: datetime) -> None:
    outcomes = (Outcome.CHILD_IN_NEED, Outcome.EARLY_HELP)
    for place, part in enumerate(parts):
        conclude(part, factors=["3B", "4B"], outcome=outcomes[place % 2], by=author, at=now)
    send_to_manager(list(parts), by=author, at=now)


def manager_of(family: FamilyAssessment) -> User | None:
    """The manager of its team, where that is not its author."""
    grants = RoleGrant.objects.filter(ended_at__isnull=True, user__is_active=True, role=Role.TEAM_MANAGER)
    grant = grants.filter(team=family.team_id).exclude(user__worker=family.worker_id).order_by("pk").first()
    return grant.user if grant else None
