"""K57: whether brothers and sisters assessed together each have a part of their own."""

from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case, Period
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Indicator, Measure
from lintel.oversight.performance.indicators.k54_child_focus import FEWEST_TOGETHER, NOT_THEIRS, all_words, on_trial
from lintel.oversight.performance.spc import Kind
from lintel.oversight.reading.codes import Measure as OfWords


def groups(evidence: Evidence) -> list[tuple[date, bool]]:
    """Brothers and sisters, on the day the last of them was authorised: whether each part is its own."""
    words = evidence.once(all_words)
    return [each for each in words.distinct if each[0] <= evidence.as_at] if words else []


def together(evidence: Evidence, period: Period) -> list[Case]:
    """Two cases that name nobody: the groups in which nothing was copied, and the rest; nothing if they are too few."""
    found = [distinct for day, distinct in evidence.once(groups) if period.start <= day <= period.end]
    if len(found) < FEWEST_TOGETHER:
        return []
    return [
        Case(
            kind="reading.siblingsread", pk=int(counts), on=period.end, counts=counts, weight=float(how_many),
            label=f"{how_many} groups {'each with parts of their own' if counts else 'with copied parts'}",
        )
        for counts in (True, False)
        if (how_many := found.count(counts))
    ]  # fmt: skip


def too_few(evidence: Evidence) -> str:
    if evidence.once(all_words) is None:
        return NOT_THEIRS
    if len(evidence.once(groups)) < FEWEST_TOGETHER:
        return f"fewer than {FEWEST_TOGETHER} groups were begun with the measure on and have every child authorised"
    return ""


INDICATOR = Indicator(
    code="K57",
    name="Brothers and sisters with parts of their own (trial)",
    short_name="Parts of their own",
    question="Is each child of a family assessed as themselves?",
    definition=(
        "Of the groups of brothers and sisters assessed together whose last child was authorised in the period, the "
        "share in which no two own parts share 60% or more of their rows of five words. What the family shares is left "
        "out; names and he or she are made alike. Only of the whole service, and of no fewer than "
        f"{FEWEST_TOGETHER} groups; parts of fewer than thirty words are too short to say."
    ),
    numerator="Groups in which every two own parts are distinct",
    denominator="Groups whose own parts are long enough to say",
    clock="The day the last child of the group was authorised",
    unit="% of groups",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard=(
        "Writing the same in other words hides it. Whoever writes sees first what stands in two parts, and may say "
        "that it is rightly the same."
    ),
    findings=("S44",),
    chart=Kind.P,
    measure=Measure.WEIGHTED_SHARE,
    filters=frozenset(),
    cannot_say=too_few,
    during=together,
    known_from=lambda evidence: min((day for day, _ in evidence.once(groups)), default=None),
    note=lambda evidence: on_trial(evidence, OfWords.COPYING),
)
