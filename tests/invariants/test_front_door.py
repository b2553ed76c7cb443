"""
The nevers of the front door (PRODUCT.md J1, J2, J4, J5; S26, S27; hard stops 1, 2 and 4) over many moves.

Five hundred in every run of the suite; ten thousand with `LINTEL_MOVES=10000 python -m pytest -s tests/invariants`.

Officers, decision makers, managers, early help and the night team do whatever they may, in any order, and try what they
may not; nobody is refused what their role may do. After every move: each contact has one owner and its own time of
receipt; no clock starts later than it did; no two children become one; nothing is decided twice, by somebody who may
not, without a reason, or over an open danger; what a decision leads to is there exactly once; a child in danger is
never behind a routine contact; and of a family handed to early help exactly one side has it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Q, QuerySet
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.matching.merging.actions import AlreadyMerged, WorkWouldStayBehind
from lintel.journey.handovers.actions import cannot_wait, decide_contact, sign_decision
from lintel.journey.handovers.early_help import actions as early_help
from lintel.journey.handovers.early_help.queries import who_has_the_family
from lintel.journey.identities.actions import DecidedForAnother, InTheContactAlready, NotThere, say_who_a_child_is
from lintel.statute.calendar import local_day
from lintel.steps.early_help import actions as steps
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.front_door import queries
from lintel.steps.front_door.codes import Channel, Concern, Consent, Outcome, Priority
from lintel.steps.front_door.deciding import actions as deciding
from lintel.steps.front_door.desk import actions as desk
from lintel.steps.front_door.desk.pulling.actions import pull_next
from lintel.steps.front_door.intake import actions as intake
from lintel.steps.front_door.models import ChildContact, Contact, Decision
from lintel.steps.front_door.permissions import DECIDE_CONTACT
from lintel.steps.front_door.rules import Chosen
from lintel.steps.front_door.tests.builders import NOBODY_WE_KNOW, tells_of
from lintel.steps.referrals.models import Referral
from tests.cast import Bells, Cast
from tests.invariants.moves import Moves, at_length

REFUSED = (
    NotAllowed, desk.HeldByAnother, desk.NotYours, desk.NoDangerFlagged, desk.SameContact, deciding.AlreadyDecided,
    deciding.AlreadySigned, deciding.DangerOpen, deciding.NotYourOwn, NotThere, InTheContactAlready,
    AlreadyMerged, WorkWouldStayBehind, DecidedForAnother, early_help.NotWithEarlyHelp, early_help.AnsweredSince,
    steps.AnsweredAlready, steps.NotAcceptedYet, steps.NotMetYet, steps.OverAlready,
)  # fmt: skip
WHO = st.sampled_from(["dawn", "femi", "rosa", "nell", "elsie", "tom", "hart", "helen"])
CHOICES = st.sampled_from([
    Outcome.REFERRAL, Outcome.STRATEGY_DISCUSSION, Outcome.EARLY_HELP, Outcome.ADVICE, Outcome.NO_FURTHER_ACTION,
    Outcome.OTHER_AUTHORITY, Outcome.TO_ALLOCATED_WORKER, Outcome.AWAITING_INFORMATION, Outcome.AWAITING_INFORMATION,
])  # fmt: skip
EARLY_HELP = ["accept", "first_met", "send_back", "ask_again", "end", "step_up"]
TRANSITIONS = int(os.environ.get("LINTEL_MOVES", "500"))


class Desk(Moves):
    """Everybody at the front door, doing what they do."""

    contacts = Bundle("contacts")
    refused, takes = REFUSED, timedelta(minutes=7)

    def __init__(self, cast: Cast, bells: Bells) -> None:
        super().__init__(cast.people)
        self.cast, self.bells = cast, bells
        self.received: dict[int, datetime] = {}
        self.started: dict[int, datetime] = {}
        self.told_of: dict[int, int] = {}
        self.touched: set[int] = set()
        self.decided: set[int] = set()
        self.in_danger: set[int] = set()

    def attempt_with(self, contact: int, act: Callable[..., Any], *given: Any, who: str, **how: Any) -> Any:
        """Somebody does something; whether they may is the product's to say."""
        self.touched.add(contact)
        self.in_danger = {each.pk for each in _in_danger()}
        return self.attempt(act, *given, who=who, **how)

    @initialize(target=contacts)
    def a_first_knock(self) -> int:
        return self._knock("kit", [Concern.NEGLECT], Channel.TELEPHONE, siblings=False)

    @rule(
        target=contacts,
        child=st.sampled_from(["kit", "noah", "nobody"]),
        concern=st.sampled_from([[], [Concern.NEGLECT], [Concern.DOMESTIC_ABUSE]]),
        channel=st.sampled_from([Channel.TELEPHONE, Channel.FORM, Channel.POLICE_FEED, Channel.OUT_OF_HOURS]),
        siblings=st.booleans(),
        passes=st.sampled_from([timedelta(0), timedelta(hours=20), timedelta(days=3), timedelta(days=16)]),
    )
    def knock(self, child: str, concern: list[Concern], channel: Channel, siblings: bool, passes: timedelta) -> int:
        self.now += passes
        return self._knock(child, concern, channel, siblings=siblings)

    def _knock(self, child: str, concern: list[Concern], channel: Channel, *, siblings: bool) -> int:
        type(self).moves += 1
        nobody = intake.TellsOf(particulars=NOBODY_WE_KNOW)
        children = [nobody if child == "nobody" else tells_of(getattr(self.bells, child))]
        children += [nobody, nobody] if siblings else []
        knock = intake.Knock(
            channel=channel, received_at=self.now, words="As told.", once=str(self.moves), children=children,
            concerns=concern,
        )  # fmt: skip
        contact = intake.receive_contact(knock, by=self.cast.dawn, at=self.now)
        self.received[contact.pk], self.told_of[contact.pk] = self.now, len(children)
        self.touched.add(contact.pk)
        return contact.pk

    @rule(contact=contacts, who=WHO)
    def take(self, contact: int, who: str) -> None:
        self.attempt_with(contact, desk.take, _contact(contact), who=who)

    @rule(contact=contacts, who=WHO)
    def put_back(self, contact: int, who: str) -> None:
        self.attempt_with(contact, desk.put_back, _contact(contact), who=who)

    @rule(contact=contacts, who=WHO)
    def pass_over(self, contact: int, who: str) -> None:
        self.attempt_with(contact, desk.pass_over, _contact(contact), who=who, reason="A child of my neighbour's.")

    @rule(contact=contacts, who=WHO)
    def take_over(self, contact: int, who: str) -> None:
        self.attempt_with(contact, desk.take_over, _contact(contact), who=who, because="She has gone home.")

    @rule(contact=contacts, who=WHO, priority=st.sampled_from(Priority))
    def rate(self, contact: int, who: str, priority: Priority) -> None:
        self.attempt_with(contact, desk.set_priority, _contact(contact), who=who, priority=priority, reason="As told.")

    @rule(contact=contacts, who=WHO)
    def cannot_wait(self, contact: int, who: str) -> None:
        self.attempt_with(contact, cannot_wait, _contact(contact), who=who, reason="He is outside the house.")

    @rule(contact=contacts, who=WHO)
    def clear_danger(self, contact: int, who: str) -> None:
        self.attempt_with(contact, desk.clear_danger, _contact(contact), who=who, because="Police are with them.")

    @rule(contact=contacts, who=WHO)
    def say_ready(self, contact: int, who: str) -> None:
        self.attempt_with(contact, desk.say_ready, _contact(contact), who=who)

    @rule(contact=contacts, first=contacts, who=WHO)
    def think_together(self, contact: int, first: int, who: str) -> None:
        self.attempt_with(contact, desk.think_of_together, _contact(contact), who=who, first=_contact(first))

    @rule(who=WHO, home=st.booleans())
    def hand_over(self, who: str, home: bool) -> None:
        day, night = self.cast.front_door, self.cast.out_of_hours
        teams = {"from_team": night, "to_team": day} if home else {"from_team": day, "to_team": night}
        self.touched |= set(self.received)
        self.attempt_with(next(iter(self.received)), desk.hand_over, who=who, words="What is open.", **teams)

    @rule(contact=contacts, who=WHO, consent=st.sampled_from(Consent))
    def ask_consent(self, contact: int, who: str, consent: Consent) -> None:
        line = _contact(contact).children.order_by("pk").first()
        self.attempt_with(contact, intake.record_consent, line, who=who, consent=consent, reason="As she said.")

    @rule(contact=contacts, who=WHO, known=st.sampled_from(["kit", "mia", None]))
    def say_who_it_is(self, contact: int, who: str, known: str | None) -> None:
        line = _contact(contact).children.order_by("-pk").first()
        person = getattr(self.bells, known).pk if known else None
        if self.attempt_with(contact, say_who_a_child_is, line, who=who, known=person) is not None:
            self.started.pop(line.pk, None)  # another child's clock is another clock; its own still binds it

    @rule(contact=contacts, who=WHO, outcome=CHOICES)
    def decide(self, contact: int, who: str, outcome: Outcome) -> None:
        lines = _contact(contact).children.order_by("pk")
        chosen = [Chosen(child_contact_id=line.pk, outcome=outcome, rationale="As told.") for line in lines]
        self.attempt_with(contact, decide_contact, _contact(contact), chosen, who=who)

    @rule(contact=contacts, who=WHO, outcome=CHOICES)
    def decide_for_one(self, contact: int, who: str, outcome: Outcome) -> None:
        line = _contact(contact).children.order_by("-pk").first()
        chosen = [Chosen(child_contact_id=line.pk, outcome=outcome, rationale="As told.")]
        self.attempt_with(contact, decide_contact, _contact(contact), chosen, who=who)

    @rule(contact=contacts, who=WHO, signs=st.booleans())
    def sign_or_return(self, contact: int, who: str, signs: bool) -> None:
        waiting = Decision.objects.filter(child_contact__contact=contact).exclude(signature_asked_because="").last()
        if waiting is None:
            return
        if signs:
            self.attempt_with(contact, sign_decision, waiting, who=who)
        else:
            self.attempt_with(contact, deciding.return_to_decider, waiting, who=who, because="Ask her first.")

    @rule(who=WHO)
    def pull(self, who: str) -> None:
        cannot_wait = _in_danger() | Contact.objects.filter(priority=Priority.NOW)
        if not self.cast.people[who].holds(DECIDE_CONTACT):  # what is ready is for those who decide
            cannot_wait = cannot_wait.filter(ready_at=None)
        urgent = {each.pk for each in cannot_wait.filter(held_by=None) if _has_undecided(each)}
        pulled = self.attempt_with(next(iter(self.received)), pull_next, who=who)
        if pulled is not None:
            self.touched.add(pulled.pk)
            assert not urgent or pulled.pk in urgent

    @rule(contact=contacts, who=st.sampled_from(["elsie", "elsie", "rosa", "tom"]), move=st.sampled_from(EARLY_HELP))
    def early_help_does(self, contact: int, who: str, move: str) -> None:
        asked = EarlyHelpRequest.objects.filter(child_contact__contact=contact).order_by("pk").last()
        if asked is None:
            return
        words = {"accept": {"lead_practitioner": "Odette"}, "first_met": {"met_on": local_day(self.now)}}.get(move, {})
        act, of, named = {
            "accept": (early_help.accept_for_early_help, [asked], words),
            "first_met": (early_help.first_met_by_early_help, [asked], words),
            "send_back": (early_help.send_back_to_front_door, asked, {"missing": "Who holds parental responsibility?"}),
            "ask_again": (early_help.ask_early_help_again, asked, {"answer": "The mother alone."}),
            "end": (early_help.end_early_help, asked, {"because": "What was agreed is reached."}),
            "step_up": (early_help.step_up, [asked], {"because": "He hides when she comes."}),
        }[move]
        done = self.attempt_with(contact, act, of, who=who, **named)
        if move == "step_up" and done is not None:
            self.received[done.pk], self.told_of[done.pk] = self.now, 1
            self.touched.add(done.pk)

    # --- never -----------------------------------------------------------------------------------------------------

    @invariant()
    def nothing_happened_that_never_happens(self) -> None:
        for pk in self.touched:
            contact = Contact.objects.get(pk=pk)
            lines = list(contact.children.select_related("contact").order_by("pk"))
            assert contact.held_by_team_id in (self.cast.front_door.pk, self.cast.out_of_hours.pk)
            assert contact.held_by_id is None or self.cast_may_hold(contact.held_by_id)
            assert contact.received_at == self.received[pk]
            assert len({line.child_id for line in lines}) == self.told_of[pk]
            for line in lines:
                self.no_clock_is_reset(line)
                self.a_decision_is_whole(line)
                self.one_side_has_the_family(line)
        self.touched.clear()

    def cast_may_hold(self, user_id: int) -> bool:
        return user_id in {who.pk for who in (self.cast.dawn, self.cast.femi, self.cast.rosa, self.cast.nell)}

    def no_clock_is_reset(self, line: ChildContact) -> None:
        started_at = queries.clock_of(line, viewer=self.cast.dawn).started_at
        assert started_at <= self.started.get(line.pk, self.received[line.contact_id])
        self.started[line.pk] = started_at

    def one_side_has_the_family(self, line: ChildContact) -> None:
        asked = EarlyHelpRequest.objects.filter(child_contact=line)
        if asked:
            over = Q(sent_back_at__isnull=False) | Q(ended_at__isnull=False) | Q(stepped_up_at__isnull=False)
            assert asked.exclude(over).count() <= 1
            assert who_has_the_family(line.child, viewer=self.cast.dawn)

    def a_decision_is_whole(self, line: ChildContact) -> None:
        live = list(line.decisions.filter(returned_at__isnull=True).select_related("decided_by"))
        assert len(live) <= 1
        if line.decided_at is None:
            assert all(each.signature_asked_because and each.signed_at is None for each in live)
            assert not Referral.objects.filter(child_contact=line).exists()
            return
        (decision,) = live
        assert decision.decided_by.holds(DECIDE_CONTACT)
        assert decision.rationale
        assert line.outcome == decision.outcome
        is_statutory = Outcome(decision.outcome).is_statutory
        assert Referral.objects.filter(child_contact=line).count() <= is_statutory
        if is_statutory:  # a child whose episode is open already is given no second one
            assert Referral.objects.open_on(local_day(self.now)).filter(child=line.child_id).exists()
        asked = EarlyHelpRequest.objects.filter(child_contact=line)
        assert asked.exists() == (decision.outcome == Outcome.EARLY_HELP)
        if line.pk not in self.decided:
            self.decided.add(line.pk)
            assert is_statutory or line.contact_id not in self.in_danger


def _in_danger() -> QuerySet[Contact]:
    return Contact.objects.filter(danger_flagged_at__isnull=False, danger_cleared_at__isnull=True)


def _has_undecided(contact: Contact) -> bool:
    """Whether somebody has still to decide for a child of it: not decided, and not waiting for a signature."""
    unsigned = Decision.objects.filter(returned_at__isnull=True).values("child_contact")
    return contact.children.filter(decided_on__isnull=True).exclude(pk__in=unsigned).exists()


def _contact(pk: int) -> Contact:
    return Contact.objects.get(pk=pk)


@pytest.mark.slow(takes=60)
@pytest.mark.finding("S26", "S27")
def test_in_thousands_of_moves_nothing_happens_that_never_happens(cast: Cast, bells: Bells) -> None:
    Desk.moves = 0
    run(lambda: Desk(cast, bells), settings=at_length(TRANSITIONS // 70, steps=100))

    print(f"{Desk.moves:,} moves")
    assert Desk.moves >= TRANSITIONS
