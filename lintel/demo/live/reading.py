"""Words that are being written: the measures switched on, and two workers in the middle of a text about a family."""

from __future__ import annotations

from datetime import datetime, timedelta

from lintel.demo.live.people import AtTheDoor
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.drafts.actions import keep
from lintel.oversight.reading.actions import StandsSoAlready, see_differently, switch
from lintel.oversight.reading.codes import Differently, Measure
from lintel.oversight.reading.looking import mark_of
from lintel.oversight.reading.people import Child
from lintel.oversight.reading.queries import family
from lintel.oversight.voice.queries import children_one_may_name
from lintel.statute.calendar import local_day

WORKERS = 2
SHARED = (
    "Mother reports that she was diagnosed with depression in 2019 and has missed four of six appointments. Father "
    "denies the allegation and did not engage with the strategy discussion. When Mother cannot get up, {name} makes "
    "breakfast and is late for school. The threshold for statutory intervention has been met and the ICPC is awaited."
)
OWN = (
    "{name} told me, “I make the toast and hide some for tomorrow.” {name} has been referred to CAMHS. {name} is "
    "scared of the stairs at night and sleeps on the sofa when there are visitors. Mother needs to prioritise. "
    "{name}’s case was discussed at the multi-agency meeting, and it was agreed that robust engagement was required."
)
SEEN_DIFFERENTLY = (
    (Measure.IMPACT, Differently.SAYS_IT_ELSEWHERE, "Mother needs to prioritise."),
    (Measure.IMPACT, Differently.MEASURE_IS_WRONG, "Father denies the allegation and did not engage."),
    (Measure.PLAIN_WORDS, Differently.RIGHT_FOR_THIS_READER, "The ICPC is awaited."),
    (Measure.CHILD_FOCUS, Differently.CHILD_IS_IN_IT, "She sleeps on the sofa."),
)


def words_are_looked_at(people: AtTheDoor, *, now: datetime) -> None:
    """Switch every measure on, and let workers write about a child each and see a few sentences differently."""
    for measure in Measure:
        try:
            switch(measure, is_on=True, by=people.principal, at=now - timedelta(days=21))
        except StandsSoAlready:
            continue
    workers = User.objects.filter(role_grants__role=Role.SOCIAL_WORKER, worker__isnull=False).order_by("pk")
    for worker in workers.distinct()[:WORKERS]:
        for measure, because, text in SEEN_DIFFERENTLY:
            see_differently(measure, mark=mark_of(text), because=because, by=worker, at=now - timedelta(days=2))
        today = local_day(now)
        held = list(children_one_may_name(viewer=worker, on=today))
        for child in family(held[:1], viewer=worker, on=today).children:
            _write(child, by=worker, at=now - timedelta(hours=1))


def _write(child: Child, *, by: User, at: datetime) -> None:
    fields = {"shared": [SHARED.format(name=child.name)], f"child_{child.key}": [OWN.format(name=child.name)]}
    keep(fields, path=f"/words/children/{child.key}/", page="words of the demo", of=by, at=at)
