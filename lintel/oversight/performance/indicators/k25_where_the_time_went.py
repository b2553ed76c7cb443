"""K25: whose hours they were, from the incident until the child was seen."""

from collections.abc import Sequence

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Also, Indicator, Measure
from lintel.oversight.performance.indicators.k20_notification_lag import without_notices
from lintel.oversight.performance.police import police_of
from lintel.oversight.performance.spc import Kind
from lintel.statute.calendar import local_day
from lintel.steps.police_notifications.codes import Party
from lintel.steps.police_notifications.lags import hours_to_seen


def hours_of_parties(evidence: Evidence) -> list[Case]:
    """For each notice whose child was seen, a case for each party that had hours in it, weighing as many hours."""
    cases = []
    for notice in police_of(evidence).notices:
        times = notice.as_of(evidence.moment)
        if times.seen_at is None:
            continue
        hours = dict.fromkeys(Party, 0.0)
        for stage, spent in hours_to_seen(times).items():
            hours[stage.party] += spent
        for party, spent in hours.items():
            cases.append(
                Case(
                    kind="police_notifications.notification", pk=notice.pk, child=evidence.children[notice.child_id],
                    on=local_day(times.seen_at), counts=party is Party.POLICE, weight=spent, value=spent,
                    category=party.words, event=notice.pk, source_group="Police",
                    label=f"{notice.reference}: {party.words}, {spent:.0f} hours",
                )
            )  # fmt: skip
    return cases


def shares(cases: Sequence[Case], _: Evidence) -> Also:
    total = sum(case.weight for case in cases)
    if not total:
        return ()
    said = []
    for party in Party:
        spent = sum(case.weight for case in cases if case.category == party.words)
        said.append((party.words, f"{100 * spent / total:.0f}% of the time, {spent:,.0f} hours"))
    return tuple(said)


def without_children_seen(evidence: Evidence) -> str:
    if why := without_notices(evidence):
        return why
    if any(notice.times.seen_at for notice in police_of(evidence).notices):
        return ""
    return "no child of a police notification has been seen yet, as far as visits are recorded"


INDICATOR = Indicator(
    code="K25",
    name="From the incident to the child being seen: the share of the time that was the police’s",
    short_name="Where the time went",
    question="Whose hours were they?",
    definition=(
        "For police notifications whose child was first seen in the period: of all hours from the incident until then, "
        "the share before the police sent it. Every hour belongs to one party: the police until sending (triage "
        "apart), the way, and ours from receipt. Both partners’ dashboards are made by the same function of the same "
        "events."
    ),
    numerator="Hours from the incident until the notice was sent",
    denominator="Hours from the incident until the child was seen",
    clock="From the incident to the first visit after receipt at which the child was seen",
    unit="% of the hours",
    owner=Role.HEAD_OF_SERVICE,
    guard=(
        "Where the police do not say when they sent, all hours until receipt are theirs; a child who is never seen is "
        "not in it, so read with those undecided (K03) and unallocated (K30)."
    ),
    findings=("S10",),
    chart=Kind.XMR,
    measure=Measure.WEIGHTED_SHARE,
    filters=frozenset({"age_band", "ethnicity_group"}),
    cannot_say=without_children_seen,
    flow=hours_of_parties,
    known_from=lambda evidence: police_of(evidence).begins_on,
    also=shares,
    follows_contacts=True,
)
