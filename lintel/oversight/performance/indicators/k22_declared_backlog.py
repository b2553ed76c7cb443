"""K22: what the police say they have not triaged."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Also, Indicator, Measure
from lintel.oversight.performance.police import Declared, police_of
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind


def latest_declared(evidence: Evidence, day: date) -> list[Declared]:
    """The last declaration of each force by the end of a day."""
    latest = {each.agency: each for each in police_of(evidence).declared if each.declared_on <= day}
    return list(latest.values())


def backlog_declared(evidence: Evidence, day: date) -> list[Case]:
    cases = []
    for each in latest_declared(evidence, day):
        days = f", the oldest waiting for {(day - each.oldest_on).days} days" if each.oldest_on else ""
        cases.append(
            Case(
                kind="police_notifications.backlogdeclaration", pk=each.pk, on=day, value=float(each.untriaged),
                label=f"{each.agency} on {each.declared_on:%-d %B %Y}: {each.untriaged:,} not triaged{days}",
            )
        )  # fmt: skip
    return cases


def oldest(cases: Sequence[Case], evidence: Evidence) -> Also:
    if not cases:
        return ()
    day = cases[0].on
    waiting = [(day - each.oldest_on).days for each in latest_declared(evidence, day) if each.oldest_on]
    return (("Oldest, in days", number_in_words(max(waiting))),) if waiting else ()


def is_missing(evidence: Evidence) -> str:
    """A blank is red: a declaration that is overdue is said beside the number."""
    day = evidence.as_at
    late = []
    for each in latest_declared(evidence, day):
        limit = evidence.limits.time_limit("backlog_declared", on=each.declared_on)
        if day > limit.due_on(each.declared_on, evidence.calendar):
            late.append(f"{each.agency}’s declaration is missing: the last is of {each.declared_on:%-d %B %Y}.")
    return " ".join(late)


def without_declarations(evidence: Evidence) -> str:
    if police_of(evidence).declared:
        return ""
    return "no police force has declared what it has not triaged; what is not declared may be any number"


INDICATOR = Indicator(
    code="K22",
    name="Police notifications not triaged yet, as declared",
    short_name="Declared backlog",
    question="What lies at the police that we cannot see?",
    definition=(
        "The number of untriaged notices each force declared last, by the end of the day, added up, with the age of "
        "the oldest. A declaration holds no personal data. One that is older than the agreed days (7) is missing, and "
        "missing is bad news."
    ),
    numerator="Untriaged notices declared",
    denominator="None: a count at a moment",
    clock="The day of the declaration",
    unit="Notices, at the end of the day",
    owner=Role.HEAD_OF_SERVICE,
    guard="A force may declare less than it has; read with the lag of what it sends (K20), which shows it weeks later.",
    findings=("S29",),
    chart=Kind.XMR,
    measure=Measure.SUM,
    filters=frozenset(),
    cannot_say=without_declarations,
    stock=backlog_declared,
    known_from=lambda evidence: min((each.declared_on for each in police_of(evidence).declared), default=None),
    note=is_missing,
    also=oldest,
    follows_contacts=True,
)
