"""K65: children enquired about again within twelve months."""

from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import YEAR, Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.indicators.k11_re_referral import a_year_in
from lintel.oversight.performance.spc import Kind


def enquiries_with_a_year_behind_them(evidence: Evidence) -> list[Case]:
    begins = a_year_in(evidence) or date.max
    cases = []
    for enquiry in evidence.enquiries:
        if enquiry.started_on < begins:
            continue
        again = any(
            enquiry.started_on - YEAR <= earlier.started_on < enquiry.started_on
            for earlier in evidence.enquiries_of[enquiry.child_id]
        )
        cases.append(
            Case(
                kind="enquiries.section47enquiry", pk=enquiry.pk, child=evidence.children[enquiry.child_id],
                on=enquiry.started_on, counts=again, team_id=enquiry.team_id,
                source_group=evidence.source_of(enquiry.referral_id),
                label="Another enquiry in the twelve months before" if again else "First enquiry in twelve months",
            )
        )  # fmt: skip
    return cases


def without_enquiries(evidence: Evidence) -> str:
    return "" if evidence.enquiries else "no section 47 enquiry has been begun here or loaded (Annex A list 5)"


INDICATOR = Indicator(
    code="K65",
    name="Repeat enquiries within twelve months",
    short_name="Repeat enquiries",
    question="Are we enquiring about the same children again?",
    definition=(
        "Of the section 47 enquiries started in the period, the share whose child had another enquiry started within "
        "the twelve months before. Brothers and sisters are counted separately. Said only once the records go back a "
        "year."
    ),
    numerator="Enquiries of a child with another enquiry started in the twelve months before",
    denominator="Enquiries started",
    clock="The day the enquiry started",
    unit="% of enquiries started",
    owner=Role.SERVICE_MANAGER,
    guard="Keeping an old enquiry open instead of starting another hides the repeat; open enquiries show in K63.",
    findings=("S46",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_enquiries,
    flow=enquiries_with_a_year_behind_them,
    known_from=a_year_in,
)
