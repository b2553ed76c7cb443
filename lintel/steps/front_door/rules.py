"""What must hold at the front door: clocks, order, consent, signatures. Plain values in, verdicts out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from lintel.statute.calendar import WorkingCalendar, local_day
from lintel.statute.limits import TimeLimit
from lintel.steps.front_door.codes import Consent, Outcome, Priority

ORDER_OF_PRIORITY = {Priority.NOW: 0, Priority.RED: 1, Priority.AMBER: 2, Priority.GREEN: 3}


# --- clocks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Clock:
    """By when a child in a contact is to be decided: within so many hours, and by the end of so many working days."""

    started_at: datetime
    hours_due_at: datetime
    working_day_due_on: date

    def is_over(self, at: datetime) -> bool:
        return at > self.hours_due_at

    def is_over_by_working_days(self, at: datetime) -> bool:
        return local_day(at) > self.working_day_due_on

    def left(self, at: datetime) -> timedelta:
        """The time left of the hours; negative once they are over."""
        return self.hours_due_at - at


def clock(*, started_at: datetime, hours: TimeLimit, working_days: TimeLimit, calendar: WorkingCalendar) -> Clock:
    """The clock of a child and a concern, from the first receipt of that concern."""
    return Clock(
        started_at=started_at,
        # Python reckons between two moments of one zone by the clock on the wall; in UTC no hour is missing or doubled.
        hours_due_at=hours.due_at(started_at.astimezone(UTC)),
        working_day_due_on=working_days.due_on(local_day(started_at), calendar),
    )


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """An earlier contact about the same child, as far as its clock goes."""

    pk: int
    received_at: datetime
    decided_on: date | None
    outcome: str
    concerns: frozenset[str]


def continued(
    earlier: Iterable[Earlier], *, concerns: frozenset[str], received_at: datetime, within: TimeLimit,
    calendar: WorkingCalendar,
) -> Earlier | None:  # fmt: skip
    """
    The earlier contact whose clock runs on, or None.

    It was closed without a substantive outcome not longer ago than the limit, and is about the same concern. Where
    either does not say what the concern is, they count as the same: leaving a box empty must not buy time.
    """
    today = local_day(received_at)
    same = [
        each
        for each in earlier
        if each.received_at < received_at
        and each.decided_on is not None
        and each.outcome == Outcome.AWAITING_INFORMATION
        and (not each.concerns or not concerns or each.concerns & concerns)
        and each.decided_on <= today <= within.due_on(each.decided_on, calendar)
    ]
    return max(same, key=lambda each: each.received_at, default=None)


# --- order and capacity -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A contact that waits, as far as the order of the desk goes. What is in it, not who the family are."""

    pk: int
    clock_due_at: datetime
    is_danger_open: bool = False
    priority: str = ""
    is_step_up: bool = False
    repeats_since: int = 0
    is_ready: bool = False
    held_by: int | None = None


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """
    The order in which they are to be taken: danger first, then what was rated, then by the time left.

    A contact nobody has rated stands among the amber ones: not having looked is no reason to wait. What early help
    steps up stands with the red ones, never at the end (J5).
    """

    def place(each: Waiting) -> tuple[int, datetime, int]:
        rated = ORDER_OF_PRIORITY[Priority(each.priority)] if each.priority else ORDER_OF_PRIORITY[Priority.AMBER]
        if each.is_step_up or each.repeats_since >= 2:
            rated = min(rated, ORDER_OF_PRIORITY[Priority.RED])
        if each.is_danger_open:  # whatever it was rated since
            rated = ORDER_OF_PRIORITY[Priority.NOW]
        return (rated, each.clock_due_at, each.pk)

    return sorted(waiting, key=place)


@dataclass(frozen=True, kw_only=True)
class Finish:
    """When the desk would be through with what waits, at its own pace, and how many would then be out of time."""

    people: int
    an_hour: float
    done_at: datetime | None
    out_of_time: int


def predicted_finish(due: Sequence[datetime], *, people: int, an_hour: float, at: datetime) -> Finish:
    """
    When the desk finishes what waits, in the given order, with so many people in the room at so many an hour each.

    :param due: by when each of the waiting contacts is due, in the order they will be taken.
    """
    pace = people * an_hour
    if pace <= 0:
        return Finish(people=people, an_hour=an_hour, done_at=None, out_of_time=len(due))
    at = at.astimezone(UTC)
    done = [at + timedelta(hours=(place + 1) / pace) for place in range(len(due))]
    late = sum(finished > by for finished, by in zip(done, due, strict=True))
    return Finish(people=people, an_hour=an_hour, done_at=done[-1] if done else at, out_of_time=late)


def decides_too_long(decided_at: Sequence[datetime], *, at: datetime, minutes: float, pause: float = 20) -> bool:
    """Whether somebody has decided without a pause of `pause` minutes for longer than `minutes`; suggests a change."""
    at = at.astimezone(UTC)
    latest, began = at, None
    for moment in sorted((m.astimezone(UTC) for m in decided_at if m.astimezone(UTC) <= at), reverse=True):
        if latest - moment > timedelta(minutes=pause):
            break
        latest = began = moment
    return began is not None and at - began >= timedelta(minutes=minutes)


# --- deciding ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What a decision maker chose for one child."""

    child_contact_id: int
    outcome: Outcome
    rationale: str
    level: int | None = None
    level_name: str = ""
    threshold_version: int | None = None
    indicators: tuple[str, ...] = field(default_factory=tuple)
    alternatives: str = ""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """When a manager's signature is asked for; 0 switches a rule off."""

    repeat_contacts: int
    consent_dispensed: bool


CLOSES_WITHOUT_HELP = {Outcome.ADVICE, Outcome.NO_FURTHER_ACTION, Outcome.AWAITING_INFORMATION}


def signature_asked_because(chosen: Chosen, *, consent: str, contacts_in_a_year: int, policy: Policy) -> str:
    """Why policy asks for a manager's signature under this decision, in words; empty where it does not."""
    reasons = []
    closes = chosen.outcome in CLOSES_WITHOUT_HELP
    if closes and policy.repeat_contacts and contacts_in_a_year >= policy.repeat_contacts:
        reasons.append(
            f"the child has been in {contacts_in_a_year} contacts in a year and this one closes without help"
        )
    # A strategy discussion is held at once, with whatever agreement there is: it does not wait for a signature.
    is_at_once = chosen.outcome is Outcome.STRATEGY_DISCUSSION
    if policy.consent_dispensed and consent == Consent.DISPENSED_WITH and not is_at_once:
        reasons.append("consent is dispensed with")
    return " and ".join(reasons)


def needs_consent_said(outcome: Outcome) -> bool:
    """Whether a decision should say how it stands with agreement (K12): wherever something goes to somebody else."""
    return outcome in {Outcome.REFERRAL, Outcome.STRATEGY_DISCUSSION, Outcome.EARLY_HELP, Outcome.OTHER_AUTHORITY}


# --- what was told ----------------------------------------------------------------------------------------------------


def told_openly(as_told: Mapping[str, Any], *, secret: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """
    What was told of somebody, without an address that must be kept secret: because it was said so, or because it is
    one of those held as secret. It then says only that there is one.

    :param secret: the lines and the postcode of each address that is held as secret.
    """
    place, postcode = (letters_of(str(as_told.get(name, ""))) for name in ("address", "postcode"))
    is_secret = as_told.get("is_address_confidential") or any(
        _is_in(letters_of(lines), place)
        or _is_in(place, letters_of(lines))
        or _is_in(letters_of(code), place + postcode)
        for lines, code in secret
    )
    if not is_secret:
        return dict(as_told)
    kept = {name: value for name, value in as_told.items() if name not in ("address", "postcode")}
    return kept | {"is_address_confidential": True}


def letters_of(text: str) -> str:
    """A name or an address without what people write differently: case, spaces and signs."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _is_in(part: str, whole: str) -> bool:
    return bool(part) and part in whole
