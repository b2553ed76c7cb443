"""K30: children whom the service has taken on and who have no worker of their own."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.in_name_only import listed
from lintel.oversight.performance.indicator import ALL_FILTERS, Also, Indicator, Measure
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind


def children_waiting(evidence: Evidence, day: date) -> list[Case]:
    cases = []
    for wait in evidence.waits_on(day):
        referral, days = wait.referral, (day - wait.begins).days
        cases.append(
            Case(
                kind="referrals.referral", pk=referral.pk, child=evidence.children[referral.child_id], on=day,
                value=float(days), team_id=referral.team_id, source_group=evidence.source_group(referral.source),
                label=f"Waiting {days} day{'' if days == 1 else 's'}",
            )
        )  # fmt: skip
    return cases


def longest_wait(cases: Sequence[Case], _: Evidence) -> Also:
    if not cases:
        return ()
    waits = [case.value or 0.0 for case in cases]
    return (
        ("Longest wait", f"{number_in_words(max(waits))} day{'' if max(waits) == 1 else 's'}"),
        ("Days waited so far", number_in_words(sum(waits))),
    )


def without_workers(evidence: Evidence) -> str:
    if not evidence.referrals:
        return "no referrals have been loaded (Annex A lists 3 and 6)"
    if not evidence.involvements:
        return "no record says who a child's worker is or was"
    return ""


INDICATOR = Indicator(
    code="K30",
    name="Children without an allocated worker",
    short_name="Unallocated",
    question="Which children have we taken on and given to nobody?",
    definition=(
        "Children with an episode of need under way (the decision was for statutory work and it has not closed) whom "
        "no named worker has accepted at the end of the day. A team's inbox is not a worker."
    ),
    numerator="Children with an open episode and no accepted named worker",
    denominator="None: a count at a moment",
    clock="From the decision to the day a worker accepted",
    unit="Children, at the end of the day",
    owner=Role.SERVICE_MANAGER,
    guard="Putting a name in a box empties the list without anybody seeing the child; read with child seen (K33, K53).",
    findings=("S3", "S6"),
    chart=Kind.XMR,
    measure=Measure.COUNT,
    filters=ALL_FILTERS,
    cannot_say=without_workers,
    stock=children_waiting,
    known_from=lambda evidence: evidence.allocation_known_from,
    also=longest_wait,
    also_listed=(("Allocated in name only", listed),),
)
