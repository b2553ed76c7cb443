"""K121: how well forecasts, as they were frozen, foretold the weeks since."""

from collections.abc import Sequence
from datetime import date, timedelta

from lintel.foundation.access.roles import Role
from lintel.oversight.demand.calibration.frozen import WEEKS_AHEAD, Frozen, HeldWeek, weeks_held
from lintel.oversight.demand.what_if.afterwards import NAMES, shown
from lintel.oversight.demand.what_if.summary import from_plain
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Breakdowns, Indicator, Measure
from lintel.oversight.performance.rules import share_in_words
from lintel.oversight.performance.spc import Kind

NOT_WHOLE = "it is said of the whole service, to those who see forecasts and the whole service"
NONE_YET = "no week is over that a forecast had been made of four weeks ahead"


def held_of(evidence: Evidence) -> list[HeldWeek]:
    """Every week that is over beside its forecast, worked out on first use and once."""
    return evidence.once(_held)


def _held(evidence: Evidence) -> list[HeldWeek]:
    frozen = [
        Frozen(pk=each.pk, on=each.on, weeks_back=each.weeks_back, summary=from_plain(each.answer))
        for each in evidence.reader.forecasts() or ()
    ]
    return weeks_held(frozen, evidence, until=evidence.as_at)


def weeks_foretold(evidence: Evidence) -> list[Case]:
    """Each measure of each week on its Sunday; `value` is by what share of what came the middle was off, in percent."""
    return [
        Case(
            kind="calibration.forecast", pk=held.forecast, on=_sunday(held), counts=held.told.is_inside,
            value=_off(held), category=NAMES[held.told.measure], label=in_words(held),
        )
        for held in held_of(evidence)
    ]  # fmt: skip


def _sunday(held: HeldWeek) -> date:
    return held.week + timedelta(days=6)


def _off(held: HeldWeek) -> float | None:
    """None where nothing came: no share of nothing can be said."""
    told = held.told
    return 100 * abs(told.happened - told.median) / told.happened if told.happened else None


def in_words(held: HeldWeek) -> str:
    """What was foretold, when, and what came."""
    told = held.told
    middle, low, high, came = (shown(told.measure, each) for each in (told.median, told.low, told.high, told.happened))
    where = "inside" if told.is_inside else "outside"
    return (
        f"Week of {held.week:%-d %B %Y}, {NAMES[told.measure]}: {came}; foretold on {held.frozen_on:%-d %B %Y}: "
        f"{middle}, between {low} and {high} ({where})"
    )


def by_measure(cases: Sequence[Case], _: Evidence) -> Breakdowns:
    """For each thing foretold, the weeks inside its band and by how much the middle was off on average (MAPE)."""
    lines = [(name, [case for case in cases if case.category == name]) for name in NAMES.values()]
    return (
        (
            "What was foretold",
            tuple((name[0].upper() + name[1:], _of_one(found)) for name, found in lines if found),
        ),
    )  # fmt: skip


def _of_one(cases: Sequence[Case]) -> str:
    inside = share_in_words(float(sum(case.counts for case in cases)), float(len(cases)))
    off = [case.value for case in cases if case.value is not None]
    if len(off) < len(cases):
        return f"{inside} inside; how far off on average is not known, since in some week there was none"
    return f"{inside} inside; the middle was off by {sum(off) / len(off):.0f}% on average"


def cannot_be_said(evidence: Evidence) -> str:
    if evidence.reader.forecasts() is None:
        return NOT_WHOLE
    return "" if held_of(evidence) else NONE_YET


INDICATOR = Indicator(
    code="K121",
    name="Forecast accuracy",
    short_name="Forecast accuracy",
    question="Do forecasts tell what comes?",
    definition=(
        "Each week that is over is held against the last forecast that had been made four weeks ahead of it, exactly "
        "as it was frozen then: children waiting for a worker, children with a worker, children for each worker, and "
        "referrals. Counted are those that came inside the band in which eight runs out of ten lay. Beside it stands "
        f"by how much the middle was off on average, {WEEKS_AHEAD} weeks ahead, as a share of what came (MAPE). A "
        "forecast made later for an earlier week is not used. What-ifs are not in it: each says on its own page how it "
        "came out."
    ),
    numerator="Measures of weeks that came inside their 80% band",
    denominator="Measures of weeks that are over and were foretold four weeks ahead",
    clock="The Sunday on which the week was over",
    unit="% of weeks and measures inside the band; 80% is what such a band promises",
    owner=Role.PLANNER,
    guard=(
        "A wide band is always right: read how far the middle was off. Not making a forecast spares no week: the last "
        "one made stands for it. Of several made for one Monday the first counts."
    ),
    findings=("S25",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=frozenset(),
    cannot_say=cannot_be_said,
    flow=weeks_foretold,
    known_from=lambda evidence: min((held.week for held in held_of(evidence)), default=None),
    breakdowns=by_measure,
    is_about_children=False,
    counts_children=False,
)
