"""K99: how far leaders' estimates of the quality of practice lie from what moderated audits say."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Also, Indicator, Measure
from lintel.oversight.performance.indicators.k98_leader_reading import leading_of
from lintel.oversight.performance.leading import Estimated
from lintel.oversight.performance.moderation_work import kept_back
from lintel.oversight.performance.spc import Kind

# Fewer would tell each leader how far off another was.
FEWEST_LEADERS = 3


def in_threes(evidence: Evidence) -> list[list[Estimated]]:
    """The estimates of a quarter by three leaders each, in the order in which their comparisons were opened."""
    opened = [each for each in leading_of(evidence).estimates if each.compared_on and each.points_off is not None]
    opened.sort(key=lambda each: each.quarter_from)  # within a quarter they stay in the order in which they were opened
    found = []
    for _, of_quarter in groupby(opened, key=lambda each: each.quarter_from):
        waiting = list(of_quarter)
        while len(waiting) >= FEWEST_LEADERS:
            found.append(waiting[:FEWEST_LEADERS])
            waiting = waiting[FEWEST_LEADERS:]
    return found


def compared(evidence: Evidence) -> list[Case]:
    """One line for every three leaders of a quarter, with the percentage points by which they were off together."""
    return [_line(three) for three in in_threes(evidence)]


def _line(three: list[Estimated]) -> Case:
    off = sum(each.points_off or 0.0 for each in three) / len(three)
    return Case(
        kind="fanlight.estimate", pk=three[-1].pk, on=three[-1].compared_on, value=off,
        label=f"Three leaders, of the quarter from {three[0].quarter_from:%-d %B %Y}: {off:+.0f} points, the mean",
    )  # fmt: skip


def not_counted_yet(_: Sequence[Case], evidence: Evidence) -> Also:
    known = [each for each in leading_of(evidence).estimates if each.locked_on <= evidence.as_at]
    opened = sum(each.compared_on is not None and each.compared_on <= evidence.as_at for each in known)
    counted = sum(line.on is not None and line.on <= evidence.as_at for line in compared(evidence)) * FEWEST_LEADERS
    return (
        ("Locked, and not compared yet", str(len(known) - opened)),
        ("Compared, and waiting for three of a quarter", str(opened - counted)),
    )


def begins(evidence: Evidence) -> date | None:
    return min((line.on for line in compared(evidence) if line.on), default=None)


INDICATOR = Indicator(
    code="K99",
    name="Self-knowledge error",
    short_name="Self-knowledge",
    question="Do leaders know how good practice is?",
    definition=(
        "What share of work leaders thought was good or better, locked before moderated audits of that quarter said, "
        "minus the share that moderated audits bear out: the mean in percentage points. Above nought, leaders "
        "thought practice better than it was. Each leader sees their own error first and alone, on their own page; "
        "here it counts together with those of two others for the same quarter, once all three have opened their "
        "comparisons. With fewer, nobody’s error is shown."
    ),
    numerator="The mean percentage points by which each three were too high (too low: below nought), added up",
    denominator="Threes of leaders who compared their estimates of the same quarter",
    clock="The day on which the third of them opened the comparison",
    unit="Percentage points, the mean",
    owner=Role.HEAD_OF_SERVICE,
    guard=(
        "Asking for the answer before locking the estimate: the quarter is kept back until then wherever moderated "
        "audits are counted, whatever day is asked for. Estimates too high and too low cancel out. Few pairs make a "
        "wide interval: read K91."
    ),
    findings=("S17", "S65"),
    chart=Kind.XMR,
    measure=Measure.RATIO,
    filters=frozenset(),
    cannot_say=lambda evidence: "" if begins(evidence) else "fewer than three leaders compared a quarter’s estimates",
    flow=compared,
    known_from=begins,
    also=not_counted_yet,
    note=kept_back,
    is_kept_back=True,
    is_about_children=False,
    counts_children=False,
)
