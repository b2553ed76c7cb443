"""K54: how far children are in what is written about them, of the whole service together."""

from collections.abc import Sequence
from datetime import date
from statistics import median, quantiles

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case, Period
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Also, Indicator, Measure
from lintel.oversight.performance.spc import Kind
from lintel.oversight.reading.codes import Measure as OfWords
from lintel.oversight.reading.index import index_of
from lintel.oversight.reading.whole_service import Together

# Of fewer nothing is said: the middle of a few would be somebody's words.
FEWEST_TOGETHER = 10
NOT_THEIRS = "it is said of the whole service together, and to nobody who sees only a part of it"


def all_words(evidence: Evidence) -> Together | None:
    """What was kept of all authorised words; ask for it with `evidence.once`."""
    return evidence.reader.words_together()


def ranked(evidence: Evidence) -> list[tuple[date, float]]:
    """Every assessment authorised so far: the day, and the mean of the ranks of its bars among all of them, to 100."""
    words = evidence.once(all_words)
    found = [each for each in words.focus if each[0] <= evidence.as_at] if words else []
    index = index_of([bars for _, bars in found])
    return [(day, 100 * value) for (day, _), value in zip(found, index, strict=True)]


def together(evidence: Evidence, period: Period) -> list[Case]:
    """All that was authorised in the period as one case, which names nobody; nothing where they are too few."""
    values = [value for day, value in evidence.once(ranked) if period.start <= day <= period.end]
    if len(values) < FEWEST_TOGETHER:
        return []
    lower, _, upper = quantiles(values, n=4, method="inclusive")
    label = f"{len(values)} assessments, the middle half of them from {lower:.0f} to {upper:.0f}"
    return [
        Case(
            kind="reading.assessmentread", pk=0, on=period.end, value=median(values), weight=float(len(values)),
            label=label,
        )
    ]  # fmt: skip


def quartiles(cases: Sequence[Case], _: Evidence) -> Also:
    return tuple(("All together", case.label) for case in cases)


def on_trial(evidence: Evidence, *measures: OfWords) -> str:
    """That a measure is on trial, and why."""
    words = evidence.once(all_words)
    why = [words.trial[measure] for measure in measures if measure in words.trial] if words else []
    return f"On trial: decide nothing by it. {why[0]}" if why else ""


def too_few(evidence: Evidence) -> str:
    if evidence.once(all_words) is None:
        return NOT_THEIRS
    if len(evidence.once(ranked)) < FEWEST_TOGETHER:
        return f"fewer than {FEWEST_TOGETHER} assessments were begun with the measures on and are authorised"
    return ""


INDICATOR = Indicator(
    code="K54",
    name="Child focus of the whole service (trial)",
    short_name="Child focus",
    question="Are children in what we write about them?",
    definition=(
        "The assessments authorised in the period, each by the mean of the ranks of its four bars (the child is in the "
        "sentence, about the child’s life, own words, what adults’ doings mean for the child) among all that were ever "
        "authorised, from 0 to 100: the middle one, and where the middle half lies. Only of the whole service, never "
        f"of a team, a worker or a child, and of no fewer than {FEWEST_TOGETHER}. What was begun while the measures "
        "were off is left out, and so are unborn children."
    ),
    numerator="Assessments ranked; the number shown is the middle one",
    denominator="Assessments authorised in the period",
    clock="The day of the authorisation",
    unit="From 0 to 100, the middle assessment",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard=(
        "Inserting names raises it. Whoever writes sees the same bars first, beside their own words; no reader of this "
        "number can find whose they are. By its making the middle of all lies near 50: only a change says something."
    ),
    findings=("S43", "S44"),
    chart=Kind.XMR,
    measure=Measure.MIDDLE,
    filters=frozenset(),
    cannot_say=too_few,
    during=together,
    known_from=lambda evidence: min((day for day, _ in evidence.once(ranked)), default=None),
    note=lambda evidence: on_trial(evidence, OfWords.CHILD_FOCUS, OfWords.IMPACT),
    also=quartiles,
)
