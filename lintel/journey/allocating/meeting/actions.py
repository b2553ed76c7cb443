"""Carrying out what a meeting decided: one family after the other, so that a refusal holds up nobody else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import NotAllowed, require
from lintel.foundation.people.models import Person
from lintel.foundation.workforce.models import Worker
from lintel.journey.allocating.actions import NoLongerWaiting, NotTheirWorker, allocate
from lintel.steps.allocation.giving.actions import (
    AboveTheCeiling,
    GivenAlready,
    HoldsNoCases,
    KeptApart,
    OverridePartly,
    OverTheCeiling,
    ReviewTooLate,
)
from lintel.steps.allocation.permissions import ALLOCATE
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

REFUSALS = (
    AboveTheCeiling, GivenAlready, HoldsNoCases, KeptApart, NoLongerWaiting, NotAllowed, NotTheirWorker, OverridePartly,
    ReviewTooLate,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Gift:
    """A family to be given to a worker; `over` where somebody answers for more than was agreed."""

    key: int
    referrals: Sequence[Referral]
    worker: Worker
    over: OverTheCeiling | None = None


@transaction.atomic
def give_each(
    gifts: Sequence[Gift], *, change_reason: str = "", leaver: int | None = None, also: Collection[int] = (), by: User,
    at: datetime,
) -> dict[int, Exception]:  # fmt: skip
    """
    Give families to workers, each in a transaction within this one: what is refused is undone alone, the rest is done.

    All workers are locked first and then all children, each in the order of their numbers, as every giving does: two
    meetings at once wait for each other and never block each other for good.

    :param leaver: the worker whose children they are; without one they are children without a worker.
    :param also: children the same meeting does something else about, in the same transaction.
    :return: by the family's key, why it was refused.
    :raises NotAllowed: if this person may not give children to workers.
    """
    require(by, ALLOCATE)
    children = {referral.child_id for gift in gifts for referral in gift.referrals} | set(also)
    for model, wanted in ((Worker, {gift.worker.pk for gift in gifts}), (Person, children)):
        list(model._default_manager.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    refused: dict[int, Exception] = {}
    for gift in gifts:
        try:
            allocate(
                gift.referrals, worker=gift.worker, over=gift.over, change_reason=change_reason,
                is_first=leaver is None, instead_of=leaver, by=by, at=at,
            )  # fmt: skip
        except REFUSALS as refusal:
            refused[gift.key] = refusal
    return refused
