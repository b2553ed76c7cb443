"""K60: how long a child waits from reasonable cause to a quorate strategy discussion."""

from collections.abc import Sequence
from datetime import date, datetime

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Also, Indicator, Measure
from lintel.oversight.performance.protection_work import Trigger, episode_on, protection_of
from lintel.oversight.performance.rules import number_in_words, share_in_words
from lintel.oversight.performance.spc import Kind
from lintel.statute.calendar import elapsed_hours, local_day

WAITS = "Not held"


def discussed(evidence: Evidence) -> list[Case]:
    """Every cause that a quorate discussion answered, on the day it began."""
    cases = []
    for each in evidence.once(protection_of).triggers:
        if each.quorate_at is not None:
            on, hours = local_day(each.quorate_at), elapsed_hours(each.triggered_at, each.quorate_at)
            in_time = each.quorate_at <= _due_at(evidence, each)
            cases.append(_case(evidence, each, on, in_time, hours, f"Discussed after {hours:.1f} hours"))
    return cases


def overdue(evidence: Evidence, day: date) -> list[Case]:
    """Causes past the limit at the end of the day for which no quorate discussion has begun."""
    moment, cases = evidence.moment_on(day), []
    for each in evidence.once(protection_of).triggers:
        waits = each.quorate_at is None or each.quorate_at > moment
        if waits and _due_at(evidence, each) < moment:
            hours = elapsed_hours(each.triggered_at, moment)
            cases.append(_case(evidence, each, day, False, hours, f"Not discussed with quorum after {hours:.0f} hours"))
    return cases


def _due_at(evidence: Evidence, each: Trigger) -> datetime:
    limit = evidence.limits.time_limit("strategy_discussion", on=local_day(each.triggered_at))
    return limit.due_at(each.triggered_at)


def _case(evidence: Evidence, each: Trigger, on: date, in_time: bool, hours: float, label: str) -> Case:
    episode = episode_on(evidence, each.child_id, on)
    return Case(
        kind="enquiries.reasonablecause", pk=each.pk, child=evidence.children[each.child_id], on=on, counts=in_time,
        value=hours, team_id=episode.team_id if episode else None, label=label,
        source_group=evidence.source_group(episode.source) if episode else "",
        category="" if label[0] == "D" else WAITS,
    )  # fmt: skip


def within_the_limit(cases: Sequence[Case], _: Evidence) -> Also:
    waiting = sum(1 for case in cases if case.category == WAITS)
    return (
        ("Within the limit", share_in_words(sum(case.counts for case in cases), len(cases))),
        ("Past the limit and not discussed with quorum", number_in_words(waiting)),
    )


def without_causes(evidence: Evidence) -> str:
    return "" if evidence.once(protection_of).triggers else "nobody has stamped reasonable cause for a child here yet"


def since_the_first(evidence: Evidence) -> date | None:
    return min((local_day(each.triggered_at) for each in evidence.once(protection_of).triggers), default=None)


INDICATOR = Indicator(
    code="K60",
    name="Hours from reasonable cause to a quorate strategy discussion",
    short_name="Cause to discussion",
    question="How long does a child wait until all who must be there have talked?",
    definition=(
        "For each child thought likely to suffer significant harm for whom a quorate strategy discussion began in the "
        "period, and each still without one past the limit at its end: the hours from the stamping of reasonable cause "
        "to the start of the discussion, or so far. A discussion without social care, police and health does not stop "
        "the clock. Beside it, the share within the limit (24 hours unless set otherwise). Each child counts; a "
        "discussion read from a file does not say who was there, and is left out."
    ),
    numerator="Hours from reasonable cause to the quorate start; those within the limit are its cases that count",
    denominator="Children discussed with quorum in the period, and those past the limit and not, at its end",
    clock="From the stamping of reasonable cause, by whoever thought so, to the start of the first quorate discussion",
    unit="Hours, the middle child",
    owner=Role.SERVICE_MANAGER,
    guard=(
        "Stamping late, just before the discussion: K68 counts from when the harm was known, whoever stamped it and "
        "when. Holding it without the police or health: it does not count until they are there (K61)."
    ),
    findings=("S11", "S45", "S58"),
    chart=Kind.XMR,
    measure=Measure.SPREAD,
    filters=ALL_FILTERS,
    cannot_say=without_causes,
    flow=discussed,
    stock=overdue,
    known_from=since_the_first,
    also=within_the_limit,
    looks_at_the_hour=True,
)
