"""K08: referrals that end without an assessment."""

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.records import Referral
from lintel.oversight.performance.spc import Kind


def ended_without_assessment(evidence: Evidence, referral: Referral) -> bool:
    """Marked as no further action, or closed by the day looked at with no assessment begun meanwhile."""
    if referral.is_nfa:
        return True
    if referral.closed_on is None or referral.closed_on > evidence.as_at:
        return False
    return not any(
        a.referral_id == referral.pk or referral.referred_on <= a.started_on <= referral.closed_on
        for a in evidence.assessments_of.get(referral.child_id, ())
    )


def referrals_made(evidence: Evidence) -> list[Case]:
    cases = []
    for referral in evidence.referrals:
        ended = ended_without_assessment(evidence, referral)
        cases.append(
            Case(
                kind="referrals.referral", pk=referral.pk, child=evidence.children[referral.child_id],
                on=referral.referred_on, counts=ended, team_id=referral.team_id,
                source_group=evidence.source_group(referral.source),
                label="Ended without an assessment" if ended else "Taken further, or not ended",
            )
        )  # fmt: skip
    return cases


def without_endings(evidence: Evidence) -> str:
    if not evidence.referrals:
        return "no referrals have been loaded (Annex A list 3)"
    if all(referral.is_nfa is None for referral in evidence.referrals) and not evidence.assessments:
        return "no referral says whether it ended in no further action, and no assessments have been loaded"
    return ""


INDICATOR = Indicator(
    code="K08",
    name="Referrals that end in no further action",
    short_name="Referral, then nothing",
    question="Do we take on children whom we then do nothing for?",
    definition=(
        "Of the referrals received in the period, the share that ended with no further action or closed without any "
        "assessment. Recent referrals can still end so: the last weeks rise as they ripen."
    ),
    numerator="Referrals ended in no further action, or closed without an assessment",
    denominator="Referrals received",
    clock="The day of the referral",
    unit="% of referrals",
    owner=Role.FRONT_DOOR_MANAGER,
    guard="Starting an assessment to close it at once moves the child to K09; read both.",
    findings=("S24",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_endings,
    flow=referrals_made,
)
