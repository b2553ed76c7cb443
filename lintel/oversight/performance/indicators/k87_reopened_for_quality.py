"""K87: children who came back because earlier work was unfinished or poor."""

from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.indicators.k11_re_referral import a_year_in, was_referred_before
from lintel.oversight.performance.indicators.k86_looked_at_again import earlier_work_of
from lintel.oversight.performance.records import Referral
from lintel.oversight.performance.spc import Kind


def re_referrals(evidence: Evidence) -> list[Case]:
    """Every re-referral (as K11 has it), and whether the episode before it was said to be unfinished or poor."""
    poor = {each.earlier_id for each in earlier_work_of(evidence).look_backs if each.is_unfinished_or_poor}
    begins = a_year_in(evidence) or date.max
    cases = []
    for referral in evidence.referrals:
        if referral.referred_on < begins or not was_referred_before(evidence, referral):
            continue
        earlier = one_before(evidence, referral)
        is_for_quality = earlier is not None and earlier.pk in poor
        cases.append(
            Case(
                kind="referrals.referral", pk=referral.pk, child=evidence.children[referral.child_id],
                on=referral.referred_on, counts=is_for_quality, team_id=referral.team_id,
                source_group=evidence.source_group(referral.source),
                label="Earlier work was unfinished or poor" if is_for_quality else "Referred again",
            )
        )  # fmt: skip
    return cases


def one_before(evidence: Evidence, referral: Referral) -> Referral | None:
    """The referral of the same child that ended last before this one began."""
    ended = [
        (each.closed_on or each.referred_on, each.pk, each)
        for each in evidence.referrals_of[referral.child_id]
        if each.pk != referral.pk
        and each.referred_on <= referral.referred_on
        and (each.is_nfa or (each.closed_on and each.closed_on <= referral.referred_on))
    ]
    return max(ended, key=lambda found: found[:2])[2] if ended else None


def without_answers(evidence: Evidence) -> str:
    if not evidence.referrals:
        return "no referrals have been loaded (Annex A list 3)"
    return "" if earlier_work_of(evidence).look_backs else "nobody has said yet whether a last time ended rightly"


INDICATOR = Indicator(
    code="K87",
    name="Reopened for quality",
    short_name="For quality",
    question="How many come back because we did not finish, or did it badly?",
    definition=(
        "Of the re-referrals received in the period (K11), the share of which somebody who decides said that the work "
        "of the last time was unfinished or poor. Where nobody answered, it is not counted as such."
    ),
    numerator="Re-referrals whose earlier work was said to be unfinished or poor",
    denominator="Re-referrals received",
    clock="The day of the referral",
    unit="% of re-referrals",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard=(
        "Whoever answers may have done the earlier work, and silence looks like quality: read with K11, and read a "
        "sample of the answers. A low number is no praise."
    ),
    findings=("S41",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_answers,
    flow=re_referrals,
    known_from=a_year_in,
)
