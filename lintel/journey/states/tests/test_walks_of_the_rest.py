"""Contact, referral, allocation, assessment and step-down: every move that is drawn is walked, and no other."""

from datetime import timedelta
from functools import partial

import pytest

from lintel.journey.allocating.actions import accept, allocate, decline, let_go, withdraw
from lintel.journey.allocating.tests.families import family_waiting
from lintel.journey.assessing.actions import authorise_assessments, send_back_to_writer, send_to_manager
from lintel.journey.assessing.tests.builders import begun
from lintel.journey.handovers.actions import decide_contact, return_decision, sign_decision
from lintel.journey.handovers.early_help.actions import (
    accept_for_early_help,
    ask_early_help_again,
    end_early_help,
    first_met_by_early_help,
    send_back_to_front_door,
    step_up,
)
from lintel.journey.plans.closing.actions import close_episodes
from lintel.journey.plans.tests.builders import WORDS, stepping_down
from lintel.journey.states import allocation, assessment, contact, referral, step_down
from lintel.journey.states.tests.walking import Walk, undone
from lintel.steps.allocation.giving.actions import fall_away
from lintel.steps.allocation.models import Allocation
from lintel.steps.assessments.authorising.actions import conclude
from lintel.steps.assessments.codes import Outcome as Assessed
from lintel.steps.assessments.models import Assessment
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.early_help.rules import Stage
from lintel.steps.front_door.codes import Consent, Outcome
from lintel.steps.front_door.desk.actions import say_ready
from lintel.steps.front_door.identifying.actions import say_who_it_is
from lintel.steps.front_door.intake.actions import add_child, receive_contact, record_consent
from lintel.steps.front_door.models import ChildContact
from lintel.steps.front_door.tests.builders import chosen_for, knock, tells_of
from lintel.steps.referrals.models import Referral
from tests.cast import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def newest(found, state_of):
    """Where the newest of these stands; None while there is none."""
    last = found.order_by("pk").last()
    return None if last is None else state_of(last)


def test_every_move_of_a_contact(cast, bells):
    walk, state, at = Walk(contact.CONTACT), contact.State, NOW
    before = ChildContact.objects.order_by("pk").last().pk

    def read():
        return newest(ChildContact.objects.filter(pk__gt=before), contact.state_of)

    def go(act, to, by=None):
        return walk.go(act, read=read, to=to, by=by)

    def received():
        arrives = partial(knock, by=cast.dawn, once="1", children=[tells_of(bells.kit)])
        return go(arrives, state.UNDECIDED, by=receive_contact)

    def decide(found, to, *, to_be_signed=False):
        line = found.children.get()
        if to_be_signed:
            record_consent(line, consent=Consent.DISPENSED_WITH, reason="Risk.", by=cast.femi, at=at)
        chosen = chosen_for(found, Outcome.REFERRAL)
        return go(lambda: decide_contact(found, chosen, by=cast.femi, at=at), to)

    for is_ready in (False, True):
        with undone():
            found = received()
            if is_ready:
                go(lambda found=found: say_ready(found, by=cast.dawn, at=at), state.READY)
            with undone():
                decide(found, state.DECIDED)
            [decision] = decide(found, state.TO_SIGN, to_be_signed=True)
            with undone():
                go(lambda each=decision: sign_decision(each, by=cast.rosa, at=at), state.DECIDED)
            back = state.READY if is_ready else state.UNDECIDED
            go(lambda each=decision: return_decision(each, because="Ask her.", by=cast.rosa, at=at), back)
    with undone():
        found = received()
        before = ChildContact.objects.order_by("pk").last().pk
        go(lambda: add_child(found, tells_of(bells.noah), by=cast.dawn, at=at), state.UNDECIDED)

    walk.must_have_gone_everywhere()


def test_every_move_of_a_referral(cast, bells):
    walk, state = Walk(referral.REFERRAL), referral.State

    def read():
        return newest(Referral.objects.filter(child=bells.kit), referral.state_of)

    found = knock(by=cast.dawn, once="1", children=[tells_of(bells.kit)])
    say_who_it_is(found.children.get(), known=bells.kit, by=cast.dawn, at=NOW)
    chosen = chosen_for(found, Outcome.REFERRAL)
    walk.go(lambda: decide_contact(found, chosen, by=cast.femi, at=NOW), read=read, to=state.OPEN)
    opened = Referral.objects.get(child=bells.kit)
    closing = {"reason": "RC7", "words": WORDS, "by": cast.helen, "at": LATER}
    walk.go(lambda: close_episodes([opened], **closing), read=read, to=state.CLOSED)

    walk.must_have_gone_everywhere()


def test_every_move_of_an_allocation(cast, bells):
    walk, state, priya, sofia = Walk(allocation.ALLOCATION), allocation.State, cast.priya, cast.sofia
    episode, _ = family_waiting(cast, team=cast.north)

    def read():
        # The first that was given: what becomes of it, whoever is given the child afterwards.
        first = Allocation.objects.filter(referral=episode).order_by("pk").first()
        return None if first is None else allocation.state_of(first)

    def go(act, to, by=None):
        return walk.go(act, read=read, to=to, by=by)

    def close():
        return close_episodes([episode], reason="RC7", words=WORDS, by=sofia, at=LATER)

    [given] = go(lambda: allocate([episode], worker=priya.worker, by=sofia, at=NOW), state.GIVEN)
    with undone():
        go(lambda: decline([given], because="I am away.", by=priya, at=NOW), state.DECLINED)
    with undone():
        go(lambda: withdraw([given], because="Somebody else.", by=sofia, at=NOW), state.TAKEN_BACK)
    with undone():
        go(close, state.TAKEN_BACK, by=fall_away)
    [held] = go(lambda: accept([given], by=priya, at=NOW), state.HELD)
    with undone():
        go(lambda: let_go([held], change_reason="MANAGE", by=sofia, at=LATER), state.LET_GO)
    with undone():
        [other] = allocate([episode], worker=cast.tom.worker, change_reason="MANAGE", by=sofia, at=LATER)
        go(lambda: accept([other], by=cast.tom, at=LATER), state.LET_GO)
    go(close, state.LET_GO)

    walk.must_have_gone_everywhere()


def test_every_move_of_an_assessment(cast, bells):
    walk, state = Walk(assessment.ASSESSMENT), assessment.State

    def part():
        return Assessment.objects.filter(child=bells.mia).select_related("family", "child").order_by("pk").last()

    def go(act, to):
        return walk.go(act, read=lambda: assessment.state_of(part()) if part() else None, to=to)

    def send():
        return go(lambda: send_to_manager([part()], by=cast.priya, at=NOW), state.WITH_MANAGER)

    go(lambda: begun(cast, bells), state.WRITING)
    conclude(part(), factors=["3B"], outcome=Assessed.CHILD_IN_NEED, by=cast.priya, at=NOW)
    send()
    go(lambda: send_back_to_writer([part()], missing="His school.", by=cast.marcus, at=NOW), state.SENT_BACK)
    send()
    go(lambda: authorise_assessments([part()], by=cast.marcus, at=NOW), state.AUTHORISED)

    walk.must_have_gone_everywhere()


def test_every_move_of_a_step_down(cast, bells):
    walk, elsie = Walk(step_down.STEP_DOWN), cast.elsie

    def first():
        return EarlyHelpRequest.objects.filter(child=bells.mia).order_by("pk").first()

    def go(act, to):
        return walk.go(act, read=lambda: step_down.state_of(first(), viewer=elsie) if first() else None, to=to)

    def stepped_up_and_given_back(to):
        because = {"because": "She does not sleep.", "by": elsie, "at": NOW}
        found = go(lambda: step_up([first()], **because), Stage.STEPPED_UP)
        for outcome, then in ((Outcome.ADVICE, to), (Outcome.TO_ALLOCATED_WORKER, Stage.OVER)):
            with undone():
                chosen = chosen_for(found, outcome)
                go(lambda chosen=chosen: decide_contact(found, chosen, by=cast.femi, at=NOW), then)

    go(lambda: stepping_down(cast, bells), Stage.TO_ANSWER)
    with undone():
        go(lambda: send_back_to_front_door(first(), missing="Which school?", by=elsie, at=NOW), Stage.SENT_BACK)
        go(lambda: ask_early_help_again(first(), answer="The grammar.", by=cast.priya, at=NOW), Stage.ASKED_AGAIN)
    with undone():
        stepped_up_and_given_back(Stage.TO_ANSWER)
    go(lambda: accept_for_early_help([first()], lead_practitioner="Odette", by=elsie, at=NOW), Stage.TO_MEET)
    with undone():
        stepped_up_and_given_back(Stage.TO_MEET)
    go(lambda: first_met_by_early_help([first()], met_on=NOW.date(), by=elsie, at=NOW), Stage.WITH_EARLY_HELP)
    with undone():
        stepped_up_and_given_back(Stage.WITH_EARLY_HELP)
    go(lambda: end_early_help(first(), because="She is well.", by=elsie, at=NOW), Stage.OVER)

    walk.must_have_gone_everywhere()
