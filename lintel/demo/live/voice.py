"""What workers say: half a year of pulses that fall as caseloads rise, and one who cannot do something safely."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from lintel.demo.chance import Chance
from lintel.demo.live import words
from lintel.demo.live.people import AtTheDoor
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.workforce.models import Appointment
from lintel.oversight.voice.actions import acknowledge, load_pulse_weeks, say_unsafe
from lintel.oversight.voice.models import PulseWeek, SafetyConcern
from lintel.oversight.voice.queries import children_one_may_name, route
from lintel.oversight.voice.rules import WEEK, week_of
from lintel.statute.calendar import local_day
from lintel.steps.allocation.models import Involvement

SEED = 1
WEEKS = 26
# Of ten workers, seven or eight answer. With so many children one says "yes"; with each so many more, one step less.
ANSWERING, CALM, A_STEP = 0.75, 18, 2.6


def workers_are_heard(people: AtTheDoor, *, now: datetime) -> None:
    """Write down the weeks that are over, and let one worker say what waits for the principal; asked again, nothing."""
    by, today = people.head_of_service, local_day(now)
    counted = set(PulseWeek.objects.values_list("week", flat=True))
    weeks = {week_of(today) - n * WEEK for n in range(1, WEEKS + 1)} - counted
    load_pulse_weeks({week: _answers(week) for week in sorted(weeks)}, by=by, at=now)
    for said in SafetyConcern.objects.filter(acknowledged_at__isnull=True, ended_at__isnull=True):
        acknowledge(said, answer=words.WILL_BE_DONE, by=people.principal, at=now)
    worker = User.objects.filter(role_grants__role=Role.SOCIAL_WORKER, worker__isnull=False).order_by("pk").first()
    if worker is not None:
        child = next(iter(children_one_may_name(viewer=worker, on=today)), None)
        say_unsafe(
            words.NOT_SAFELY, would_be_safe=words.WOULD_BE_SAFE, child_id=child, to=route(viewer=worker).role,
            by=worker, at=now - timedelta(hours=2),
        )  # fmt: skip


def _answers(week: date) -> dict[int | None, list[int]]:
    """What the case holders of each team answered, by how many children they held at the end of the week."""
    day = week + WEEK - date.resolution
    held = dict(
        Involvement.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), began_on__lte=day)
        .order_by().values_list("worker_id").annotate(children=Count("child", distinct=True))
    )  # fmt: skip
    chance, answers = Chance(SEED, f"pulse of {week}"), defaultdict[int | None, list[int]](list)
    places = Appointment.objects.in_force(day).case_holding().order_by("pk")
    for worker, team in places.values_list("worker_id", "team_id"):
        if chance.happens(ANSWERING):
            mood = 5 - (held.get(worker, 0) - CALM) / A_STEP + chance.one_of((-1, 0, 0, 0, 1))
            answers[team].append(round(min(5, max(1, mood))))
    return dict(answers)
