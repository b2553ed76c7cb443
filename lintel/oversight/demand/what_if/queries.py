"""Reading what-ifs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from demand_engine.instant import fluid_of
from demand_engine.levers import pull
from demand_engine.scenario import Scenario
from demand_engine.scenario_file import from_plain, levers_from_plain
from lintel.foundation.access.permissions import require
from lintel.oversight.demand.calibration.queries import weeks_since
from lintel.oversight.demand.what_if import permissions
from lintel.oversight.demand.what_if.afterwards import Afterwards, held_against
from lintel.oversight.demand.what_if.levers_in_words import moved_in_words, posts_added
from lintel.oversight.demand.what_if.models import WhatIf
from lintel.oversight.demand.what_if.summary import Summary, flow_in_short
from lintel.oversight.demand.what_if.summary import from_plain as summary_from
from lintel.oversight.demand.what_if.words import gentlest, in_words
from lintel.oversight.performance.keeping import keep, state_of_the_record, what_they_see
from lintel.oversight.performance.queries import last_day_known

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def what_ifs(*, viewer: User) -> QuerySet[WhatIf]:
    """
    All of them, the last drawn up first.

    :raises NotAllowed: if this person may not see what-ifs.
    """
    require(viewer, permissions.SEE_WHAT_IFS)
    return WhatIf.objects.select_related("drawn_up_by", "signed_by").order_by("-drawn_up_at", "-pk")


def what_if(pk: int, *, viewer: User) -> WhatIf:
    """
    One of them.

    :raises NotAllowed: if this person may not see what-ifs.
    :raises WhatIf.DoesNotExist: if there is none.
    """
    return what_ifs(viewer=viewer).get(pk=pk)


def answer_of(asked: WhatIf, *, viewer: User) -> Summary | None:
    """The bands of the runs, or None while it has not been run."""
    require(viewer, permissions.SEE_WHAT_IFS)
    return summary_from(asked.answer) if asked.answer else None


def words_of(asked: WhatIf, *, viewer: User, today: date) -> list[str]:
    """The answer in words, a sentence each; empty while it has not been run."""
    summary = answer_of(asked, viewer=viewer)
    return in_words(summary, today=today, pacing=gentlest(_scenario(asked))) if summary else []


def instant_of(asked: WhatIf, *, viewer: User) -> dict[str, list[float]]:
    """The flow of averages, week by week, with the levers as they are now: at once, without luck."""
    require(viewer, permissions.SEE_WHAT_IFS)
    return flow_in_short(fluid_of(_scenario(asked)))


def afterwards_of(asked: WhatIf, *, viewer: User, on: date) -> Afterwards | None:
    """
    A signed answer held against the weeks since it was to begin; None before it is signed or its first week is over.

    Only weeks the loaded files speak of as a whole: a week nobody has loaded yet is not a week without children.

    :raises NotAllowed: if this person may not see what-ifs, forecasts and indicators.
    """
    summary = answer_of(asked, viewer=viewer)
    if summary is None or asked.signed_at is None:
        return None
    last = last_day_known(viewer=viewer)
    over = min(on, last + timedelta(days=1)) if last else on
    monday = over - timedelta(days=over.weekday())
    weeks = keep(
        lambda: weeks_since(asked.starts_on, viewer=viewer, on=monday),
        "weeks since", asked.starts_on, monday, what_they_see(viewer, monday), state_of_the_record(),
    )  # fmt: skip
    return held_against(summary, weeks) if weeks else None


def in_effect(*, viewer: User, on: date) -> list[WhatIf]:
    """The signed what-ifs whose weeks are running, the latest first."""
    begun = what_ifs(viewer=viewer).filter(signed_at__isnull=False, starts_on__lte=on - timedelta(days=7))
    return [each for each in begun if each.starts_on + timedelta(weeks=each.weeks) > on]


def choices_of(asked: WhatIf, *, viewer: User) -> tuple[list[str], list[str]]:
    """The names of its sources and of its teams: what levers can be moved on."""
    require(viewer, permissions.SEE_WHAT_IFS)
    scenario = from_plain(asked.as_things_are)
    return [source.name for source in scenario.demand.sources], [team.name for team in scenario.teams]


def _scenario(asked: WhatIf) -> Scenario:
    return pull(from_plain(asked.as_things_are), levers_from_plain(asked.levers), name=asked.name)


def moved_in(asked: WhatIf, *, viewer: User) -> tuple[list[str], tuple[int, int, int]]:
    """What was moved, a sentence each; and the posts added: all, agency posts among them, posts without funding."""
    require(viewer, permissions.SEE_WHAT_IFS)
    levers = levers_from_plain(asked.levers)
    return moved_in_words(levers, from_plain(asked.as_things_are)), posts_added(levers)
