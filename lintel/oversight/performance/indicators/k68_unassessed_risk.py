"""K68: how long children are at unassessed risk, whichever agency knew first."""

from collections.abc import Sequence
from datetime import date, datetime

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Also, Indicator, Measure
from lintel.oversight.performance.protection_work import OnTheClock, episode_on, protection_of
from lintel.oversight.performance.rules import number_in_words, share_in_words
from lintel.oversight.performance.spc import Kind
from lintel.statute.calendar import elapsed_hours, local_day

RUNS_ON = "Still on the clock"


def seen_and_made_safe(evidence: Evidence) -> list[Case]:
    """Every time on the clock that ended, on the day it did."""
    cases = []
    for each in evidence.once(protection_of).clocks:
        if each.ended_at is not None:
            on, hours = local_day(each.ended_at), elapsed_hours(each.began_at, each.ended_at)
            in_time = each.ended_at <= _due_at(evidence, each, on)
            label = f"Seen and made safe after {hours:.1f} hours"
            cases.append(_case(evidence, each, on, in_time, hours, label))
    return cases


def still_on_the_clock(evidence: Evidence, day: date) -> list[Case]:
    """Children past the limit at the end of the day whom nobody has both seen and made safe."""
    moment, cases = evidence.moment_on(day), []
    for each in evidence.once(protection_of).clocks:
        runs = each.began_at <= moment and (each.ended_at is None or each.ended_at > moment)
        if runs and moment > _due_at(evidence, each, day):
            hours = elapsed_hours(each.began_at, moment)
            cases.append(_case(evidence, each, day, False, hours, f"On the clock for {hours:.0f} hours", RUNS_ON))
    return cases


def _due_at(evidence: Evidence, each: OnTheClock, day: date) -> datetime:
    return evidence.limits.time_limit("unassessed_risk", on=day).due_at(each.began_at)


def _case(
    evidence: Evidence, each: OnTheClock, on: date, in_time: bool, hours: float, label: str, category: str = ""
) -> Case:  # fmt: skip
    episode = episode_on(evidence, each.child_id, on)
    return Case(
        kind="people.person", pk=each.child_id, child=evidence.children[each.child_id], on=on, counts=in_time,
        value=hours, team_id=episode.team_id if episode else None, label=label, category=category,
        source_group=evidence.source_group(episode.source) if episode else "",
    )  # fmt: skip


def over_the_limit(cases: Sequence[Case], _: Evidence) -> Also:
    running = sum(1 for case in cases if case.category == RUNS_ON)
    return (
        ("On the clock past the limit at the end", number_in_words(running)),
        ("Seen and made safe within the limit", share_in_words(sum(case.counts for case in cases), len(cases))),
    )


def without_clocks(evidence: Evidence) -> str:
    return "" if evidence.once(protection_of).clocks else "nobody has stamped reasonable cause for a child here yet"


def since_the_first(evidence: Evidence) -> date | None:
    return min((local_day(each.began_at) for each in evidence.once(protection_of).clocks), default=None)


INDICATOR = Indicator(
    code="K68",
    name="Hours at unassessed risk",
    short_name="Unassessed risk",
    question="How long is a child in danger before anybody has seen them and made them safe?",
    definition=(
        "For each child who was both seen and made safe in the period, and each still on the clock past the limit (24 "
        "hours unless set otherwise) at its end: the hours from the first credible information of harm, or so far. It "
        "starts with the incident where that is known, whichever agency knew first; being seen alone does not end it, "
        "nor does a plan alone. What comes in while it runs never begins it anew."
    ),
    numerator="Hours at unassessed risk; those within the limit are its cases that count",
    denominator="Children seen and made safe in the period, and those past the limit and not, at its end",
    clock="From the first credible information, the incident where known, to child seen and safety plan made",
    unit="Hours, the middle child",
    owner=Role.HEAD_OF_SERVICE,
    guard=(
        "Never stamping reasonable cause: a child who is not on the clock is not here; sampled among contacts with an "
        "injury. A safety plan of empty words: read with the plan itself, which is in the list."
    ),
    findings=("S14", "S31"),
    chart=Kind.XMR,
    measure=Measure.SPREAD,
    filters=ALL_FILTERS,
    cannot_say=without_clocks,
    flow=seen_and_made_safe,
    stock=still_on_the_clock,
    known_from=since_the_first,
    also=over_the_limit,
    looks_at_the_hour=True,
)
