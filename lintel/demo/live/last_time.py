"""What people made of earlier work: what matters in a story, whether the last time ended rightly, and one list."""

from __future__ import annotations

from datetime import datetime, timedelta

from lintel.demo.live.people import AtTheDoor
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.models import Person
from lintel.journey.chronology.queries import story
from lintel.journey.last_time.actions import say_of_the_last_time
from lintel.journey.last_time.queries import last_time
from lintel.oversight.legacy.actions import NobodyOnIt, decide_on, draw_up
from lintel.oversight.legacy.codes import Finding
from lintel.oversight.legacy.models import Cohort
from lintel.statute.calendar import local_day
from lintel.steps.chronology_entries.actions import Happened, mark, write_event
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.chronology_entries.models import Mark
from lintel.steps.referrals.models import Referral
from lintel.steps.reopening.codes import Verdict
from lintel.steps.reopening.models import LookBack

CAME_BACK = 3
EVENTS = (
    (ItemKind.MOVE, "They moved in with grandmother after the tenancy ended.", "Grandmother, by telephone"),
    (ItemKind.PARTNER_CHANGE, "Mother’s partner moved out and has not been back.", "Mother, at home"),
    (ItemKind.MISSED_HEALTH, "The hearing test was missed for the second time.", "The health visitor"),
)
MATTERS = "It was the same a year before, and nobody had put the two together."
ANSWERS = (
    (Verdict.UNFINISHED_OR_POOR, "It closed two weeks after the assessment, and nobody had spoken with the child."),
    (Verdict.THINGS_CHANGED, "It held for half a year; then the family lost their home."),
    (Verdict.RIGHT, "What was worrying then was put right, and this is something else."),
)
# A list of everybody who waited so long in the worst of it.
LIST, DAYS, SINCE, LONG = "Waited three weeks or more", 21, timedelta(days=480), timedelta(days=180)
WHY = "Cases were closed and handed on while nobody held them. Each is read again."
DECIDED = (
    (Finding.UNDER_WAY, "The worker sees them every week, and the plan names what was missed."),
    (Finding.NOTHING_MORE, "Spoke with school and mother; the child is well and says so."),
)


def look_back(people: AtTheDoor, *, now: datetime) -> None:
    """Three families who came back, read and answered; one list, two of it decided. Asked again it changes nothing."""
    if not LookBack.objects.exists():
        for number, child in enumerate(_came_back(people.decider)):
            _answer(child, number, people.decider, now)
    if not Mark.objects.exists():
        _of_the_workers(now)
    if not Cohort.objects.exists():
        _list(people.head_of_service, now)


def _came_back(viewer: User) -> list[Person]:
    """Children with an episode of need now, and one that ended before."""
    now = Referral.objects.filter(closed_on__isnull=True).exclude(is_nfa=True).values("child")
    before = Referral.objects.filter(closed_on__isnull=False, child__in=now).order_by("-closed_on", "pk")
    ids = list(dict.fromkeys(before.values_list("child_id", flat=True)))[:CAME_BACK]
    return list(visible_children(viewer).filter(pk__in=ids).order_by("pk"))


def _answer(child: Person, number: int, by: User, now: datetime) -> None:
    verdict, words = ANSWERS[number % len(ANSWERS)]
    episode = last_time(child, viewer=by, day=local_day(now)).episode
    if episode is not None:
        say_of_the_last_time(child, earlier_id=episode.pk, verdict=verdict, words=words, by=by, at=now)
    _write(child, number, by, now)


def _of_the_workers(now: datetime) -> None:
    """The first worker who can sign in says the same of two children of their own."""
    worker = User.objects.filter(role_grants__role=Role.SOCIAL_WORKER, worker__isnull=False).order_by("pk").first()
    for number, child in enumerate(visible_children(worker).filter(is_child=True).order_by("pk")[:2] if worker else ()):
        assert worker is not None
        _write(child, number, worker, now)


def _write(child: Person, number: int, by: User, now: datetime) -> None:
    """An event nobody else wrote down, and what matters of the earliest things that stand there."""
    kind, words, told_by = EVENTS[number % len(EVENTS)]
    happened = Happened(on=local_day(now - timedelta(days=200 + 40 * number)), kind=kind, words=words, told_by=told_by)
    write_event(happened, children=[child], by=by, at=now)
    told = [line for line in story(child, viewer=by, day=local_day(now)).lines if line.step in ("contact", "enquiry")]
    for line in told[-1:]:
        mark(child, record=line.records[0], because=MATTERS, by=by, at=now)


def _list(by: User, now: datetime) -> None:
    first = local_day(now - SINCE)
    days = {"days": DAYS, "first_day": first, "last_day": first + LONG}
    try:
        cohort = draw_up(LIST, **days, why=WHY, by=by, at=now)
    except NobodyOnIt:
        return
    for child, (finding, words) in zip(cohort.children.order_by("pk"), DECIDED, strict=False):
        decide_on(child, finding=finding, words=words, by=by, at=now)
