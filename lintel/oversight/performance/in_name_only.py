"""
Children who have a worker on paper only, judged for any day from the records (S6).

The same rule as on the screens (`lintel.steps.allocation.rules.in_name_only`); only how it is fed differs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lintel.oversight.performance import records as r
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.grouping import group
from lintel.steps.allocation.codes import InNameOnly
from lintel.steps.allocation.rules import Away, Held, Verdict, in_name_only, verdict
from lintel.steps.allocation.terms import agreed_on, terms_of


def held_in_name_only(evidence: Evidence, day: date) -> list[tuple[r.Involvement, list[InNameOnly]]]:
    """Who held whom in name only at the end of that day, and why."""
    contact = evidence.limits.time_limit("first_contact", on=day)
    absence = evidence.limits.time_limit("absence_covered", on=day)
    over, gone, found = _over_the_ceiling(evidence, day), _gone(evidence, day), []
    for held in evidence.involvements_on(day):
        standing = Held(
            accepted_on=held.began_on if _says_when(evidence, held) else day,
            reached_on=_reached_on(evidence, held, day),
            away=[Away(starts_on=a.starts_on, ends_on=a.ends_on) for a in evidence.absences_of.get(held.worker_id, ())],
            is_covered=any(r.lasts_on(c.begins_on, c.ends_on, day) for c in evidence.covers_of.get(held.pk, ())),
            is_worker_over_ceiling=held.worker_id in over, has_worker_left=held.worker_id in gone,
        )  # fmt: skip
        reasons = in_name_only(standing, today=day, contact=contact, absence=absence, calendar=evidence.calendar)
        if reasons:
            found.append((held, reasons))
    return found


def listed(evidence: Evidence, day: date) -> list[Case]:
    """The children whose worker was one in name only at the end of that day."""
    return [
        Case(
            kind="allocation.involvement", pk=held.pk, child=evidence.children[held.child_id], on=day,
            team_id=held.team_id, source_group=evidence.source_of(held.referral_id),
            label="; ".join(reason.words for reason in reasons),
        )
        for held, reasons in held_in_name_only(evidence, day)
    ]  # fmt: skip


def _says_when(evidence: Evidence, held: r.Involvement) -> bool:
    """Whether a missing contact can be told from one that no file carries."""
    return not held.began_is_observed and (held.is_accepted_here or bool(evidence.visits))


def _reached_on(evidence: Evidence, held: r.Involvement, day: date) -> date | None:
    visits = (
        visit.visited_on
        for visit in evidence.visits_of.get(held.child_id, ())
        if held.began_on <= visit.visited_on <= day and visit.worker_id in (None, held.worker_id)
    )
    said: Iterable[date] = [held.reached_on] if held.reached_on and held.reached_on <= day else []
    return min([*visits, *said], default=None)


def _gone(evidence: Evidence, day: date) -> set[int]:
    """Workers who were here and are not any more; of one no staff list names, nothing is known."""
    return {a.worker_id for a in evidence.appointments if a.starts_on <= day} - {
        a.worker_id for a in evidence.appointments_on(day)
    }


def _over_the_ceiling(evidence: Evidence, day: date) -> set[int]:
    agreed, held = agreed_on(evidence.limits, day), evidence.children_held_on(day)
    of_worker = group((a for a in evidence.appointments_on(day) if a.is_case_holding), lambda a: a.worker_id)
    return {
        worker
        for worker, mine in of_worker.items()
        if verdict(len(held.get(worker, ())), terms_of(mine), agreed) is not Verdict.WITHIN
    }
