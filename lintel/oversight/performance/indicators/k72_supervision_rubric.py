"""K72: what readers who do not know whose it is give records of supervision."""

from collections.abc import Sequence
from datetime import date
from math import sqrt
from statistics import mean, stdev

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case, Period
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Also, Indicator, Measure
from lintel.oversight.performance.indicators.k70_supervised_on_time import of_supervision
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.supervision_work import Rated
from lintel.oversight.supervision.codes import Dimension

FEWEST, A_QUARTER = 5, 13


def in_the_quarter(evidence: Evidence, day: date) -> list[Rated]:
    """What was handed in in the thirteen whole weeks before the end of a day."""
    quarter = Period.weeks_to(day, A_QUARTER)
    return [each for each in of_supervision(evidence).rated if each.rated_on in quarter]


def of_the_service(evidence: Evidence, day: date) -> list[Case]:
    """One line for all of it: a line for each record would be somebody's mark."""
    found = in_the_quarter(evidence, day)
    if len({each.draw for each in found}) < FEWEST:
        return []
    return [
        Case(
            kind="supervision.rubric", pk=day.toordinal(), on=day, weight=float(len(found)),
            value=sum(mean(each.scores) for each in found), label=f"{len(found)} readings of the last 13 weeks",
        )
    ]  # fmt: skip


def by_dimension(cases: Sequence[Case], evidence: Evidence) -> Also:
    """The mean of each dimension, with the interval it most likely lies in."""
    if not cases:
        return ()
    found = in_the_quarter(evidence, cases[0].on)
    return tuple(
        (dimension.words, _with_interval([each.scores[place] for each in found]))
        for place, dimension in enumerate(Dimension)
    )


def _with_interval(scores: Sequence[int]) -> str:
    middle, reach = mean(scores), 1.96 * stdev(scores) / sqrt(len(scores))
    return f"{middle:.1f} ({max(0.0, middle - reach):.1f} to {min(3.0, middle + reach):.1f})"


def cannot_be_said(evidence: Evidence) -> str:
    agreed, rated = of_supervision(evidence).agreed, of_supervision(evidence).rated
    if agreed is None:
        return "it is said of the whole service only, to those who see the whole service"
    if len({each.draw for each in rated}) < FEWEST:
        return "fewer than five records of supervision have been read blind"
    if not agreed.is_used:
        said = "cannot be said yet" if agreed.kappa is None else f"is {agreed.kappa:.2f}"
        return f"two readers do not agree enough: weighted kappa {said}, and {agreed.floor:.1f} is needed"
    return ""


INDICATOR = Indicator(
    code="K72",
    name="Records of supervision, read blind",
    short_name="Supervision read blind",
    question="Is the child in supervision, is it reflective, is it challenged, and does it go anywhere?",
    definition=(
        "One record in twenty is drawn when both have signed, and read by somebody who is not told whose it is; a "
        "fifth of those by two (unless the authority set its own shares). Each of six dimensions is given 0 to 3. The "
        "mean of all readings of the last 13 weeks; nothing is shown before two readers agree (weighted kappa of 0.6) "
        "and five records were read. Never self-scored; sessions that a pair let somebody observe stand beside it, "
        "where records are read, and not in it."
    ),
    numerator="The mean over the six dimensions of each reading, added up",
    denominator="Readings handed in in the last 13 weeks",
    clock="The last 13 whole weeks, at the end of the day",
    unit="From 0 to 3, the mean",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard=(
        "It measures the record, and a good talk may be poorly written. Nobody reads their own, nobody is told which "
        "was drawn, and no team or person is ever shown: only the whole service."
    ),
    findings=("S37", "S38"),
    chart=Kind.XMR,
    measure=Measure.RATIO,
    filters=frozenset(),
    cannot_say=cannot_be_said,
    stock=of_the_service,
    known_from=lambda evidence: min((each.rated_on for each in of_supervision(evidence).rated), default=None),
    also=by_dimension,
    counts_children=False,
)
