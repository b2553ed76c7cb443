"""K05: how long it takes until what happened is written down."""

from collections.abc import Sequence

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.by_team import FEWEST_VISITS, FEWEST_WORKERS, visits_by_team
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Breakdowns, Indicator, Measure
from lintel.oversight.performance.rules import number_in_words, spread_of
from lintel.oversight.performance.spc import Kind
from lintel.statute.calendar import elapsed_hours, local_day


def entries_written(evidence: Evidence) -> list[Case]:
    cases = []
    for entry in evidence.entries:
        hours = max(0.0, elapsed_hours(entry.happened_at, entry.recorded_at))
        cases.append(
            Case(
                kind=entry.kind, pk=entry.pk, child=evidence.children[entry.child_id], on=local_day(entry.recorded_at),
                value=hours, label=f"Written down after {hours:.0f} hours",
            )
        )  # fmt: skip
    return cases


KINDS = {
    "front_door.childcontact": "Contacts", "referrals.referral": "Referrals", "visits.visit": "Visits",
    "enquiries.strategydiscussion": "Strategy discussions",
}  # fmt: skip


def by_kind_and_team(cases: Sequence[Case], evidence: Evidence) -> Breakdowns:
    lines = []
    for kind, words in KINDS.items():
        spread = spread_of([case.value for case in cases if case.kind == kind and case.value is not None])
        if spread:
            said = f"median {number_in_words(spread.median)} hours, nine in ten up to {number_in_words(spread.p90)}"
            lines.append((words, said))
    return (("Kind of record", tuple(lines)), *visits_by_team(cases, evidence, "hours"))


def without_recording_times(evidence: Evidence) -> str:
    return "" if evidence.entries else "no record says when it was written down"


INDICATOR = Indicator(
    code="K05",
    name="Time until an event is written down",
    short_name="Recording lag",
    question="How far behind the work is the record?",
    definition=(
        "For contacts, referrals, visits and strategy discussions written down in the period: the hours from when it "
        "happened (or was received) to when it was entered. Where only the day is known, from the end of that day. "
        f"Visits also by team, of at least {FEWEST_VISITS} visits of {FEWEST_WORKERS} workers; never by worker."
    ),
    numerator="Hours from event to entry",
    denominator="Records that say when they were written down",
    clock="From the event to its entry",
    unit="Hours, the middle record",
    owner=Role.SERVICE_MANAGER,
    guard="Putting off the date of the event shortens the lag; times of receipt come from the channel.",
    findings=("S36",),
    chart=Kind.XMR,
    measure=Measure.SPREAD,
    filters=frozenset({"age_band", "ethnicity_group"}),
    cannot_say=without_recording_times,
    flow=entries_written,
    breakdowns=by_kind_and_team,
    known_from=lambda evidence: min((local_day(entry.recorded_at) for entry in evidence.entries), default=None),
    follows_contacts=True,
)
