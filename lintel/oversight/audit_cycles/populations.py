"""
Whom a theme is about: plain functions over what the record says to one viewer.

Whoever is not visible to the person who plans a cycle, a restricted child among them, is in no population of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lintel.oversight.audit_cycles.codes import Status, Strata, Theme
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicators.k11_re_referral import was_referred_before
from lintel.oversight.performance.indicators.k84_plans_that_stand_still import plans_open_three_months
from lintel.oversight.performance.plan_work import work_under_plans
from lintel.oversight.performance.police import police_of
from lintel.statute.ages import age_on
from lintel.steps.front_door.codes import Concern, Outcome

THREE_MONTHS = timedelta(days=91)
NO_TEAM = "No team"
CP_PLAN, CIN_PLAN = "plans.cpplan", "plans.cinplan"
ADULT = 18


@dataclass(frozen=True)
class Window:
    """The days a theme looks at, both included."""

    since: date
    until: date

    def holds(self, day: date | None) -> bool:
        """Whether a day lies within; no day does not."""
        return day is not None and self.since <= day <= self.until


def children_of(theme: Theme, evidence: Evidence, window: Window) -> frozenset[int]:
    """The ids of the children a theme is about; whoever was of age on the last day is left out."""
    found = set(_RULES[theme](evidence, window))
    return frozenset(child for child in found if _is_a_child(evidence, child, window.until))


def strata_of(by: Strata, children: Iterable[int], evidence: Evidence, day: date) -> dict[int, str]:
    """What stratum each child is in on a day."""
    if by is Strata.NONE:
        return dict.fromkeys(children, "")
    if by is Strata.AGE:
        return {child: evidence.children[child].age_band_on(day) for child in children}
    if by is Strata.TEAM:
        names = evidence.reader.names_of_teams()
        return {child: names.get(_team_of(child, evidence, day) or 0, NO_TEAM) for child in children}
    stands = _stands(evidence, day)
    return {child: stands.get(child, Status.CLOSED).value for child in children}


def _no_further_action(evidence: Evidence, window: Window) -> Iterable[int]:
    return (
        contact.child_id for contact in evidence.child_contacts
        if contact.outcome in (Outcome.NO_FURTHER_ACTION, Outcome.NOTHING_FOLLOWED) and window.holds(contact.decided_on)
    )  # fmt: skip


def _re_referrals(evidence: Evidence, window: Window) -> Iterable[int]:
    return (
        referral.child_id for referral in evidence.referrals
        if window.holds(referral.referred_on) and was_referred_before(evidence, referral)
    )  # fmt: skip


def _domestic_abuse(evidence: Evidence, window: Window) -> Iterable[int]:
    about = {pk for pk, concerns in evidence.concerns.items() if Concern.DOMESTIC_ABUSE in concerns}
    of_notices = {each.child_id for each in police_of(evidence).exposures if window.holds(each.received_on)}
    told = (c.child_id for c in evidence.child_contacts if c.contact_id in about and window.holds(c.received_on))
    return of_notices.union(told)


def _strategy_to_conference(evidence: Evidence, window: Window) -> Iterable[int]:
    return (each.child_id for each in evidence.discussions.values() if window.holds(each.held_on))


def _supervision(evidence: Evidence, window: Window) -> Iterable[int]:
    held = evidence.involvements_on(window.until)
    return (each.child_id for each in held if each.began_on <= window.until - THREE_MONTHS)


def _standing_still(evidence: Evidence, window: Window) -> Iterable[int]:
    stand = plans_open_three_months(evidence, window.until)
    return (case.child.id for case in stand if case.counts and case.child)


def _step_downs(evidence: Evidence, window: Window) -> Iterable[int]:
    return (each.child_id for each in evidence.once(work_under_plans).handovers if window.holds(each.asked_on))


def _all_open(evidence: Evidence, window: Window) -> Iterable[int]:
    return (referral.child_id for referral in evidence.open_referrals(window.until))


_RULES: dict[Theme, Callable[[Evidence, Window], Iterable[int]]] = {
    Theme.NO_FURTHER_ACTION: _no_further_action, Theme.RE_REFERRALS: _re_referrals,
    Theme.DOMESTIC_ABUSE: _domestic_abuse, Theme.STRATEGY_TO_CONFERENCE: _strategy_to_conference,
    Theme.SUPERVISION: _supervision, Theme.STANDING_STILL: _standing_still, Theme.STEP_DOWNS: _step_downs,
    Theme.ALL_OPEN: _all_open,
}  # fmt: skip


def _is_a_child(evidence: Evidence, child: int, day: date) -> bool:
    known = evidence.children.get(child)
    return known is not None and (known.born_on is None or age_on(known.born_on, day) < ADULT)


def _team_of(child: int, evidence: Evidence, day: date) -> int | None:
    """The team of the child's latest episode begun by a day."""
    referrals = [each for each in evidence.referrals_of.get(child, ()) if each.referred_on <= day]
    return referrals[-1].team_id if referrals else None


def _stands(evidence: Evidence, day: date) -> dict[int, Status]:
    """Where children with anything open stand on a day: what comes first in `Status` holds."""
    assessed = {a.child_id for a in evidence.assessments if a.started_on <= day and not _is_over(a.authorised_on, day)}
    stands = {referral.child_id: Status.OPEN for referral in evidence.open_referrals(day)}
    for status, children in (
        (Status.ASSESSED, assessed & stands.keys()), (Status.NEED_PLAN, evidence.children_on_plans(CIN_PLAN, day)),
        (Status.PROTECTION_PLAN, evidence.children_on_plans(CP_PLAN, day)),
    ):  # fmt: skip
        stands |= dict.fromkeys(children, status)
    return stands


def _is_over(day: date | None, on: date) -> bool:
    return day is not None and day <= on
