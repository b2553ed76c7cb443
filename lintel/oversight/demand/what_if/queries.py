"""Reading what-ifs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from demand_engine.instant import fluid_of
from demand_engine.levers import pull
from demand_engine.scenario import Scenario
from demand_engine.scenario_file import from_plain, levers_from_plain, to_plain
from demand_engine.simulate import simulate
from lintel.foundation.access.permissions import require
from lintel.oversight.demand.calibration.queries import weeks_since
from lintel.oversight.demand.what_if import permissions
from lintel.oversight.demand.what_if.afterwards import Afterwards, held_against
from lintel.oversight.demand.what_if.levers_in_words import moved_in_words, posts_added
from lintel.oversight.demand.what_if.models import Run, WhatIf
from lintel.oversight.demand.what_if.rules import RUNS_WHILE_MOVING, is_broken_off
from lintel.oversight.demand.what_if.side_by_side import SideBySide
from lintel.oversight.demand.what_if.side_by_side import from_plain as side_by_side_from
from lintel.oversight.demand.what_if.summary import Summary, flow_in_short, summarised
from lintel.oversight.demand.what_if.summary import from_plain as summary_from
from lintel.oversight.demand.what_if.words import gentlest, in_words, on_average, week_of_the_change
from lintel.oversight.performance.keeping import keep, state_of_the_record, what_they_see
from lintel.oversight.performance.queries import last_day_known

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def what_ifs(*, viewer: User) -> QuerySet[WhatIf]:
    """
    All of them, the last drawn up first, without what is long in each until it is asked for.

    :raises NotAllowed: if this person may not see what-ifs.
    """
    require(viewer, permissions.SEE_WHAT_IFS)
    found = WhatIf.objects.select_related("drawn_up_by", "signed_by").order_by("-drawn_up_at", "-pk")
    return found.defer("answer", "as_things_are", "levers")


def what_if(pk: int, *, viewer: User) -> WhatIf:
    """
    One of them.

    :raises NotAllowed: if this person may not see what-ifs.
    :raises WhatIf.DoesNotExist: if there is none.
    """
    return what_ifs(viewer=viewer).defer(None).get(pk=pk)


def answer_of(asked: WhatIf, *, viewer: User) -> Summary | None:
    """The bands of the runs, or None while it has not been run."""
    require(viewer, permissions.SEE_WHAT_IFS)
    return summary_from(asked.answer) if asked.answer else None


def words_of(asked: WhatIf, *, viewer: User, today: date) -> list[str]:
    """The answer in words, a sentence each; empty while it has not been run."""
    summary, scenario = answer_of(asked, viewer=viewer), _scenario(asked)
    return _said_of(summary, scenario, today=today) if summary else []


def _said_of(summary: Summary, scenario: Scenario, *, today: date) -> list[str]:
    return in_words(summary, today=today, pacing=gentlest(scenario), begins=week_of_the_change(scenario))


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
    """The signed what-ifs whose weeks are running, or ended less than a week ago, the latest first."""
    begun = what_ifs(viewer=viewer).filter(signed_at__isnull=False, starts_on__lte=on - timedelta(days=7))
    return [each for each in begun if each.starts_on + timedelta(weeks=each.weeks + 1) > on]


@dataclass(frozen=True, kw_only=True)
class AsItIs:
    """
    What can be moved, and what it is before anything is.

    :param accepted: the share of children in contacts who are referred in week 0.
    :param sources: by name, the share of their contacts accepted in week 0.
    :param outcomes: those that go on holding children after the assessment, by name with their share.
    :param agency: by team, how many of its workers are from an agency in week 0.
    :param ceiling: what a full-time worker holds at most.
    """

    accepted: float
    sources: dict[str, float]
    teams: list[str]
    outcomes: dict[str, float]
    agency: dict[str, int]
    ceiling: int
    starts_on: date
    weeks: int


def as_it_is(asked: WhatIf, *, viewer: User) -> AsItIs:
    """What its levers can be moved on."""
    require(viewer, permissions.SEE_WHAT_IFS)
    scenario = from_plain(asked.as_things_are)
    agency = {
        team.name: sum(posts.number for posts in team.posts if posts.is_agency and posts.from_week == 0)
        for team in scenario.teams
    }
    return AsItIs(
        accepted=fluid_of(scenario)[0].conversion,
        sources={source.name: source.conversion.at(0) for source in scenario.demand.sources},
        teams=[team.name for team in scenario.teams],
        outcomes={each.name: each.share for each in scenario.work.outcomes if each.lasts.mean_days > 0},
        agency={team: number for team, number in agency.items() if number},
        ceiling=max(posts.ceiling_points for team in scenario.teams for posts in team.posts),
        starts_on=asked.starts_on, weeks=asked.weeks,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Tried:
    """
    Levers tried and not kept.

    :param flow: the flow of averages; `summary` the bands of some runs, or None where only averages were asked for.
    """

    sentences: list[str]
    flow: dict[str, list[float]]
    summary: Summary | None


def tried(asked: WhatIf, *, viewer: User, levers: dict[str, Any], today: date, with_ranges: bool) -> Tried:
    """
    What levers would do, while they are being moved: averages at once, or the ranges of 200 runs.

    :param levers: as `demand_engine.scenario_file` writes levers down.
    :raises NotAllowed: if this person may not see what-ifs.
    :raises MakesNoSense: if what comes out cannot be.
    """
    require(viewer, permissions.SEE_WHAT_IFS)
    scenario = pull(from_plain(asked.as_things_are), levers_from_plain(levers), name=asked.name)
    flow = flow_in_short(fluid_of(scenario))
    if not with_ranges:
        return Tried(sentences=on_average(flow, starts_on=asked.starts_on), flow=flow, summary=None)
    summary = summarised(simulate(scenario, runs=RUNS_WHILE_MOVING, seed=asked.seed))
    sentences = _said_of(summary, scenario, today=today)
    return Tried(sentences=sentences, flow=flow, summary=summary)


def last_run(asked: WhatIf, *, viewer: User) -> Run | None:
    """The last run of it alone that was asked for with the levers as they are now."""
    choice = {"name": asked.name, "levers": asked.levers}
    return _runs_of(asked, viewer).filter(choices=[choice]).first()


def last_comparison(asked: WhatIf, *, viewer: User, that_found: bool = False) -> Run | None:
    """The last comparison that was asked for from it; with `that_found`, the last that has an answer."""
    asked_for = _runs_of(asked, viewer).filter(choices__1__isnull=False)
    return (asked_for.filter(answer__isnull=False) if that_found else asked_for).first()


def _runs_of(asked: WhatIf, viewer: User) -> QuerySet[Run]:
    require(viewer, permissions.SEE_WHAT_IFS)
    return asked.runs_asked_for.select_related("asked_by").order_by("-asked_at", "-pk")


def is_under_way(run: Run | None, *, viewer: User, at: datetime) -> bool:
    """Whether an answer can still be expected."""
    require(viewer, permissions.SEE_WHAT_IFS)
    return run is not None and run.finished_at is None and not is_broken_off(asked_at=run.asked_at, at=at)


def side_by_side_of(run: Run, *, viewer: User) -> SideBySide | None:
    """What a comparison found, or None while it is being made."""
    require(viewer, permissions.SEE_WHAT_IFS)
    return side_by_side_from(run.answer) if run.answer else None


def on_the_same_children(asked: WhatIf, *, viewer: User) -> QuerySet[WhatIf]:
    """The other what-ifs that start from the same things as they are, and so meet the same children."""
    alike = what_ifs(viewer=viewer).filter(as_things_are=asked.as_things_are, seed=asked.seed)
    return alike.exclude(pk=asked.pk)


def is_as_things_are(asked: WhatIf, *, viewer: User) -> bool:
    """Whether no lever has been moved."""
    require(viewer, permissions.SEE_WHAT_IFS)
    return levers_from_plain(asked.levers).is_untouched


def plain_levers(asked: WhatIf, *, viewer: User) -> dict[str, Any]:
    """Its levers with every entry there, also those that were not known when it was drawn up."""
    require(viewer, permissions.SEE_WHAT_IFS)
    found: dict[str, Any] = to_plain(levers_from_plain(asked.levers))
    return found


def _scenario(asked: WhatIf) -> Scenario:
    return pull(from_plain(asked.as_things_are), levers_from_plain(asked.levers), name=asked.name)


def moved_in(asked: WhatIf, *, viewer: User) -> tuple[list[str], tuple[int, int, int]]:
    """What was moved, a sentence each; and the posts added: all, agency posts among them, posts without funding."""
    require(viewer, permissions.SEE_WHAT_IFS)
    levers = levers_from_plain(asked.levers)
    return moved_in_words(levers, from_plain(asked.as_things_are)), posts_added(levers)
