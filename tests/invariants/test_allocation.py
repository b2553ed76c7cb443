"""
The nevers of allocation (PRODUCT.md J6; S3, S6, S8, S34; hard stops 5 and 6) over many moves.

A hundred in every run of the suite; more with `LINTEL_MOVES=10000 python -m pytest -s tests/invariants`.

Managers of two teams, their service manager, workers and a screening officer do whatever they may, in any order, and
try what they may not. After every move: a child under way has either one worker or one holding manager, never both and
never neither, and no day between them; nobody is given more than was agreed unless a named manager answers for it, and
a newly qualified worker never; a child is given to one worker at a time; a wait begins on the day it began, whatever
teams it crosses; and whoever holds a child sees them, whoever no longer does does not.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from lintel.foundation.access.actions import grant_role, open_account
from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.workforce.models import Team, Worker
from lintel.journey.allocating import actions
from lintel.journey.allocating.loads.queries import loads
from lintel.journey.allocating.tests.builders import a_worker, child, waiting
from lintel.journey.allocating.waiting.queries import waits_of
from lintel.statute.calendar import local_day
from lintel.steps.allocation.giving import actions as giving
from lintel.steps.allocation.giving.actions import OverTheCeiling, review_days
from lintel.steps.allocation.models import Allocation, Holding, Involvement
from lintel.steps.allocation.rules import Verdict
from lintel.steps.allocation.waiting import actions as steps
from lintel.steps.referrals.models import Referral
from tests.cast import OPENED, Cast
from tests.invariants.moves import MOVES_WANTED, Moves, at_length

REFUSED = (
    NotAllowed, actions.NoLongerWaiting, actions.NotTheirWorker, giving.GivenAlready, giving.HoldsNoCases,
    giving.AboveTheCeiling, giving.NotYours, giving.AnsweredAlready, steps.HasAWorker,
)  # fmt: skip
WHO = st.sampled_from(["marcus", "tom", "sofia", "helen", "dawn", "priya", "wyn"])


class Meetings(Moves):
    """Everybody who gives children to workers, and the workers."""

    families = Bundle("families")
    refused = REFUSED

    def __init__(self, cast: Cast, people: dict[str, User], workers: dict[str, Worker]) -> None:
        super().__init__(people)
        self.cast, self.workers = cast, workers
        self.touched: set[int] = set()
        self.left_on: dict[int, date] = {}

    @initialize(target=families)
    def a_first_family(self) -> tuple[int, ...]:
        return self._open(2)

    @rule(target=families, children=st.integers(1, 3), passes=st.sampled_from([0, 20, 100]))
    def decide(self, children: int, passes: int) -> tuple[int, ...]:
        self.now += timedelta(hours=passes)
        return self._open(children)

    def _open(self, children: int) -> tuple[int, ...]:
        type(self).moves += 1
        told = [child(f"Child {number}", f"Family {self.moves}") for number in range(children)]
        referrals = waiting(self.cast, *told, once=f"move {self.moves}", at=self.now)
        found = tuple(referral.pk for referral in referrals)
        self.touched |= set(found)
        return found

    @rule(family=families, who=WHO, team=st.sampled_from(["north", "south"]))
    def pass_on(self, family: tuple[int, ...], who: str, team: str) -> None:
        self.attempt(actions.pass_on, _referrals(family), team=self._team(team), who=who)

    @rule(family=families, who=WHO)
    def check_safety(self, family: tuple[int, ...], who: str) -> None:
        self.attempt(
            actions.check_safety, _referrals(family), why_safe="With her aunt.",
            next_due_on=local_day(self.now) + timedelta(days=2), who=who,
        )  # fmt: skip

    @rule(
        family=families,
        who=WHO,
        worker=st.sampled_from(["priya", "tom", "bryn", "wyn", "inbox"]),
        is_over=st.booleans(),
    )
    def allocate(self, family: tuple[int, ...], who: str, worker: str, is_over: bool) -> None:
        review_on = review_days(all_limits(), local_day(self.now))[0]
        over = OverTheCeiling(manager=self.cast.sofia, reason="Nobody else.", review_on=review_on) if is_over else None
        self.attempt(
            actions.allocate,
            _referrals(family),
            worker=self.workers[worker],
            over=over,
            change_reason="MANAGE",
            who=who,
        )

    @rule(family=families, who=WHO)
    def accept(self, family: tuple[int, ...], who: str) -> None:
        self.attempt(actions.accept, _unanswered(family), who=who)

    @rule(family=families, who=WHO)
    def decline(self, family: tuple[int, ...], who: str) -> None:
        self.attempt(actions.decline, _unanswered(family), because="I know them.", who=who)

    @rule(family=families, who=WHO)
    def withdraw(self, family: tuple[int, ...], who: str) -> None:
        self.attempt(actions.withdraw, _unanswered(family), because="Another way.", who=who)

    @rule(family=families, who=WHO)
    def let_go(self, family: tuple[int, ...], who: str) -> None:
        held = list(Involvement.objects.in_force(local_day(self.now)).filter(referral__in=family))
        if self.attempt(actions.let_go, held, change_reason="LEFTRL", who=who):
            for involvement in held:
                self.left_on[involvement.referral_id] = local_day(self.now)

    @invariant()
    def a_child_has_one_who_holds_them(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for pk in self.touched:
            workers = Involvement.objects.in_force(local_day(self.now)).filter(referral=pk).count()
            managers = Holding.objects.filter(referral=pk, until_at__isnull=True).count()
            assert (workers, managers) in ((1, 0), (0, 1))
            assert Allocation.objects.unanswered().filter(referral=pk).count() <= 1
            self.no_day_is_between(pk)

    def no_day_is_between(self, pk: int) -> None:
        held = [
            (local_day(h.since_at), h.until_at and local_day(h.until_at)) for h in Holding.objects.filter(referral=pk)
        ]
        held += [(i.began_on, i.ended_on) for i in Involvement.objects.filter(referral=pk)]
        reached = min(begins for begins, _ in held)
        for begins, ends in sorted(held, key=lambda one: (one[0], one[1] or date.max)):
            assert begins <= reached
            reached = max(reached, ends or date.max)
        assert reached == date.max

    @invariant()
    def nobody_holds_too_many_in_silence(self) -> None:
        for load in loads(viewer=self.cast.helen, on=local_day(self.now)):
            assert load.verdict is not Verdict.BEYOND_PROTECTED_LOAD
            if load.verdict is Verdict.OVER_THE_CEILING:
                assert Allocation.objects.filter(worker=load.worker_id, over_manager=self.cast.sofia).exists()
        assert not Involvement.objects.filter(worker=self.workers["inbox"]).exists()

    @invariant()
    def a_wait_begins_when_it_began(self) -> None:
        for wait in waits_of(list(self.touched), viewer=self.cast.helen, on=local_day(self.now)):
            decided = Referral.objects.get(pk=wait.referral_id).referred_on
            assert wait.since == self.left_on.get(wait.referral_id, decided)

    @invariant()
    def whoever_holds_a_child_sees_them_and_nobody_else_of_the_team(self) -> None:
        today = local_day(self.now)
        for who in ("priya", "wyn"):
            sees = set(visible_children(self.people[who]).values_list("pk", flat=True))
            worker = self.workers[who]
            held = Involvement.objects.in_force(today).filter(worker=worker).values_list("child_id", flat=True)
            asked = Allocation.objects.unanswered().filter(worker=worker).values_list("child_id", flat=True)
            assert sees == set(held) | set(asked)

    def _team(self, name: str) -> Team:
        return {"north": self.cast.north, "south": self.cast.south}[name]


def _referrals(family: tuple[int, ...]) -> list[Referral]:
    return list(Referral.objects.filter(pk__in=family))


def _unanswered(family: tuple[int, ...]) -> list[Allocation]:
    return list(Allocation.objects.unanswered().filter(referral__in=family).select_related("referral", "child"))


@pytest.mark.slow(takes=30)
@pytest.mark.django_db
@pytest.mark.finding("S3", "S6")
def test_in_hundreds_of_moves_no_child_is_let_go_of_and_nobody_holds_too_many_in_silence(cast: Cast) -> None:
    workers = {
        "priya": cast.priya.worker, "tom": cast.tom.worker, "bryn": a_worker("Bryn", team=cast.north, fte=0.2),
        "wyn": a_worker("Wyn", team=cast.north, fte=0.5, is_newly_qualified=True),
        "inbox": a_worker("Inbox", team=cast.north, is_case_holding=False),
    }  # fmt: skip
    wyn = open_account(email="wyn@ravenshire.example", name="Wyn Aster", worker=workers["wyn"], by=cast.sam, at=OPENED)
    grant_role(wyn, role=Role.SOCIAL_WORKER, team=cast.north, by=cast.sam, at=OPENED)
    Meetings.moves = 0

    run(lambda: Meetings(cast, cast.people | {"wyn": wyn}, workers), settings=at_length(MOVES_WANTED // 33))

    print(f"{Meetings.moves:,} moves")
    assert Meetings.moves >= MOVES_WANTED
