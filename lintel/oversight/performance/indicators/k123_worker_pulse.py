"""K123: whether workers say that they can do their work safely."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case, Period
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Also, Breakdowns, Indicator, Measure
from lintel.oversight.performance.records import PulseWeek
from lintel.oversight.performance.spc import Kind
from lintel.oversight.voice.codes import STATEMENT, Answer

NOBODY_YET = "no week of the pulse has been counted in which at least five workers answered"


def pulse_of(evidence: Evidence) -> list[PulseWeek]:
    """Every week of the pulse, read on first use and once."""
    return evidence.once(_read)


def _read(evidence: Evidence) -> list[PulseWeek]:
    return evidence.reader.pulse()


def last_whole_week(evidence: Evidence, day: date) -> list[Case]:
    """The whole service in the last week that was over at the end of a day; nothing where fewer than five answered."""
    ends_on = Period.weeks_to(day, 1).end
    return [
        Case(
            kind="voice.pulseweek", pk=week.pk, on=day, value=float(week.middle), weight=float(week.answers),
            label=f"Week of {week.week:%-d %B %Y}: {in_words(week)}",
        )
        for week in pulse_of(evidence)
        if week.ends_on == ends_on and week.team_id is None
    ]  # fmt: skip


def in_words(week: PulseWeek) -> str:
    return f"“{Answer(week.middle).words}” in the middle of {week.answers} answers"


def said_in_words(cases: Sequence[Case], _: Evidence) -> Also:
    return tuple(line for case in cases for line in (
        ("In words", Answer(int(case.value or 1)).words), ("Answers", f"{case.weight:,.0f}"),
    ))  # fmt: skip


def by_group(cases: Sequence[Case], evidence: Evidence) -> Breakdowns:
    """Groups of at least five in the order of their names: never a ranking."""
    if not cases:
        return ()
    ends_on = Period.weeks_to(cases[0].on, 1).end
    groups = [week for week in pulse_of(evidence) if week.ends_on == ends_on and week.team_id is not None]
    return (("Service or team", tuple((week.name, in_words(week)) for week in groups)),)


def last_counted(evidence: Evidence) -> str:
    weeks = [week.week for week in pulse_of(evidence) if week.ends_on <= evidence.as_at]
    return f"The last week counted is that of {max(weeks):%-d %B %Y}." if weeks else ""


INDICATOR = Indicator(
    code="K123",
    name="Worker pulse",
    short_name="Worker pulse",
    question="Do workers say that they can do their work safely?",
    definition=(
        f"“{STATEMENT}”, asked of every worker once a week, from 1 (no) to 5 (yes). The middle answer and the number "
        "of answers are shown, of groups of at least five, and only where no smaller group can be worked out. "
        "The answers themselves are thrown away when a week is over; who answered what is never known."
    ),
    numerator="Workers who answered; the number shown is the middle answer",
    denominator="Workers who answered",
    clock="From Monday to Sunday; counted when the week is over",
    unit="From 1 (no) to 5 (yes), the middle answer",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard=(
        "Pressing workers to answer well, or only the content to answer: read with the number of answers and with "
        "caseloads (K35). It says nothing of any one worker and is no measure of a manager."
    ),
    findings=("S35",),
    chart=Kind.XMR,
    measure=Measure.MIDDLE,
    filters=frozenset(),
    cannot_say=lambda evidence: "" if pulse_of(evidence) else NOBODY_YET,
    stock=last_whole_week,
    known_from=lambda evidence: min((week.week for week in pulse_of(evidence)), default=None),
    known_until=lambda evidence: max(
        (week.ends_on for week in pulse_of(evidence) if week.ends_on <= evidence.as_at), default=None
    ),
    note=last_counted,
    also=said_in_words,
    breakdowns=by_group,
    counts_children=False,
)
