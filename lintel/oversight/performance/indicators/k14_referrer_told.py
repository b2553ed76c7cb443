"""K14: the share of professionals' contacts whose referrer was told the outcome within three working days."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance import records as r
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.grouping import group
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.rules import number_in_words, share_in_words
from lintel.oversight.performance.spc import Kind
from lintel.statute.calendar import local_day

NOT_TOLD = "not told for a reason"


def lines_of_contacts(evidence: Evidence) -> dict[int, list[r.ChildContact]]:
    return group(evidence.child_contacts, lambda line: line.contact_id)


def contacts_to_tell_of(evidence: Evidence) -> list[Case]:
    """Professionals' contacts decided for every child, told of or past the day by which that was due."""
    cases = []
    for contact_id, lines in evidence.once(lines_of_contacts).items():
        telling = evidence.tellings.get(contact_id)
        decided = [line.decided_on for line in lines if line.decided_on]
        if telling is None or len(decided) < len(lines) or max(decided) > evidence.as_at:
            continue
        case = _case(lines[0], telling, evidence, max(decided))
        if case is not None:
            cases.append(case)
    return cases


def _case(line: r.ChildContact, telling: r.Telling, evidence: Evidence, decided_on: date) -> Case | None:
    due = evidence.limits.time_limit("referrer_told", on=decided_on).due_on(decided_on, evidence.calendar)
    told_on = local_day(telling.told_at) if telling.told_at and telling.told_at <= evidence.moment else None
    is_kept_from = told_on is None and telling.is_not_told_for_a_reason
    if told_on is None and not is_kept_from and due >= evidence.as_at:
        return None
    days = evidence.calendar.working_days_between(decided_on, max(told_on or evidence.as_at, decided_on))
    said = f"Told after {days} working days" if told_on else f"Not told for {days} working days"
    return Case(
        kind="front_door.childcontact", pk=line.pk, child=evidence.children[line.child_id], on=decided_on,
        counts=told_on is not None and told_on <= due, value=None if is_kept_from else float(days),
        event=line.contact_id, source_group=evidence.source_group(line.source),
        category=NOT_TOLD if is_kept_from else "", label="Not told, for a reason" if is_kept_from else said,
    )  # fmt: skip


def kept_from_for_a_reason(cases: Sequence[Case], _: Evidence) -> Also:
    """Not telling can be right, and is the easiest way out: it is shown by itself, and the share without it."""
    kept_from = sum(case.category == NOT_TOLD for case in cases)
    rest = [case for case in cases if case.category != NOT_TOLD]
    return (
        ("Not told, for a reason that is written down", number_in_words(kept_from)),
        ("Told in time, leaving these out", share_in_words(sum(case.counts for case in rest), len(rest))),
    )


def without_tellings(evidence: Evidence) -> str:
    return "" if evidence.tellings else "no contact says that a professional told us, and whether they were told"


INDICATOR = Indicator(
    code="K14",
    name="Referrers told the outcome within three working days",
    short_name="Referrer told",
    question="Do the professionals who tell us hear what happens and why?",
    definition=(
        "Of the contacts of professionals and the police that were decided in the period, the share whose referrer was "
        "told what happens and why within three working days of the decision. One still untold after that counts as "
        "not met, and so does one not told for a reason; these are shown apart."
    ),
    numerator="Contacts whose referrer was told within three working days of the last child’s decision",
    denominator="Contacts of professionals and the police decided for every child, told of or overdue",
    clock="From the decision for the last child in the contact to the telling, in working days",
    unit="% of contacts decided",
    owner=Role.FRONT_DOOR_MANAGER,
    guard=(
        "Writing down a reason for not telling costs nothing: the reasons are counted by themselves, and the share is "
        "given with and without them. A telling has its text; a tick is not enough."
    ),
    findings=("S26",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=without_tellings,
    flow=contacts_to_tell_of,
    known_from=lambda evidence: evidence.contacts_from,
    also=kept_from_for_a_reason,
    follows_contacts=True,
)
