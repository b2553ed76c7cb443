"""K70: supervision held within the agreed interval."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.grouping import group
from lintel.oversight.performance.indicator import TEAM_ONLY, Also, Indicator, Measure
from lintel.oversight.performance.records import Appointment, lasts_on
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.supervision_work import Held, Supervision
from lintel.oversight.supervision.rules import next_due_on

AFTER_CALL, LATE = "Signed after an inspection was announced", "Written down late"


def of_supervision(evidence: Evidence) -> Supervision:
    """Everything signed of supervision, read on first use and once."""
    return evidence.once(_read)


def _read(evidence: Evidence) -> Supervision:
    return evidence.reader.supervision()


def begins(evidence: Evidence) -> date | None:
    """The day of the first session anybody signed: before it, nobody wrote down whether there was one."""
    return min((each.held_on for each in of_supervision(evidence).held), default=None)


def _by_worker(evidence: Evidence) -> dict[int, list[Held]]:
    return group(of_supervision(evidence).held, lambda each: each.worker_id)


def due_after(evidence: Evidence, place: Appointment, last_on: date | None) -> date:
    """The last day in time for the next session of somebody in a place."""
    first = begins(evidence) or place.starts_on
    return next_due_on(
        last_on, began_on=max(place.starts_on, first), is_newly_qualified=place.is_newly_qualified,
        limits=evidence.limits, calendar=evidence.calendar,
    )  # fmt: skip


def held(evidence: Evidence) -> list[Case]:
    """Each session on its day: in time after the one before or, of the first, after the day they began."""
    cases = []
    for place in evidence.appointments:
        last = None
        for each in evidence.once(_by_worker).get(place.worker_id, []):
            if place.is_case_holding and lasts_on(place.starts_on, place.leaves_on, each.held_on):
                cases.append(_case(evidence, place, each, due=due_after(evidence, place, last)))
            last = each.held_on
    return cases


def _case(evidence: Evidence, place: Appointment, each: Held, *, due: date) -> Case:
    name = evidence.names_of_workers.get(place.worker_id, "")
    return Case(
        kind="supervision.supervisionsession", pk=each.pk, on=each.held_on, team_id=place.team_id,
        counts=each.held_on <= due and not each.is_after_call,
        category=AFTER_CALL if each.is_after_call else LATE if each.is_late else "",
        label=f"{name}: held, due by {due:%-d %B %Y}",
    )  # fmt: skip


def overdue(evidence: Evidence, day: date) -> list[Case]:
    """Case-holding workers whose next session is past its day, and who are at work."""
    if begins(evidence) is None:
        return []
    cases = []
    for place in evidence.appointments_on(day):
        if not place.is_case_holding or evidence.is_absent(place.worker_id, day):
            continue
        done = [each.held_on for each in evidence.once(_by_worker).get(place.worker_id, []) if each.held_on <= day]
        due = due_after(evidence, place, max(done, default=None))
        if due < day:
            name = evidence.names_of_workers.get(place.worker_id, "")
            cases.append(
                Case(kind="workforce.worker", pk=place.worker_id, on=day, counts=False, team_id=place.team_id,
                     label=f"{name}: none since, due by {due:%-d %B %Y}")
            )  # fmt: skip
    return cases


def marks(cases: Sequence[Case], evidence: Evidence) -> Also:
    """How many records carry a mark, and how many children who are held were spoken of within the agreed time."""
    spoken = group(of_supervision(evidence).spoken, lambda each: each.child_id)
    children = {child for held_by in evidence.children_held_on(evidence.as_at).values() for child in held_by}
    within = sum(_is_within(evidence, [each.held_on for each in spoken.get(child, [])]) for child in children)
    lines = [(mark, number_in_words(sum(case.category == mark for case in cases))) for mark in (LATE, AFTER_CALL)]
    return (*lines, ("Children held who were spoken of in the agreed time", f"{within:,} of {len(children):,}"))


def _is_within(evidence: Evidence, held_on: Sequence[date]) -> bool:
    last = max((day for day in held_on if day <= evidence.as_at), default=None)
    if last is None:
        return False
    limit = evidence.limits.time_limit("supervision_child", on=last)
    return limit.due_on(last, evidence.calendar) >= evidence.as_at


def without_supervision(evidence: Evidence) -> str:
    return "" if begins(evidence) else "no supervision has been signed here yet"


INDICATOR = Indicator(
    code="K70",
    name="Supervision held on time",
    short_name="Supervised on time",
    question="Is every worker who holds children supervised as often as was agreed?",
    definition=(
        "Of the sessions held in the period and the case-holding workers who were overdue at its end, the share held "
        "by the day agreed: every 28 days, of newly qualified workers every 14, unless the authority set its own. A "
        "session signed only after an inspection was announced does not count as held on time."
    ),
    numerator="Sessions held by the day agreed and signed before any inspection was announced",
    denominator="Sessions held in the period, and workers at work who were overdue at its end",
    clock="From the last session, or the first day in the team, in days",
    unit="% of sessions held or overdue",
    owner=Role.SERVICE_MANAGER,
    guard=(
        "Many short sessions to meet the date: read with what they agreed (K73) and what was done (K71). A record "
        "written late carries its mark for good. It is no measure of a manager with more workers than hours (K38)."
    ),
    findings=("S15",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=TEAM_ONLY,
    cannot_say=without_supervision,
    flow=held,
    stock=overdue,
    known_from=begins,
    also=marks,
    counts_children=False,
)
