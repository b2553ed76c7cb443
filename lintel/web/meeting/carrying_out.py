"""Doing what a meeting chose, and saying of everything what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from lintel.foundation.people.naming import name_of
from lintel.foundation.workforce.models import Worker
from lintel.journey.allocating.actions import NobodyToHold, NoLongerWaiting, NotTheirWorker, check_safety
from lintel.journey.allocating.alerting.actions import OfNoTeam, no_safe_allocation
from lintel.journey.allocating.giving.queries import who_may_answer
from lintel.journey.allocating.meeting import queries
from lintel.journey.allocating.meeting.actions import Gift, give_each
from lintel.journey.allocating.waiting.wait import Wait
from lintel.steps.allocation.giving.actions import (
    AboveTheCeiling,
    BeyondProtectedLoad,
    GivenAlready,
    HoldsNoCases,
    KeptApart,
    OverridePartly,
    OverTheCeiling,
)
from lintel.steps.allocation.models import Allocation
from lintel.steps.allocation.waiting.actions import CheckInThePast, CheckTooFarAway, HasAWorker
from lintel.steps.referrals.models import Referral
from lintel.web.meeting.forms import Choices

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

WORDS: dict[type[Exception], str] = {
    HoldsNoCases: "This worker holds no cases from today on. Choose somebody else.",
    KeptApart: "This worker may not see one of them, so they cannot be theirs. Choose somebody else.",
    NoLongerWaiting: "They no longer wait: closed, or with somebody else. There is nothing to do.",
    NotTheirWorker: "This worker is in none of your teams. Choose somebody of yours, or pass the family on.",
    OverridePartly: "Somebody must answer for it, with a reason and a day after today. Say all three below.",
}
NO_DAY = (
    "{} would leave this meeting without a day on which somebody looks again. Say why it is safe for them to wait, or "
    "find them a worker."
)  # fmt: skip


@dataclass
class Done:
    """
    What became of everything that was chosen.

    :param said: what was done, a sentence each.
    :param refused: by family, why not and what to do.
    :param elsewhere: the same of families that are no longer on the table.
    :param errors: fields that something is still to be said in.
    :param settled: names of fields that are done with.
    """

    said: list[str] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    elsewhere: list[str] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)

    @property
    def is_all_done(self) -> bool:
        return not (self.refused or self.elsewhere or self.errors)


def carry_out(
    form: Choices, *, change_reason: str, leaver: int | None, by: User, at: datetime, today: date
) -> Done:  # fmt: skip
    """Give the children; say so where nobody can safely take them; and let nobody stay without a day to look again."""
    found = Done()
    _give(form, change_reason, leaver, by, at, today, found)
    if leaver is None:
        _alert(form, by, at, found)
        _check(form, by, at, today, found)
    return found


def _give(
    form: Choices, change_reason: str, leaver: int | None, by: User, at: datetime, today: date, found: Done
) -> None:  # fmt: skip
    chosen, families = form.chosen, {family.key: family for family in form.table.families}
    gone = {key: to for key, to in form.not_on_the_table.items() if key not in families}
    mine = {each.pk: each for each in queries.episodes([*_referrals(form), *gone], viewer=by, on=today)}
    theirs = {load.worker_id for load in form.table.loads}
    workers = Worker.objects.in_bulk({*chosen.values(), *gone.values()})
    gifts = [
        Gift(
            key=key, worker=workers[chosen[key]], over=_override(form, key, by),
            referrals=[mine[child.referral_id] for child in family.children if child.referral_id in mine],
        )
        for key, family in families.items()
        if chosen.get(key) in theirs
    ]  # fmt: skip
    late = [
        Gift(key=key, referrals=[mine[key]], worker=workers[to])
        for key, to in gone.items()
        if key in mine and to in workers
    ]
    table = {wait.child_id for family in queries.meeting(viewer=by, on=today).families for wait in family.waits}
    refused = give_each(
        [*gifts, *late], change_reason=change_reason, leaver=leaver, also=table if leaver is None else (), by=by, at=at
    )
    for gift in gifts:
        if gift.key in refused:
            found.refused[gift.key] = in_words(refused[gift.key], gift)
        else:
            found.settled |= {f"{name}-{gift.key}" for name in ("to", "manager", "reason")}
            found.settled |= {f"review-{gift.key}-{part}" for part in ("day", "month", "year")}
    for gift in late:
        if gift.key in refused:
            found.elsewhere.append(f"{name_of(gift.referrals[0].child)}: {in_words(refused[gift.key], gift)}")
        found.settled.add(f"to-{gift.key}")
    _say_what_was_given([gift for gift in [*gifts, *late] if gift.key not in refused], found)


def _override(form: Choices, key: int, by: User) -> OverTheCeiling | None:
    """Who answers for it, of those who may for that worker and these children."""
    said, load = form.answering(key), next(each for each in form.table.loads if each.worker_id == form.chosen[key])
    if said is None:
        return None
    family = next(each for each in form.table.families if each.key == key)
    may = {user.pk: user for user in who_may_answer(load.team_id, family.asked.points, viewer=by)}
    if said[0] not in may:
        return None
    return OverTheCeiling(manager=may[said[0]], reason=said[1], review_on=said[2])


def _say_what_was_given(given: Sequence[Gift], found: Done) -> None:
    if given:
        children = sum(len(gift.referrals) for gift in given)
        found.said.append(
            f"{_many(len(given), 'family', 'families')} given, {_many(children, 'child', 'children')}. Until the "
            "worker accepts, they stay with whoever holds them now."
        )  # fmt: skip


def _alert(form: Choices, by: User, at: datetime, found: Done) -> None:
    """Say that nobody can safely take those it was said of; of everybody left where that was ticked."""
    chosen, is_all = form.chosen, form.cleaned_data.get("alert_all")
    about = [
        family for family in form.table.families
        if family.key in form.nobody_safe or (is_all and family.key not in chosen)
    ]  # fmt: skip
    if not about:
        return
    why = form.cleaned_data["alert_why"]
    if not why.strip():
        found.errors.append(("alert_why", "Write why nobody can safely take them"))
        return
    try:
        alert = no_safe_allocation(
            _episodes(child.referral_id for family in about for child in family.children), why=why, by=by, at=at
        )
    except NoLongerWaiting:
        found.errors.append(
            ("alert_why", "One of them was given to somebody meanwhile. Look at the list and send again.")
        )
    except OfNoTeam:
        found.errors.append(("alert_why", "These children have no team yet. Pass them on to one first."))
    else:
        found.settled |= {"alert_why", "alert_all", *(f"to-{family.key}" for family in about)}
        children = _many(alert.referrals.count(), "child", "children")
        found.said.append(f"No safe allocation for {children}: it is written down, and the head of service is told.")


def _check(form: Choices, by: User, at: datetime, today: date, found: Done) -> None:
    """Whoever stays without a worker has a reason why that is safe, and a day on which somebody looks again."""
    table = queries.meeting(viewer=by, on=today)
    lacking = {wait.referral_id for wait in table.without_a_day(today)}
    about = {"why_safe": table.together(today)} | {f"safe-{key}": each for key, each in table.by_themselves.items()}
    checked = 0
    for name, waits in about.items():
        why = (form.cleaned_data.get(name) or "").strip()
        without = [wait for wait in waits if wait.referral_id in lacking]
        if why and waits:
            checked += _say_safe(name, waits, why, form.cleaned_data["next_due_on"], by, at, found)
        elif without:
            found.errors.append((name, NO_DAY.format(_many(len(without), "child", "children"))))
        elif why:
            found.settled.add(name)
    if checked:
        if not any(name.startswith(("next_due_on", "why_safe", "safe-")) for name, _ in found.errors):
            found.settled |= {f"next_due_on-{part}" for part in ("day", "month", "year")}
        found.said.append(
            f"{_many(checked, 'child', 'children')} checked: somebody looks again by "
            f"{form.cleaned_data['next_due_on']:%-d %B %Y}."
        )  # fmt: skip


def _say_safe(
    name: str, waits: Sequence[Wait], why: str, next_due_on: date | None, by: User, at: datetime, found: Done
) -> int:
    """Say it of these children; for how many it was written down."""
    if next_due_on is None:
        found.errors.append(("next_due_on", "Enter the day somebody looks again"))
        return 0
    children = _episodes(wait.referral_id for wait in waits)
    try:
        checked = check_safety(children, why_safe=why, next_due_on=next_due_on, by=by, at=at)
    except CheckTooFarAway as refusal:
        found.errors.append(("next_due_on", f"{refusal}"))
    except CheckInThePast:
        found.errors.append(("next_due_on", "The day must be after today"))
    except (HasAWorker, NoLongerWaiting, NobodyToHold):
        found.errors.append((name, "Somebody on the list has a worker since. Look at the list and send again."))
    else:
        found.settled.add(name)
        return checked
    return 0


def in_words(refusal: Exception, gift: Gift) -> str:
    """Why a family was not given, and what to do."""
    if isinstance(refusal, GivenAlready):
        by = f"{refusal.standing.given_by.name} has" if isinstance(refusal.standing, Allocation) else "A colleague has"
        return f"A colleague was first: {by} given them to {refusal.standing.worker}. There is nothing to do."
    if isinstance(refusal, BeyondProtectedLoad):
        return (
            f"{gift.worker} is newly qualified and would hold {refusal.children} children; the protected load is "
            f"{refusal.most:g}, and nobody can answer for more. Choose somebody else."
        )
    if isinstance(refusal, AboveTheCeiling):
        return (
            f"{gift.worker} would hold {refusal.children} children, agreed are {refusal.most:g}. Say below who answers "
            "for it, why, and when it is looked at again; or choose somebody else."
        )
    return WORDS.get(type(refusal), f"{refusal}")


def _referrals(form: Choices) -> list[int]:
    return [child.referral_id for family in form.table.families for child in family.children]


def _episodes(referrals: object) -> list[Referral]:
    """Episodes by their numbers; whether they are this person's to act on is asked by what is done with them."""
    return list(Referral.objects.filter(pk__in=list(referrals)).select_related("child"))  # type: ignore[call-overload]


def _many(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
