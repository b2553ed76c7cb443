"""K74: how far records of supervision ask how and why, beside what and when."""

from datetime import date
from statistics import median

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case, Period
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Indicator, Measure
from lintel.oversight.performance.indicators.k70_supervised_on_time import of_supervision
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.supervision_together import (
    A_QUARTER,
    DEFINED,
    FEWEST_WORKERS,
    by_quarter,
    said_together,
)
from lintel.oversight.performance.supervision_work import Share

NOT_WHOLE = "it is shown to the pair and, of the whole service only, to those who see the whole service"
TOO_FEW = "fewer than five workers have a signed record of supervision in the last 13 weeks"


def in_the_quarter(evidence: Evidence, day: date) -> list[Share]:
    """Of the thirteen whole weeks before the end of a day; nothing where so few workers would be behind it."""
    quarter = Period.weeks_to(day, A_QUARTER)
    found = [each for each in of_supervision(evidence).shares if each.held_on in quarter]
    return found if len({each.worker_id for each in found}) >= FEWEST_WORKERS else []


def of_the_service(evidence: Evidence, day: date) -> list[Case]:
    """One line for all of it: a line for each record would be somebody's."""
    found = in_the_quarter(evidence, day)
    if not found:
        return []
    return [
        Case(
            kind="supervision.howandwhy", pk=day.toordinal(), on=day, weight=float(len(found)),
            value=round(100 * median(each.share for each in found), 1),
            label=f"{len(found)} records of the last 13 weeks",
        )
    ]  # fmt: skip


def cannot_be_said(evidence: Evidence) -> str:
    if of_supervision(evidence).agreed is None:
        return NOT_WHOLE
    first = known_from(evidence)
    return "" if first else TOO_FEW


def known_from(evidence: Evidence) -> date | None:
    """The first day on which so many workers had a record."""
    seen: set[int] = set()
    for each in sorted(of_supervision(evidence).shares):
        seen.add(each.worker_id)
        if len(seen) >= FEWEST_WORKERS:
            return each.held_on
    return None


INDICATOR = Indicator(
    code="K74",
    name="How and why in records of supervision",
    short_name="How and why",
    question="Do records ask how and why, and weigh another explanation, or only say what and when?",
    definition=(
        "Of each signed record of a child, the share of sentences with a word that asks how or why or weighs something "
        "else, from a list. The middle record of the last 13 weeks, of the whole service, where at least five workers "
        "have one. A pair sees its own; nobody else is shown anybody’s. " + DEFINED
    ),
    numerator="Records; the number shown is the middle share",
    denominator="Signed records of a child in the last 13 weeks",
    clock="The last 13 whole weeks, at the end of the day",
    unit="% of sentences, the middle record",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard=(
        "It counts words and understands nothing; writing “why” does not make anybody reflect. Read with what blind "
        "readers find (K72). It is never shown of a person or a team."
    ),
    findings=("S37",),
    chart=Kind.XMR,
    measure=Measure.MIDDLE,
    filters=frozenset(),
    cannot_say=cannot_be_said,
    stock=of_the_service,
    known_from=known_from,
    also=lambda cases, evidence: said_together(of_supervision(evidence), cases[0].on if cases else evidence.as_at),
    breakdowns=lambda cases, evidence: by_quarter(of_supervision(evidence), cases[0].on if cases else evidence.as_at),
    counts_children=False,
)
