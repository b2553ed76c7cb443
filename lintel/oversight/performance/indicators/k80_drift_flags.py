"""K80: flags of drift that stand open, and how long."""

from collections.abc import Sequence
from datetime import date
from statistics import median

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.drift_work import case_of, flags_of, since_the_first_flag, without_flags
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Breakdowns, Indicator, Measure
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.spells import FAR_AWAY, Spells


def _open(evidence: Evidence) -> Spells:
    return Spells((flag.raised_on, flag.answered_on or FAR_AWAY) for flag in evidence.once(flags_of))


def open_flags(evidence: Evidence, day: date) -> list[Case]:
    """Every flag open at the end of a day, with the days since work began to stand still."""
    found = evidence.once(flags_of)
    return [
        case_of(
            evidence, found[place], day, value=float(max(0, (day - found[place].since).days)),
            category=found[place].rule,
            label=f"{found[place].rule}, since {found[place].since:%-d %B %Y}",
        )
        for place in evidence.once(_open).on(day)
    ]  # fmt: skip


def ages(cases: Sequence[Case], _: Evidence) -> Also:
    days = [case.value or 0.0 for case in cases]
    if not days:
        return ()
    return (
        ("Middle age, in days", number_in_words(median(days))), ("Oldest, in days", number_in_words(max(days))),
    )  # fmt: skip


def by_rule(cases: Sequence[Case], _: Evidence) -> Breakdowns:
    days: dict[str, list[float]] = {}
    for case in cases:
        days.setdefault(case.category, []).append(case.value or 0.0)
    lines = tuple(
        (rule, f"{len(each)}, the middle one for {number_in_words(median(each))} days")
        for rule, each in sorted(days.items(), key=lambda item: (-len(item[1]), item[0]))
    )
    return (("Rule", lines),) if lines else ()


INDICATOR = Indicator(
    code="K80",
    name="Flags of drift that stand open",
    short_name="Drift open",
    question="Where does work stand still, and for how long?",
    definition=(
        "Flags raised by the twelve rules of drift and not answered at the end of the day. Age is counted from the day "
        "the work began to stand still. How often each rule was right stands on the page of the rules."
    ),
    numerator="Flags open at the end of the day",
    denominator="None: a count at a moment",
    clock="From the day the work began to stand still",
    unit="Flags, at the end of the day",
    owner=Role.SERVICE_MANAGER,
    guard="Few flags may mean a deaf rule: read with each rule’s precision and versions, and who saw it first (K81).",
    findings=("S16",),
    chart=Kind.XMR,
    measure=Measure.COUNT,
    filters=FILTERS_OF_A_CHILD | {"team_id"},
    cannot_say=without_flags,
    stock=open_flags,
    known_from=since_the_first_flag,
    also=ages,
    breakdowns=by_rule,
)
