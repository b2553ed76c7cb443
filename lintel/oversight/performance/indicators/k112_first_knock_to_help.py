"""K112: from the first knock on the door to the first help."""

from datetime import date, timedelta
from typing import NamedTuple

from lintel.foundation.access.roles import Role
from lintel.journey.whole_wait.rules import waits
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.spells import FAR_AWAY


class Help(NamedTuple):
    day: date
    kind: str
    pk: int
    words: str


WORDS = {
    "early_help.earlyhelpepisode": "early help",
    "plans.cinplan": "a child in need plan",
    "plans.cpplan": "a child protection plan",
}


def help_of(evidence: Evidence, child_id: int) -> list[Help]:
    """Every beginning of a service, and every visit at which the child was seen, earliest first."""
    plans = [Help(p.started_on, p.kind, p.pk, WORDS[p.kind]) for p in evidence.plans_of.get(child_id, ())]
    visits = [
        Help(v.visited_on, "visits.visit", v.pk, "a visit")
        for v in evidence.visits_of.get(child_id, ())
        if v.child_seen and not v.is_last_known
    ]
    return sorted(plans + visits)


def first_helps(evidence: Evidence) -> list[Case]:
    """For each child and each time they had to knock: the days from the first knock since the last help."""
    cases = []
    for child_id, contacts in evidence.contacts_of.items():
        for knocks, help_given in waits(
            contacts, help_of(evidence, child_id), received_on=lambda c: c.received_on, helped_on=lambda h: h.day
        ):
            if help_given is None:
                continue
            days = (help_given.day - knocks[0].received_on).days
            cases.append(
                Case(
                    kind=help_given.kind, pk=help_given.pk, child=evidence.children[child_id], on=help_given.day,
                    value=float(days), event=knocks[0].contact_id,
                    team_id=team_of(evidence, child_id, knocks[0].received_on, help_given.day),
                    source_group=evidence.source_group(knocks[0].source),
                    label=f"{days} days from the first of {len(knocks)} contact{'' if len(knocks) == 1 else 's'} "
                    f"to {help_given.words}",
                )
            )  # fmt: skip
    return cases


def team_of(evidence: Evidence, child_id: int, knocked_on: date, helped_on: date) -> int | None:
    """The team of the last episode under way between the knock and the help; of none where no episode was."""
    opened = [
        referral.team_id
        for referral in evidence.referrals_of.get(child_id, ())
        if referral.referred_on <= helped_on and (referral.closed_on or FAR_AWAY) >= knocked_on
    ]
    return opened[-1] if opened else None


def without_help(evidence: Evidence) -> str:
    if not evidence.child_contacts:
        return "no contacts have been loaded (Annex A list 1)"
    if not evidence.plans and not any(visit.child_seen and not visit.is_last_known for visit in evidence.visits):
        return "no early help, plans or first visits have been loaded, so the start of help cannot be told"
    return ""


INDICATOR = Indicator(
    code="K112",
    name="From the first knock to the first help",
    short_name="Knock to help",
    question="How long was the child's whole wait, whoever's desk it was on?",
    definition=(
        "For children whose first help came in the period: the days from the first contact about them (since any "
        "earlier help, and at most a year back) to the first service or visit at which they were seen. Several "
        "contacts without help in between are one wait. A wait belongs to the team of the last episode of need in it."
    ),
    numerator="Days from the first contact to the first help",
    denominator="Children whose first help after a contact came in the period",
    clock="From the first contact to the first early help, plan or visit at which the child was seen",
    unit="Days, the middle child",
    owner=Role.HEAD_OF_SERVICE,
    guard="A plan on paper is not help; read with the child being seen (K53). Those still waiting are in K30.",
    findings=("S12", "S32"),
    chart=Kind.XMR,
    measure=Measure.SPREAD,
    filters=ALL_FILTERS,
    cannot_say=without_help,
    flow=first_helps,
    known_from=lambda evidence: evidence.contacts_from + timedelta(days=90) if evidence.contacts_from else None,
    follows_contacts=True,
)
