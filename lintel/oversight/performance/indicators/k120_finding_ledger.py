"""K120: findings that are open, said more than once, and closed with the indicator and moderated evidence."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Also, Indicator, Measure
from lintel.oversight.performance.indicators.k98_leader_reading import leading_of
from lintel.oversight.performance.leading import Found
from lintel.oversight.performance.spc import Kind


def on_the_ledger(evidence: Evidence, day: date) -> list[Case]:
    """Every finding that had been said by a day; the open ones count."""
    return [
        Case(
            kind="ledger.finding", pk=each.pk, on=day, counts=each.is_open_on(day),
            label=f"{each.words} ({_in_words(each, day)})",
        )
        for each in leading_of(evidence).findings
        if each.times_said_by(day)
    ]  # fmt: skip


def _in_words(each: Found, day: date) -> str:
    times = each.times_said_by(day)
    said = "said once" if times == 1 else f"said {times} times"
    return f"{'closed' if each.is_closed_on(day) else 'open'}, {said}"


def repeated_and_closed(cases: Sequence[Case], evidence: Evidence) -> Also:
    day = cases[0].on if cases else evidence.as_at
    findings = [each for each in leading_of(evidence).findings if each.times_said_by(day)]
    return (
        ("Said more than once", str(sum(each.times_said_by(day) > 1 for each in findings))),
        (
            "Closed with the indicator and moderated evidence",
            str(sum(each.is_closed_on(day) for each in findings)),
        ),
    )


def begins(evidence: Evidence) -> date | None:
    return min((each.said_on[0] for each in leading_of(evidence).findings), default=None)


INDICATOR = Indicator(
    code="K120",
    name="Finding ledger",
    short_name="Open findings",
    question="Which findings are still open, and which came back?",
    definition=(
        "Findings of visits, inspections and audits that are not closed. A finding that was said again stands on one "
        "line with all its dates. It closes with two keys only: its indicator kept to its target for the weeks agreed, "
        "and moderated audits bear out the share of good or better work that is wanted."
    ),
    numerator="Findings that are open",
    denominator="Findings said so far",
    clock="The end of the day looked at; a finding begins on the day it was first said",
    unit="Open findings",
    owner=Role.HEAD_OF_SERVICE,
    guard=(
        "Writing a repeated finding down as a new one, or an easy indicator and a low share beside a hard finding: "
        "read the two keys on the ledger. Words alone close nothing."
    ),
    findings=("S2", "S30", "S50"),
    chart=Kind.XMR,
    measure=Measure.COUNT,
    filters=frozenset(),
    cannot_say=lambda evidence: "" if leading_of(evidence).findings else "no finding has been written down yet",
    stock=on_the_ledger,
    known_from=begins,
    also=repeated_and_closed,
    is_about_children=False,
    counts_children=False,
)
