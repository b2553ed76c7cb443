"""K99: how far leaders' estimates of the quality of practice lie from what moderated audits say."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Also, Indicator, Measure
from lintel.oversight.performance.indicators.k98_leader_reading import leading_of
from lintel.oversight.performance.spc import Kind


def compared(evidence: Evidence) -> list[Case]:
    """Each estimate whose leader opened the comparison, with the percentage points it was off."""
    return [
        Case(
            kind="fanlight.estimate", pk=each.pk, on=each.compared_on, value=each.points_off,
            label=f"An estimate locked on {each.locked_on:%-d %B %Y}: {each.points_off:+.0f} points",
        )
        for each in leading_of(evidence).estimates
        if each.compared_on is not None and each.points_off is not None
    ]  # fmt: skip


def not_compared_yet(_: Sequence[Case], evidence: Evidence) -> Also:
    waiting = sum(
        each.locked_on <= evidence.as_at and (each.compared_on is None or each.compared_on > evidence.as_at)
        for each in leading_of(evidence).estimates
    )
    return (("Locked, and not compared yet", str(waiting)),)


def begins(evidence: Evidence) -> date | None:
    days = (each.compared_on for each in leading_of(evidence).estimates if each.compared_on)
    return min(days, default=None)


INDICATOR = Indicator(
    code="K99",
    name="Self-knowledge error",
    short_name="Self-knowledge",
    question="Do leaders know how good practice is?",
    definition=(
        "What share of work leaders thought was good or better, locked before moderated audits of that quarter said, "
        "minus the share that moderated audits bear out: the mean over the estimates compared in the period, in "
        "percentage points. Above nought, leaders thought practice better than it was. An estimate counts once its "
        "leader has opened the comparison, and so has seen it first."
    ),
    numerator="Percentage points by which estimates were too high (too low: below nought), added up",
    denominator="Estimates compared",
    clock="The day on which the leader opened the comparison",
    unit="Percentage points, the mean",
    owner=Role.HEAD_OF_SERVICE,
    guard=(
        "Asking for the answer before locking the estimate: the leader’s page keeps the quarter back until then. "
        "Estimates too high and too low cancel out: read the list. Few pairs make a wide interval: read K91."
    ),
    findings=("S17", "S65"),
    chart=Kind.XMR,
    measure=Measure.RATIO,
    filters=frozenset(),
    cannot_say=lambda evidence: "" if begins(evidence) else "no estimate has been compared with moderated audits yet",
    flow=compared,
    known_from=begins,
    also=not_compared_yet,
    is_about_children=False,
    counts_children=False,
)
