"""Fifty managers at once, on a real database: exactly one wins, the ceiling holds, and the others are told by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from lintel.foundation.access.actions import grant_role, open_account
from lintel.foundation.access.roles import Role
from lintel.journey.allocating import actions
from lintel.journey.allocating.tests.builders import a_worker, child, waiting
from lintel.steps.allocation.giving.actions import AboveTheCeiling, AnsweredAlready, GivenAlready
from lintel.steps.allocation.models import Allocation, Holding, Involvement
from lintel.steps.allocation.rules import Agreed, Terms, most_children
from tests.at_once import at_once
from tests.cast import NOW, OPENED
from tests.trace import finding

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow(takes=8)]
MANAGERS = 50


@pytest.fixture
def managers(cast):
    """Fifty managers who all answer for the same team."""
    found = []
    for number in range(MANAGERS):
        user = open_account(email=f"m{number}@ravenshire.example", name=f"Manager {number}", by=cast.sam, at=OPENED)
        found.append(grant_role(user, role=Role.TEAM_MANAGER, team=cast.north, by=cast.sam, at=OPENED).user)
    return found


def kinds(answers: Sequence[Any]) -> Counter[str]:
    return Counter(type(answer).__name__ for answer in answers)


def giving(referrals, worker, by):
    return lambda: actions.allocate(referrals, worker=worker, by=by, at=NOW)


@finding("S8")
def test_of_fifty_managers_who_give_one_child_away_exactly_one_does(cast, managers):
    [referral] = waiting(cast, team=cast.north)
    workers = [a_worker(f"Worker {number}", team=cast.north) for number in range(5)]

    answers = at_once(*(giving([referral], workers[n % 5], by) for n, by in enumerate(managers)))

    assert kinds(answers) == {"list": 1, "GivenAlready": MANAGERS - 1}
    given = Allocation.objects.get()
    told = {str(answer) for answer in answers if isinstance(answer, GivenAlready)}
    assert told == {given.worker.name}
    assert Holding.objects.filter(referral=referral, until_at__isnull=True).count() == 1


@finding("S34")
def test_of_fifty_managers_who_want_one_last_place_exactly_one_gets_it(cast, managers):
    bryn = a_worker("Bryn Calder", team=cast.north)
    most = int(most_children(Terms(fte=1.0), Agreed(ceiling=18, protected=12)))
    held = waiting(cast, *(child(f"Held {n}") for n in range(most - 1)), once="held", team=cast.north)
    actions.allocate(held, worker=bryn, by=cast.marcus, at=NOW)
    others = waiting(cast, *(child(f"Other {n}") for n in range(MANAGERS)), once="others", team=cast.north)

    answers = at_once(*(giving([other], bryn, by) for other, by in zip(others, managers, strict=True)))

    assert kinds(answers) == {"list": 1, "AboveTheCeiling": MANAGERS - 1}
    assert Allocation.objects.unanswered().filter(worker=bryn).count() == most
    assert {answer.children for answer in answers if isinstance(answer, AboveTheCeiling)} == {most + 1}


def test_two_managers_who_give_the_same_families_in_opposite_order_do_not_wait_for_each_other_for_ever(cast, managers):
    one, two = waiting(cast, child("Perrin"), child("Quill"), team=cast.north)
    bryn, cara = (a_worker(name, team=cast.north) for name in ("Bryn Calder", "Cara Dunlin"))

    answers = at_once(*[giving([one, two], bryn, managers[0]), giving([two, one], cara, managers[1])] * 5)

    assert kinds(answers) == {"list": 1, "GivenAlready": 9}
    assert Allocation.objects.count() == 2
    assert len(set(Allocation.objects.values_list("worker", flat=True))) == 1


@pytest.mark.parametrize("again", range(3))
def test_a_worker_accepts_what_is_being_taken_back_and_one_of_the_two_stands(cast, again):
    [referral] = waiting(cast, team=cast.north)
    [given] = actions.allocate([referral], worker=cast.priya.worker, by=cast.marcus, at=NOW)

    answers = at_once(
        lambda: actions.accept([given], by=cast.priya, at=NOW),
        lambda: actions.withdraw([given], because="She is ill.", by=cast.marcus, at=NOW),
    )  # fmt: skip

    assert sum(isinstance(answer, AnsweredAlready) for answer in answers) == 1
    given.refresh_from_db()
    assert (given.accepted_at is None) != (given.withdrawn_at is None)
    assert Involvement.objects.filter(referral=referral).exists() == (given.accepted_at is not None)
    assert Holding.objects.filter(referral=referral, until_at__isnull=True).exists() == (given.accepted_at is None)


def test_twenty_who_accept_the_same_child_twice_accept_it_once(cast):
    [referral] = waiting(cast, team=cast.north)
    [given] = actions.allocate([referral], worker=cast.priya.worker, by=cast.marcus, at=NOW)

    answers = at_once(*[lambda: actions.accept([given], by=cast.priya, at=NOW)] * 20)

    assert kinds(answers) == {"list": 1, "AnsweredAlready": 19}
    assert Involvement.objects.filter(referral=referral).count() == 1
