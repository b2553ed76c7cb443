"""
What the record says by itself, with the fact in words. Plain values in, verdicts and sentences out.

A sentence stands beside the auditor's own answer and fills in a question whether a thing was done. It says what is
written down, never how good it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lintel.oversight.audits.codes import Verdict


@dataclass(frozen=True)
class Found:
    """What a fact comes to, and the sentence that says it."""

    verdict: Verdict
    words: str


@dataclass(frozen=True, kw_only=True)
class Visited:
    """One visit; None where the source does not say."""

    on: date
    seen: bool | None
    alone: bool | None


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """One assessment, the day it had to be done by, and whether the child's own words stand in it."""

    started_on: date
    authorised_on: date | None
    due_on: date
    has_voice: bool | None = None
    weighs_history: bool | None = None


@dataclass(frozen=True, kw_only=True)
class PlanKnown:
    """
    The plan a child is under, or was under last.

    :param overdue: of what was agreed and is not done, what is past its day: the words and the day, the oldest first.
    :param slips: how often a day was moved to a later one.
    """

    kind: str
    started_on: date
    is_in_force: bool
    ended_on: date | None = None
    live: int = 0
    overdue: Sequence[tuple[str, date]] = ()
    slips: int = 0
    reviewed_on: date | None = None
    review_due_on: date | None = None
    is_review_late: bool = False
    drift: Sequence[str] = ()


def day(on: date) -> str:
    return f"{on:%-d %B %Y}"


def count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def seen(visits: Sequence[Visited]) -> Found:
    """Whether the child was seen in the time read."""
    if not visits:
        return Found(Verdict.NO, "No visit is written down in this time.")
    saw = [each for each in visits if each.seen]
    if not saw:
        return Found(Verdict.NO, f"{count(len(visits), 'visit')}, and none says that the child was seen.")
    last = max(each.on for each in saw)
    return Found(Verdict.YES, f"Last seen on {day(last)}. Seen in {len(saw)} of {count(len(visits), 'visit')}.")


def seen_alone(visits: Sequence[Visited]) -> Found:
    """Whether the child was seen, and alone."""
    found = seen(visits)
    if found.verdict is Verdict.NO:
        return found
    alone = [each.on for each in visits if each.alone]
    if alone:
        return Found(Verdict.YES, f"{found.words} Alone in {len(alone)}, last on {day(max(alone))}.")
    if all(each.alone is None for each in visits):
        return Found(Verdict.NOT_KNOWN, f"{found.words} No visit says whether alone.")
    return Found(Verdict.NO, f"{found.words} Never alone.")


def assessed_in_time(assessments: Sequence[Assessed], *, on: date) -> Found:
    """Whether the last assessment was authorised by its day."""
    if not assessments:
        return Found(Verdict.NOT_APPLICABLE, "No assessment was begun in this time.")
    last = max(assessments, key=lambda each: each.started_on)
    until = last.authorised_on or on
    if until > last.due_on:
        came = f"authorised on {day(last.authorised_on)}" if last.authorised_on else "not authorised yet"
        return Found(Verdict.NO, f"Begun on {day(last.started_on)}, due by {day(last.due_on)}, {came}.")
    if last.authorised_on is None:
        return Found(Verdict.NOT_APPLICABLE, f"Begun on {day(last.started_on)} and due by {day(last.due_on)}.")
    return Found(Verdict.YES, f"Begun on {day(last.started_on)}, authorised on {day(last.authorised_on)}.")


def views_written(assessments: Sequence[Assessed]) -> Found:
    """Whether the child's own words stand in the last assessment."""
    written = [each for each in assessments if each.has_voice is not None]
    if not written:
        return Found(Verdict.NOT_KNOWN, "No assessment was written here in this time.")
    last = max(written, key=lambda each: each.started_on)
    where = f"the assessment begun on {day(last.started_on)}"
    if last.has_voice:
        return Found(Verdict.YES, f"The child’s own words stand in {where}.")
    return Found(Verdict.NO, f"Nothing stands under the child’s own words in {where}.")


def history_weighed(assessments: Sequence[Assessed], *, earlier: int) -> Found:
    """
    Whether the last assessment weighs what happened before.

    :param earlier: how many contacts and referrals are older than it.
    """
    if not earlier:
        return Found(Verdict.NOT_APPLICABLE, "Nothing is known of the child from before.")
    before = f"{count(earlier, 'contact or referral', 'contacts and referrals')} before it"
    written = [each for each in assessments if each.weighs_history is not None]
    if not written:
        return Found(Verdict.NOT_KNOWN, f"No assessment was written here in this time; {before}.")
    last = max(written, key=lambda each: each.started_on)
    if last.weighs_history:
        return Found(Verdict.YES, f"The last assessment weighs lines of the child’s history ({before}).")
    return Found(Verdict.NO, f"The last assessment weighs no line of the child’s history ({before}).")


def plan_in_force(plan: PlanKnown | None) -> Found:
    """Whether the child is under a plan, which, and since when."""
    if plan is None:
        return Found(Verdict.NO, "No plan is written down.")
    if not plan.is_in_force:
        ended = f", ended on {day(plan.ended_on)}" if plan.ended_on else ""
        return Found(Verdict.NO, f"No plan is in force. The last: {plan.kind}, begun on {day(plan.started_on)}{ended}.")
    reviewed = f" Last reviewed on {day(plan.reviewed_on)}." if plan.reviewed_on else " Not reviewed yet."
    return Found(Verdict.YES, f"{plan.kind} since {day(plan.started_on)}.{reviewed}")


def plan_reviewed(plan: PlanKnown | None) -> Found:
    """Whether the plan was reviewed by the day it was due."""
    if plan is None or not plan.is_in_force:
        return Found(Verdict.NOT_APPLICABLE, "No plan is in force.")
    if plan.review_due_on is None:
        return Found(Verdict.NOT_KNOWN, "The record does not say when the plan was to be reviewed.")
    if plan.is_review_late:
        return Found(Verdict.NO, f"A review was due by {day(plan.review_due_on)}.")
    return Found(Verdict.YES, f"The next review is due by {day(plan.review_due_on)}.")


def actions_in_time(plan: PlanKnown | None) -> Found:
    """Whether anything that was agreed is overdue, with what stands still besides."""
    if plan is None or not plan.is_in_force:
        return Found(Verdict.NOT_KNOWN, "No plan is in force, so nothing has a day to keep.")
    says = [f"{plan.kind} since {day(plan.started_on)}."]
    if plan.overdue:
        first, since = plan.overdue[0]
        says.append(
            f"{len(plan.overdue)} of {count(plan.live, 'open action')} "
            f"{'is' if len(plan.overdue) == 1 else 'are'} overdue, the oldest since {day(since)}: “{first}”."
        )
    elif plan.live:
        says.append(f"None of {count(plan.live, 'open action')} is overdue.")
    else:
        says.append("No action is open.")
    if plan.is_review_late and plan.review_due_on:
        says.append(f"A review was due by {day(plan.review_due_on)}.")
    if plan.slips:
        says.append(f"Days were moved to a later one {count(plan.slips, 'time')}.")
    says += plan.drift
    is_behind = bool(plan.overdue) or plan.is_review_late or bool(plan.drift)
    return Found(Verdict.NO if is_behind else Verdict.YES if plan.live else Verdict.NOT_KNOWN, " ".join(says))


def dates_held(plan: PlanKnown | None) -> Found:
    """Whether the days that were agreed stood, and what else stands still."""
    if plan is None or not plan.is_in_force:
        return Found(Verdict.NOT_APPLICABLE, "No plan is in force.")
    drift = "".join(f" {each}" for each in plan.drift)
    if plan.slips or plan.drift:
        moved = f"Days were moved to a later one {count(plan.slips, 'time')}." if plan.slips else "No day was moved."
        return Found(Verdict.NO, f"{moved}{drift}")
    return Found(Verdict.YES, "No day of an open action was moved.")


def decisions_reasoned(reasons: Sequence[bool]) -> Found:
    """:param reasons: of each decision about a contact in this time, whether it says why."""
    if not reasons:
        return Found(Verdict.NOT_APPLICABLE, "No contact was decided here in this time.")
    without = sum(not each for each in reasons)
    if without:
        return Found(
            Verdict.NO, f"{without} of {count(len(reasons), 'decision')} {'says' if without == 1 else 'say'} no reason."
        )
    return Found(Verdict.YES, f"{'It says' if len(reasons) == 1 else f'All {len(reasons)} say'} why.")


def notices_decided_in_time(hours: Sequence[float | None], *, limit_hours: float) -> Found:
    """
    :param hours: of each notice in this time, how long until it was decided; None where it is not, or nobody knows.
    """
    if not hours:
        return Found(Verdict.NOT_APPLICABLE, "No police notice came in this time.")
    late = [each for each in hours if each is None or each > limit_hours]
    if late:
        return Found(
            Verdict.NO, f"{len(late)} of {count(len(hours), 'notice')} not decided within {limit_hours:g} hours."
        )
    return Found(Verdict.YES, f"{count(len(hours), 'notice')}, decided within {limit_hours:g} hours.")


def same_worker(changes: int, *, held_by: str) -> Found:
    """:param changes: of worker, in twelve months."""
    now = f"Held by {held_by}. " if held_by else "Nobody holds the child. "
    if changes:
        return Found(Verdict.NO, f"{now}{count(changes, 'change')} of worker in twelve months.")
    return Found(Verdict.YES if held_by else Verdict.NO, f"{now}No change of worker in twelve months.")


def supervised(days: Sequence[date] | None, *, on: date) -> Found:
    """:param days: on which this child was talked about in supervision; None where that is not kept here."""
    if days is None:
        return Found(Verdict.NOT_KNOWN, "Supervision of this child is not written down here.")
    if not days:
        return Found(Verdict.NO, "No supervision in this time speaks of this child.")
    ago = (on - max(days)).days
    return Found(
        Verdict.YES, f"{count(len(days), 'time')} in this time, last on {day(max(days))}, {count(ago, 'day')} ago."
    )
