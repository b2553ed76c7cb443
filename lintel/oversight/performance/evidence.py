"""
Everything the records say, for one viewer, and the cross-references indicators need.

Nothing is read before an indicator asks for it, and each kind is read once however many indicators ask. Plain Python:
where the tuples come from is the business of whoever passes the `reader` (`gathering.Reader` for the record).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar

from lintel.foundation.local_limits.limits import Limits
from lintel.journey.imports.rules import FOLLOWS_WITHIN
from lintel.oversight.performance import records as r
from lintel.oversight.performance.cases import Child
from lintel.oversight.performance.grouping import group
from lintel.oversight.performance.reader import Reader
from lintel.oversight.performance.spells import FAR_AWAY, Spells
from lintel.statute.calendar import LONDON, WorkingCalendar, england
from lintel.statute.codes import REFERRAL_SOURCE_GROUP
from lintel.steps.front_door.codes import OutcomeBasis

Found = TypeVar("Found")
# Above this share of observed starts, history is not told from involvements.
MOSTLY_EXACT = 0.1
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Wait:
    """A stretch of time in which nobody held an episode under way. `ends` is the first day without."""

    referral: r.Referral
    begins: date
    ends: date


class Evidence:
    """
    The records of one viewer, cross-referenced.

    They may reach beyond the day looked at (`as_at`): indicators judge every day by the dates of the records, and what
    happened after a day is never counted on it.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.as_at = reader.as_at
        self.moment = reader.moment
        self._worked_out: dict[Callable[[Evidence], Any], Any] = {}

    def once(self, work_out: Callable[[Evidence], Found]) -> Found:
        """What a function makes of these records, made once however many days ask for it."""
        if work_out not in self._worked_out:
            self._worked_out[work_out] = work_out(self)
        found: Found = self._worked_out[work_out]
        return found

    # --- the kinds, each read on first use ---

    @cached_property
    def children(self) -> dict[int, Child]:
        return self.reader.children()

    @cached_property
    def child_contacts(self) -> list[r.ChildContact]:
        return self.reader.child_contacts()

    @cached_property
    def concerns(self) -> dict[int, frozenset[str]]:
        """What contacts are about, by the contact's id, for those that say so."""
        return self.reader.concerns()

    @cached_property
    def tellings(self) -> dict[int, r.Telling]:
        """Whether whoever told us was told, by the contact's id, where a professional did."""
        return self.reader.tellings()

    @cached_property
    def forms(self) -> dict[int, r.ToldByForm]:
        return self.reader.forms()

    @cached_property
    def referrals(self) -> list[r.Referral]:
        return self.reader.referrals()

    @cached_property
    def involvements(self) -> list[r.Involvement]:
        # What lasted no time at all never was: observed in lists until an exact one came, or given up the same day.
        return [x for x in self.reader.involvements() if x.ended_on != x.began_on]

    @cached_property
    def assessments(self) -> list[r.Assessment]:
        return self.reader.assessments()

    @cached_property
    def enquiries(self) -> list[r.Enquiry]:
        return self.reader.enquiries()

    @cached_property
    def conferences(self) -> list[r.Conference]:
        return self.reader.conferences()

    @cached_property
    def visits(self) -> list[r.Visit]:
        return self.reader.visits()

    @cached_property
    def plans(self) -> list[r.Plan]:
        return self.reader.plans()

    @cached_property
    def appointments(self) -> list[r.Appointment]:
        return self.reader.appointments()

    @cached_property
    def entries(self) -> list[r.Entry]:
        return self.reader.entries()

    @cached_property
    def names_of_workers(self) -> dict[int, str]:
        return self.reader.names_of_workers()

    @cached_property
    def limits(self) -> Limits:
        return self.reader.limits()

    @cached_property
    def calendar(self) -> WorkingCalendar:
        return england()

    # --- by what they belong to ---

    @cached_property
    def referral_by_pk(self) -> dict[int, r.Referral]:
        return {referral.pk: referral for referral in self.referrals}

    @cached_property
    def referrals_of(self) -> dict[int, list[r.Referral]]:
        """The referrals of each child, earliest first."""
        return group(self.referrals, lambda referral: referral.child_id, order=lambda referral: referral.referred_on)

    @cached_property
    def contact_by_pk(self) -> dict[int, r.ChildContact]:
        return {contact.pk: contact for contact in self.child_contacts}

    @cached_property
    def contacts_of(self) -> dict[int, list[r.ChildContact]]:
        """The contacts about each child, earliest first."""
        return group(self.child_contacts, lambda contact: contact.child_id, order=lambda contact: contact.received_on)

    @cached_property
    def involvements_of(self) -> dict[int, list[r.Involvement]]:
        """The allocated workers of each episode (by the referral's id), earliest first."""
        return group(self.involvements, lambda held: held.referral_id, order=lambda held: held.began_on)

    @cached_property
    def assessments_of(self) -> dict[int, list[r.Assessment]]:
        return group(self.assessments, lambda a: a.child_id, order=lambda a: a.started_on)

    @cached_property
    def enquiries_of(self) -> dict[int, list[r.Enquiry]]:
        return group(self.enquiries, lambda e: e.child_id, order=lambda e: e.started_on)

    @cached_property
    def visits_of(self) -> dict[int, list[r.Visit]]:
        return group(self.visits, lambda v: v.child_id, order=lambda v: v.visited_on)

    @cached_property
    def plans_of(self) -> dict[int, list[r.Plan]]:
        return group(self.plans, lambda p: p.child_id, order=lambda p: p.started_on)

    @cached_property
    def discussions(self) -> dict[int, r.Discussion]:
        return {discussion.pk: discussion for discussion in self.reader.discussions()}

    @cached_property
    def safety_checks_of(self) -> dict[int, list[r.SafetyCheck]]:
        return group(self.reader.safety_checks(), lambda c: c.referral_id, order=lambda c: c.checked_on)

    @cached_property
    def covers_of(self) -> dict[int, list[r.Cover]]:
        return group(self.reader.covers(), lambda cover: cover.involvement_id)

    @cached_property
    def absences_of(self) -> dict[int, list[r.Absence]]:
        return group(self.reader.absences(), lambda a: a.worker_id)

    @cached_property
    def changes_of_worker(self) -> dict[int, list[date]]:
        """The days on which each child got another worker than the one before, whatever the reason (duty included)."""
        held_of = group(self.involvements, lambda held: held.child_id, order=lambda held: held.began_on)
        return {
            child: [b.began_on for a, b in pairwise(held) if a.worker_id != b.worker_id]
            for child, held in held_of.items()
        }

    # --- what stood so on a day ---

    def moment_on(self, day: date) -> datetime:
        """The end of a day; of the day looked at, the moment that is looked at."""
        if day == self.as_at:
            return self.moment
        return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)

    def open_referrals(self, day: date) -> list[r.Referral]:
        """Episodes of need under way at the end of that day."""
        return [self.referrals[i] for i in self._open_referrals.on(day)]

    def children_on_plans(self, kind: str, day: date) -> set[int]:
        """The ids of the children who had a plan of that kind at the end of that day."""
        return {self.plans[i].child_id for i in self._plans.on(day) if self.plans[i].kind == kind}

    def involvements_on(self, day: date) -> list[r.Involvement]:
        """Who held whom at the end of that day. An episode that has closed is held by nobody."""
        return [self.involvements[i] for i in self._involvements.on(day)]

    def appointments_on(self, day: date) -> list[r.Appointment]:
        return [a for a in self.appointments if r.lasts_on(a.starts_on, a.leaves_on, day)]

    def is_absent(self, worker_id: int, day: date) -> bool:
        return any(r.lasts_on(a.starts_on, a.ends_on, day) for a in self.absences_of.get(worker_id, ()))

    def children_held_on(self, day: date) -> dict[int, tuple[int, ...]]:
        """The ids of the children each worker holds at the end of that day; a child counts once for each worker."""
        held: dict[int, dict[int, None]] = defaultdict(dict)
        for involvement in self.involvements_on(day):
            held[involvement.worker_id][involvement.child_id] = None
        return {worker: tuple(children) for worker, children in held.items()}

    @cached_property
    def _open_referrals(self) -> Spells:
        return Spells((x.referred_on, x.referred_on if x.is_nfa else x.closed_on or FAR_AWAY) for x in self.referrals)

    @cached_property
    def _plans(self) -> Spells:
        return Spells((plan.started_on, plan.ended_on or FAR_AWAY) for plan in self.plans)

    @cached_property
    def _involvements(self) -> Spells:
        closed = {x.pk: x.closed_on or FAR_AWAY for x in self.referrals}
        return Spells(
            (x.began_on, min(x.ended_on or FAR_AWAY, closed.get(x.referral_id, FAR_AWAY))) for x in self.involvements
        )

    @cached_property
    def waits(self) -> list[Wait]:
        """Every stretch of time in which an episode under way was held by nobody, as far as the records can say."""
        return [wait for referral in self.referrals if not referral.is_nfa for wait in self._waits_of(referral)]

    def waits_on(self, day: date) -> list[Wait]:
        """Who was waiting for a worker at the end of that day."""
        return [self.waits[i] for i in self._waits.on(day)]

    def waits_in(self, first: date, last: date) -> list[Wait]:
        """Who was waiting on any day of a period."""
        return [self.waits[i] for i in self._waits.between(first, last)]

    @cached_property
    def _waits(self) -> Spells:
        return Spells((wait.begins, wait.ends) for wait in self.waits)

    def _waits_of(self, referral: r.Referral) -> Iterator[Wait]:
        free_from, over = self.decided_on(referral), referral.closed_on or FAR_AWAY
        for held in self.involvements_of.get(referral.pk, ()):
            # A start known only from the day a file was drawn does not say that nobody held the child before.
            if free_from < held.began_on and not held.began_is_observed:
                yield Wait(referral, free_from, min(held.began_on, over))
            free_from = max(free_from, held.ended_on or FAR_AWAY)
        if free_from < over:
            yield Wait(referral, free_from, over)

    # --- how far back the records speak ---

    @cached_property
    def contacts_from(self) -> date | None:
        return min((contact.received_on for contact in self.child_contacts), default=None)

    @cached_property
    def covers_from(self) -> date | None:
        """
        The first day for which the records hold everything that happened, not only what was still open later.

        A list of open work (Annex A list 6, a census) also names old referrals that happened to be open still; before
        the first contact, or the first day of the census year, those are survivors and must not be counted as if they
        were all.
        """
        known = [day for day in (self.contacts_from, *self.reader.census_windows()) if day]
        if known:
            return min(known)
        return min((referral.referred_on for referral in self.referrals), default=None)

    @cached_property
    def allocation_known_from(self) -> date | None:
        """
        The first day for which the records can say who had no worker.

        Lists of work say who holds a child on the day they were drawn and not who held them before: where starts are
        mostly read off such lists, that day is all there is.
        """
        observed = [i.began_on for i in self.involvements if i.began_is_observed]
        if len(observed) > MOSTLY_EXACT * len(self.involvements):
            return self.reader.files_until() or max(observed)
        return self.covers_from

    @cached_property
    def decisions_settled_until(self) -> date | None:
        """
        Where decisions are worked out from what followed, the last day for which all that will follow has followed.

        Later contacts that led somewhere are known already, and those that led nowhere are not: a share of the last
        days would come out far too high. None where the records carry the decisions themselves.
        """
        until = self.reader.files_until()
        if until is None or not any(c.basis == OutcomeBasis.INFERRED for c in self.child_contacts):
            return None
        return until - FOLLOWS_WITHIN

    # --- small lookups ---

    def source_group(self, code: str) -> str:
        return REFERRAL_SOURCE_GROUP.get(code, "")

    def source_of(self, referral_id: int | None) -> str:
        """The source group of the referral that a later record belongs to; empty where it belongs to none."""
        referral = self.referral_by_pk.get(referral_id or 0)
        return self.source_group(referral.source) if referral else ""

    def was_open_before(self, child_id: int, day: date) -> bool:
        """Whether the child already had an episode under way when that day began."""
        return any(
            x.referred_on < day and x.is_open_on(day - timedelta(days=1)) for x in self.referrals_of.get(child_id, ())
        )

    def was_open_throughout(self, child_id: int, first: date, last: date) -> bool:
        """Whether no episode of the child closed between two days; true also where no episode is recorded."""
        return self.closed_after(child_id, first) > last

    def closed_after(self, child_id: int, day: date) -> date:
        """The day the episode under way on that day closed; far away if it has not, or if none is recorded."""
        covering = (x.closed_on or FAR_AWAY for x in self.referrals_of.get(child_id, ()) if x.referred_on <= day)
        return min((closed for closed in covering if closed > day), default=FAR_AWAY)

    def decided_on(self, referral: r.Referral) -> date:
        """The day the threshold decision was made: the contact's decision where it is known, else the referral."""
        contact = self.contact_by_pk.get(referral.child_contact_id or 0)
        return contact.decided_on if contact and contact.decided_on else referral.referred_on
