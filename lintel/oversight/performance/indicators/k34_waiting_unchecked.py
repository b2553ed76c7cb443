"""K34: waiting children whose safety nobody has checked in time."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence, Wait
from lintel.oversight.performance.indicator import ALL_FILTERS, Also, Indicator, Measure
from lintel.oversight.performance.indicators.k30_unallocated import without_workers
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind


def children_waiting(evidence: Evidence, day: date) -> list[Case]:
    """Every waiting child; those count whose check is more than a working day overdue."""
    cases = []
    for wait in evidence.waits_on(day):
        referral, last_day = wait.referral, _last_day_in_order(evidence, wait, day)
        cases.append(
            Case(
                kind="referrals.referral", pk=referral.pk, child=evidence.children[referral.child_id], on=day,
                counts=day > last_day, value=float((day - wait.begins).days), team_id=referral.team_id,
                source_group=evidence.source_group(referral.source),
                label=f"{'Check overdue since' if day > last_day else 'Next check by'} {last_day:%-d %B}",
            )
        )  # fmt: skip
    return cases


def _last_day_in_order(evidence: Evidence, wait: Wait, day: date) -> date:
    """One working day after the next check fell due; for a child never checked, after the wait began."""
    done = [check for check in evidence.safety_checks_of.get(wait.referral.pk, ()) if check.checked_on <= day]
    due_on = done[-1].next_due_on if done else wait.begins
    return evidence.limits.time_limit("safety_recheck_late", on=day).due_on(due_on, evidence.calendar)


def how_many_wait(cases: Sequence[Case], _: Evidence) -> Also:
    return (("Children waiting", number_in_words(len(cases))),)


def without_checks(evidence: Evidence) -> str:
    if reason := without_workers(evidence):
        return reason
    return "" if evidence.safety_checks_of else "no safety checks of waiting children have been recorded"


INDICATOR = Indicator(
    code="K34",
    name="Children waiting without a safety check",
    short_name="Waiting unchecked",
    question="Does any child wait unseen?",
    definition=(
        "Of the children without a worker at the end of the day, how many have no check of their safety that is in "
        "order: the next one was due more than a working day ago, or none was ever made."
    ),
    numerator="Waiting children whose check is more than one working day overdue",
    denominator="None: a count at a moment; the list has every waiting child",
    clock="From the day the next check was due",
    unit="Children, at the end of the day (there should be none)",
    owner=Role.SERVICE_MANAGER,
    guard="Setting the next check far away; the interval is in the list of checks.",
    findings=("S3",),
    chart=Kind.XMR,
    measure=Measure.COUNT,
    filters=ALL_FILTERS,
    cannot_say=without_checks,
    stock=children_waiting,
    known_from=lambda evidence: evidence.allocation_known_from,
    also=how_many_wait,
)
