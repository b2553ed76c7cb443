"""What indicators count of plans and of step-downs, as light tuples. `plan_reading.py` reads them for one viewer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lintel.oversight.performance.evidence import Evidence


class Action(NamedTuple):
    """
    Something agreed under a plan; `over_on` is the first day it was no longer live. `days` are the days by which it was
    to be done, each after the day from which that held.
    """

    pk: int
    child_id: int
    agreed_on: date
    over_on: date | None
    is_complete: bool
    is_untethered: bool
    slips: int
    team_id: int | None
    days: tuple[tuple[date, date], ...] = ()


class Lived(NamedTuple):
    """A plan that is worked on here, and the days on which a review said that something changed for the child."""

    kind: str
    pk: int
    child_id: int
    started_on: date
    ended_on: date | None
    moved_on: tuple[date, ...]
    team_id: int | None


class Handover(NamedTuple):
    """
    A step-down: asked for, accepted, met. Sent back for information and asked again it is one, from the first asking.

    `over_on` is the first day on which nobody waits for early help any more without its having accepted: sent back and
    closed otherwise, or stepped up.
    """

    pk: int
    child_id: int
    asked_on: date
    accepted_on: date | None
    met_on: date | None
    stepped_up_on: date | None
    over_on: date | None
    team_id: int | None


class Reviewed(NamedTuple):
    """A review of a child's plan, and whether it says what the child says."""

    pk: int
    child_id: int
    held_on: date
    referral_id: int | None
    team_id: int | None
    has_childs_view: bool


class PlanWork(NamedTuple):
    actions: list[Action]
    plans: list[Lived]
    handovers: list[Handover]
    reviews: list[Reviewed]


def work_under_plans(evidence: Evidence) -> PlanWork:
    """What is done under plans, and who stepped down; ask for it with `evidence.once`."""
    return evidence.reader.plan_work()
