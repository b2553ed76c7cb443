"""Who has the family, where a request stands, and whether help held. Plain values in, verdicts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Stage(StrEnum):
    """Where a request stands, as the list shows it."""

    TO_ANSWER = "to_answer"
    TO_MEET = "to_meet"
    WITH_EARLY_HELP = "with_early_help"
    STEPPED_UP = "stepped_up"
    SENT_BACK = "sent_back"
    ASKED_AGAIN = "asked_again"
    OVER = "over"


class Holder(StrEnum):
    """Who has the family now. Always exactly one of these; the last only where help is over."""

    WHO_ASKED = "who_asked"
    EARLY_HELP = "early_help"
    FRONT_DOOR = "front_door"
    SOCIAL_CARE = "social_care"
    ELSEWHERE = "elsewhere"
    NOBODY = "nobody"


class SteppedUp(StrEnum):
    """What became of a step-up."""

    NEVER = ""
    UNDECIDED = "undecided"
    TO_SOCIAL_CARE = "to_social_care"
    ELSEWHERE = "elsewhere"
    BACK_TO_EARLY_HELP = "back_to_early_help"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """
    What has happened to a request, as far as the question who has the family goes.

    :param is_step_down: whether social care asked, of an episode that it holds until early help has met the family.
    :param is_closed: whether social care's episode is over: the one that steps down or, after a step-up, the new one.
    """

    is_step_down: bool = False
    is_closed: bool = False
    is_accepted: bool = False
    is_sent_back: bool = False
    is_asked_again: bool = False
    is_met: bool = False
    is_ended: bool = False
    stepped_up: SteppedUp = SteppedUp.NEVER


def who_has(standing: Standing) -> Holder:
    """
    Who has the family. Never two, never none while anything is open: each case below ends the question.

    A step-up takes the family to the front door at once, whatever early help had done; only the front door's decision
    gives it back.
    """
    if standing.is_ended:
        return Holder.NOBODY
    if standing.stepped_up is SteppedUp.UNDECIDED:
        return Holder.FRONT_DOOR
    if standing.stepped_up is SteppedUp.TO_SOCIAL_CARE:
        return Holder.NOBODY if standing.is_closed else Holder.SOCIAL_CARE
    if standing.stepped_up is SteppedUp.ELSEWHERE:
        return Holder.ELSEWHERE
    return _has_stepped_down(standing) if standing.is_step_down else _has_been_handed(standing)


def _has_been_handed(standing: Standing) -> Holder:
    """Of a family the front door handed over."""
    return Holder.EARLY_HELP if standing.is_accepted and not standing.is_sent_back else Holder.WHO_ASKED


def _has_stepped_down(standing: Standing) -> Holder:
    """
    Of a family that steps down: accepting alone moves nobody, meeting does (hard stop 9). Where social care closed
    without waiting, early help has the family, whatever it has said so far.
    """
    if standing.is_sent_back:
        return Holder.NOBODY if standing.is_closed else Holder.WHO_ASKED
    is_met = standing.is_accepted and standing.is_met
    return Holder.EARLY_HELP if is_met or standing.is_closed else Holder.WHO_ASKED


def stage(standing: Standing) -> Stage:
    """Where the request stands."""
    if standing.is_asked_again:
        return Stage.ASKED_AGAIN
    if standing.is_sent_back:
        return Stage.SENT_BACK
    if standing.is_ended or standing.stepped_up in (SteppedUp.TO_SOCIAL_CARE, SteppedUp.ELSEWHERE):
        return Stage.OVER
    if standing.stepped_up is SteppedUp.UNDECIDED:
        return Stage.STEPPED_UP
    if not standing.is_accepted:
        return Stage.TO_ANSWER
    return Stage.WITH_EARLY_HELP if standing.is_met else Stage.TO_MEET


# --- whether it held -------------------------------------------------------------------------------------------------


class Held(StrEnum):
    """Whether a family that early help met stayed out of statutory work (K102, K103)."""

    NOT_YET = "not_yet"
    HELD = "held"
    CAME_BACK = "came_back"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the record says of the months after the first meeting."""

    months: int
    judged_on: date
    held: Held
    referred_on: date | None = None
    contacts: int = 0


def judged(
    *, met_on: date, months: int, judged_on: date, today: date, referrals: Sequence[date], contacts: Sequence[date]
) -> Verdict:
    """
    Whether no new statutory referral came from the day after the first meeting up to the day it is judged on.

    A referral settles it the day it comes. New contacts are counted beside it and settle nothing: a neighbour who
    telephones is no failure of early help.
    """
    until = min(today, judged_on)
    came_back = min((day for day in referrals if met_on < day <= until), default=None)
    held = Held.CAME_BACK if came_back else Held.NOT_YET if today <= judged_on else Held.HELD
    return Verdict(
        months=months, judged_on=judged_on, held=held, referred_on=came_back,
        contacts=sum(met_on < day <= until for day in contacts),
    )  # fmt: skip


def moment_met(met_on: date, *, at: datetime) -> datetime:
    """The moment to write down for a meeting of which only the day is said: now for today, else noon of that day."""
    if met_on == at.date():
        return at
    return at.replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=(at.date() - met_on).days)
