"""K11: referrals of children who were referred within the twelve months before."""

from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import YEAR, Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.records import Referral
from lintel.oversight.performance.spc import Kind


def referrals_with_a_year_behind_them(evidence: Evidence) -> list[Case]:
    begins = a_year_in(evidence) or date.max
    cases = []
    for referral in evidence.referrals:
        if referral.referred_on < begins:
            continue
        again = was_referred_before(evidence, referral)
        cases.append(
            Case(
                kind="referrals.referral", pk=referral.pk, child=evidence.children[referral.child_id],
                on=referral.referred_on, counts=again, team_id=referral.team_id,
                source_group=evidence.source_group(referral.source),
                label="Referred again within twelve months" if again else "First referral in twelve months",
            )
        )  # fmt: skip
    return cases


def was_referred_before(evidence: Evidence, referral: Referral) -> bool:
    limit = evidence.limits.time_limit("re_referral", on=referral.referred_on)
    return any(
        earlier.referred_on < referral.referred_on <= limit.due_on(earlier.referred_on, evidence.calendar)
        for earlier in evidence.referrals_of[referral.child_id]
    )


def a_year_in(evidence: Evidence) -> date | None:
    """Before this day an earlier referral could lie outside the records, and the share would come out too low."""
    return evidence.covers_from + YEAR if evidence.covers_from else None


def without_referrals(evidence: Evidence) -> str:
    return "" if evidence.referrals else "no referrals have been loaded (Annex A list 3)"


INDICATOR = Indicator(
    code="K11",
    name="Re-referrals within twelve months",
    short_name="Re-referrals",
    question="Do children come back because help ended too soon?",
    definition=(
        "Of the referrals received in the period, the share whose child had an earlier referral within the twelve "
        "months before (the definition of the Department for Education; 22% in England in 2023-24). Said only once "
        "the records go back twelve months."
    ),
    numerator="Referrals with an earlier referral of the same child within twelve months",
    denominator="Referrals received",
    clock="The day of the referral",
    unit="% of referrals",
    owner=Role.SERVICE_MANAGER,
    guard="Treating a return as new information on a closed case keeps it out; contacts that reopen are listed in K10.",
    findings=("S24", "S41"),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_referrals,
    flow=referrals_with_a_year_behind_them,
    known_from=a_year_in,
)
