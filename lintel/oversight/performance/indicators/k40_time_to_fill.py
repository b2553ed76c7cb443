"""K40: how long it takes from signing for a post until somebody holds a case in it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.first_case import first_day_with_a_case
from lintel.oversight.performance.grouping import group
from lintel.oversight.performance.indicator import TEAM_ONLY, Also, Indicator, Measure
from lintel.oversight.performance.records import Filling, Involvement, Post, lasts_on
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind


def fillings(evidence: Evidence) -> list[Filling]:
    return evidence.reader.fillings()


def posts(evidence: Evidence) -> list[Post]:
    return evidence.reader.posts()


def first_cases(evidence: Evidence) -> dict[Filling, date]:
    """Of each post that was filled and holds cases: the day its holder held the first one there."""
    held = group(evidence.involvements, lambda each: each.worker_id)
    found = {}
    for filling in evidence.once(fillings):
        if filling.holder_id is not None and filling.filled_on is not None:
            spells = ((each.began_on, _over_on(each, evidence)) for each in held.get(filling.holder_id, ()))
            if (first := first_day_with_a_case(filling.filled_on, spells)) is not None:
                found[filling] = first
    return found


def _over_on(each: Involvement, evidence: Evidence) -> date | None:
    """The day a worker no longer held the child: handed on, or the episode closed."""
    referral = evidence.referral_by_pk.get(each.referral_id)
    known = [day for day in (each.ended_on, referral.closed_on if referral else None) if day]
    return min(known, default=None)


def posts_that_became_case_holding(evidence: Evidence) -> list[Case]:
    """Funded posts on the day their holder took the first case, with the weeks since the requisition was signed."""
    found = []
    for filling, day in evidence.once(first_cases).items():
        if not filling.is_funded or day < filling.signed_on:
            continue
        weeks = (day - filling.signed_on).days / 7
        found.append(
            Case(
                kind="workforce.post", pk=filling.post_id, on=day, value=weeks, team_id=filling.team_id,
                label=f"{filling.title}: first case {weeks:.1f} weeks after it was signed for",
            )
        )  # fmt: skip
    return found


def funded_and_case_holding(evidence: Evidence, day: date) -> dict[int, tuple[float, float]]:
    """By team: full-time equivalents of its funded case-holding posts, and of its case-holding workers at work."""
    funded: dict[int, float] = defaultdict(float)
    at_work: dict[int, float] = defaultdict(float)
    for post in evidence.once(posts):
        if post.is_case_holding and post.is_funded and lasts_on(post.opens_on, post.closes_on, day):
            funded[post.team_id] += post.fte
    for appointment in evidence.appointments_on(day):
        if appointment.is_case_holding and not evidence.is_absent(appointment.worker_id, day):
            at_work[appointment.team_id] += appointment.fte
    return {team: (funded[team], at_work[team]) for team in funded.keys() | at_work.keys()}


def the_gap(_: Sequence[Case], evidence: Evidence) -> Also:
    by_team = funded_and_case_holding(evidence, evidence.as_at).values()
    funded, at_work = sum(each[0] for each in by_team), sum(each[1] for each in by_team)
    return (
        ("Funded full-time equivalents that hold cases", number_in_words(round(funded, 2))),
        ("Case-holding full-time equivalents at work", number_in_words(round(at_work, 2))),
        ("Funded, less at work", number_in_words(round(funded - at_work, 2))),
    )


def without_requisitions(evidence: Evidence) -> str:
    if not evidence.once(fillings):
        return "nobody has written down when a post was signed for"
    if not evidence.involvements:
        return "no record says who a child's worker is or was"
    return ""


def says_what_is_left_out(evidence: Evidence) -> str:
    empty = sum(1 for each in evidence.once(fillings) if each.is_funded and each.filled_on is None)
    not_funded = sum(1 for each in evidence.once(fillings) if not each.is_funded)
    said = [f"{empty} signed for and still empty are not in it." if empty else ""]
    said.append(f"{not_funded} signed for without a funding line are not counted." if not_funded else "")
    return " ".join(filter(None, said))


INDICATOR = Indicator(
    code="K40",
    name="Weeks from signing for a post to its first case",
    short_name="Time to fill",
    question="When will the people we have money for hold children?",
    definition=(
        "For case-holding posts with a funding line whose holder took a first case in the period: the weeks from the "
        "signed requisition to that case. Beside it, the full-time equivalents that are funded and those at work "
        "who hold cases, on the day looked at."
    ),
    numerator="Weeks from requisition to first case",
    denominator="Funded posts that became case-holding in the period",
    clock="From the signed requisition to the first case held",
    unit="Weeks, the middle post",
    owner=Role.PLANNER,
    guard=(
        "Signing late makes it short, and posts nobody signs for are not in it: read with the gap. A post counts only "
        "with a funding line."
    ),
    findings=("S4", "S5"),
    chart=Kind.XMR,
    measure=Measure.SPREAD,
    filters=TEAM_ONLY,
    cannot_say=without_requisitions,
    flow=posts_that_became_case_holding,
    known_from=lambda evidence: min((each.signed_on for each in evidence.once(fillings)), default=None),
    note=says_what_is_left_out,
    also=the_gap,
    is_about_children=False,
    weeks=52,
)
