"""Decision roles decide; what they knew is frozen; the first decision stands; a manager signs where policy asks."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.notices.queries import notices
from lintel.journey.handovers.actions import cannot_wait, decide_contact, sign_decision, tell_the_workers_of
from lintel.journey.handovers.queries import without_a_worker_to_tell
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.enquiries.models import ReasonableCause
from lintel.steps.front_door.codes import Consent, Outcome
from lintel.steps.front_door.deciding.actions import (
    AlreadyDecided,
    AlreadySigned,
    DangerOpen,
    NoRationale,
    NotYourOwn,
    digest_of,
    return_to_decider,
    sign,
)
from lintel.steps.front_door.desk.actions import clear_danger
from lintel.steps.front_door.intake.actions import record_consent
from lintel.steps.front_door.models import Decision
from lintel.steps.front_door.rules import Chosen
from lintel.steps.front_door.tests.builders import chosen_for, knock, tells_of
from lintel.steps.referrals.models import Referral
from tests.cast import NOW

LATER = NOW + timedelta(hours=2)


def test_a_screening_officer_gathers_and_cannot_decide(dawn):
    contact = knock(by=dawn, once="1")

    with pytest.raises(NotAllowed):
        decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=dawn, at=LATER)


def test_each_child_has_an_outcome_of_their_own(dawn, femi, bells):
    contact = knock(by=dawn, once="1", children=[tells_of(bells.kit), tells_of(bells.noah)])
    kit, noah = contact.children.order_by("pk")

    decide_contact(
        contact,
        [
            Chosen(child_contact_id=kit.pk, outcome=Outcome.ADVICE, rationale="His grandmother has it in hand."),
            Chosen(child_contact_id=noah.pk, outcome=Outcome.TO_ALLOCATED_WORKER, rationale="Priya holds him."),
        ],
        by=femi, at=LATER,
    )  # fmt: skip

    assert [line.outcome for line in contact.children.order_by("pk")] == ["advice", "to_allocated_worker"]


def test_an_open_childs_worker_and_manager_are_told(dawn, femi, priya, marcus, bells):
    contact = knock(by=dawn, once="1", children=[tells_of(bells.noah)])

    decide_contact(contact, chosen_for(contact, Outcome.TO_ALLOCATED_WORKER), by=femi, at=LATER)

    assert [notice.child for notice in notices(viewer=priya)] == [bells.noah]
    assert [notice.child for notice in notices(viewer=marcus)] == [bells.noah]


def test_who_was_told_of_a_contact_is_told_again_what_was_decided_and_by_whom(dawn, femi, priya, bells):
    contact = knock(by=dawn, once="1", children=[tells_of(bells.noah)])
    tell_the_workers_of(contact.children.get(), by=dawn, at=NOW)

    decide_contact(contact, chosen_for(contact, Outcome.TO_ALLOCATED_WORKER), by=femi, at=LATER)

    assert [notice.words for notice in notices(viewer=priya)] == [
        "Decided about Noah Bell: To the child’s own worker, Femi Adeyemi", "New contact about Noah Bell",
    ]  # fmt: skip


def test_where_nobody_works_with_the_child_the_front_doors_managers_are_told(dawn, femi, rosa, tom, bells):
    contact = knock(by=dawn, once="1", children=[tells_of(bells.kit)])

    decide_contact(contact, chosen_for(contact, Outcome.TO_ALLOCATED_WORKER), by=femi, at=LATER)

    assert "Nobody works with Kit" in notices(viewer=rosa)[0].words
    assert without_a_worker_to_tell(contact, viewer=rosa) == {contact.children.get().pk}
    assert without_a_worker_to_tell(contact, viewer=tom) == set()


def test_a_referral_opens_with_nothing_typed_again(dawn, femi):
    contact = knock(by=dawn, once="1")

    decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=femi, at=LATER)

    referral = Referral.objects.get(child=contact.children.get().child)
    assert (referral.source, referral.referred_at) == ("2B", LATER)


def test_a_child_who_is_open_already_gets_no_second_episode_and_their_worker_is_told(dawn, femi, priya, bells):
    contact = knock(by=dawn, once="1", children=[tells_of(bells.noah)])

    decide_contact(contact, chosen_for(contact, Outcome.STRATEGY_DISCUSSION), by=femi, at=LATER)

    assert Referral.objects.filter(child=bells.noah).get() == bells.referrals["noah"]
    assert ReasonableCause.objects.get().child == bells.noah
    assert [notice.child for notice in notices(viewer=priya)] == [bells.noah]


def test_early_help_is_asked_with_the_rationale_carried_over(dawn, femi, elsie):
    contact = knock(by=dawn, once="1")

    decide_contact(contact, chosen_for(contact, Outcome.EARLY_HELP, rationale="A warm coat."), by=femi, at=LATER)

    assert EarlyHelpRequest.objects.get().why == "A warm coat."


def test_the_strategy_discussion_counts_from_the_incident(dawn, femi):
    contact = knock(by=dawn, once="1", happened_at=NOW - timedelta(days=20))

    decide_contact(contact, chosen_for(contact, Outcome.STRATEGY_DISCUSSION), by=femi, at=LATER)

    assert ReasonableCause.objects.get().known_since == NOW - timedelta(days=20)
    assert Referral.objects.exists()


def test_what_was_known_is_frozen_with_the_decision(dawn, femi, bells):
    contact = knock(by=dawn, once="1", children=[tells_of(bells.noah)])

    (decision,) = decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=LATER)

    (child,) = decision.known["children"]
    assert decision.known_sha256 == digest_of(decision.known)
    assert child["name"] == "Noah Bell"
    assert "Referral and episode of need" in [line["what"] for line in child["chronology"]]


def test_a_decision_cannot_be_rewritten_even_by_raw_sql(dawn, femi):
    contact = knock(by=dawn, once="1")
    (decision,) = decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=LATER)

    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(rationale="Something else.")


def test_the_first_decision_stands(dawn, femi, rosa):
    contact = knock(by=dawn, once="1")
    late = chosen_for(contact, Outcome.REFERRAL)
    decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=LATER)

    with pytest.raises(AlreadyDecided, match="Femi Adeyemi decided first"):
        decide_contact(contact, late, by=rosa, at=LATER)


def test_a_decision_says_why(dawn, femi):
    contact = knock(by=dawn, once="1")

    with pytest.raises(NoRationale):
        decide_contact(contact, chosen_for(contact, Outcome.ADVICE, rationale="  "), by=femi, at=LATER)


def test_an_open_danger_cannot_be_closed(dawn, femi):
    contact = knock(by=dawn, once="1")
    cannot_wait(contact, reason="He says he will not be there tonight.", by=dawn, at=NOW)

    with pytest.raises(DangerOpen):
        decide_contact(contact, chosen_for(contact, Outcome.NO_FURTHER_ACTION), by=femi, at=LATER)


def test_the_notice_that_it_cannot_wait_leaves_the_reason_to_the_page(dawn, rosa):
    contact = knock(by=dawn, once="1")
    cannot_wait(contact, reason="Perrin says Colm will not be there tonight.", by=dawn, at=NOW)

    assert [each.words for each in notices(viewer=rosa)] == [f"Cannot wait: contact {contact.reference}"]


def test_doing_without_consent_waits_for_a_managers_signature(dawn, femi, rosa):
    contact = knock(by=dawn, once="1")
    record_consent(contact.children.get(), consent=Consent.DISPENSED_WITH, reason="Risk.", by=femi, at=NOW)

    (decision,) = decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=femi, at=LATER)

    assert not Referral.objects.exists()
    assert contact.children.get().decided_at is None
    sign_decision(decision, by=rosa, at=LATER + timedelta(hours=1))
    assert Referral.objects.exists()
    assert contact.children.get().decided_at == LATER + timedelta(hours=1)


def test_nobody_signs_their_own_decision(dawn, rosa):
    contact = knock(by=dawn, once="1")
    record_consent(contact.children.get(), consent=Consent.DISPENSED_WITH, reason="Risk.", by=rosa, at=NOW)
    (decision,) = decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=rosa, at=LATER)

    with pytest.raises(NotYourOwn):
        sign(decision, by=rosa, at=LATER)


def test_a_returned_decision_leaves_the_child_undecided_on_the_same_clock(dawn, femi, rosa):
    contact = knock(by=dawn, once="1")
    record_consent(contact.children.get(), consent=Consent.DISPENSED_WITH, reason="Risk.", by=femi, at=NOW)
    (decision,) = decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=femi, at=LATER)

    return_to_decider(decision, because="Ask the mother first.", by=rosa, at=LATER)

    assert contact.children.get().decided_on is None
    with pytest.raises(AlreadySigned):
        sign(decision, by=rosa, at=LATER)
    decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=femi, at=LATER + timedelta(minutes=5))


def test_a_danger_said_since_stops_a_signature_that_would_close_it(dawn, femi, rosa, bells):
    for number in range(3):
        contact = knock(by=dawn, once=str(number), children=[tells_of(bells.kit)])
    [waiting] = decide_contact(contact, chosen_for(contact, Outcome.NO_FURTHER_ACTION), by=femi, at=LATER)
    assert waiting.signature_asked_because
    cannot_wait(contact, reason="He is at the door.", by=dawn, at=LATER)

    with pytest.raises(DangerOpen):
        sign_decision(waiting, by=rosa, at=LATER)

    assert contact.children.get().decided_on is None


def test_a_danger_flagged_again_after_it_was_cleared_is_told_again(dawn, femi, rosa):
    contact = knock(by=dawn, once="1")
    cannot_wait(contact, reason="He is at the door.", by=dawn, at=LATER)
    clear_danger(contact, because="Police are with them.", by=femi, at=LATER + timedelta(hours=1))
    cannot_wait(contact, reason="He is back.", by=dawn, at=LATER + timedelta(hours=5))

    assert len([each for each in notices(viewer=rosa) if "Cannot wait" in each.words]) == 2


def test_a_strategy_discussion_waits_for_no_signature_and_the_head_of_service_may_sign_the_rest(dawn, femi, helen):
    at_once, later = knock(by=dawn, once="1"), knock(by=dawn, once="2")
    for contact in (at_once, later):
        line = contact.children.get()
        record_consent(line, consent=Consent.DISPENSED_WITH, reason="It would put him at risk.", by=dawn, at=NOW)

    [held] = decide_contact(at_once, chosen_for(at_once, Outcome.STRATEGY_DISCUSSION), by=femi, at=LATER)
    [waiting] = decide_contact(later, chosen_for(later, Outcome.REFERRAL), by=femi, at=LATER)
    sign_decision(waiting, by=helen, at=LATER)

    assert not held.signature_asked_because
    assert ReasonableCause.objects.filter(child_contact=at_once.children.get()).exists()
    assert Referral.objects.filter(child_contact=later.children.get()).exists()


def test_an_open_child_is_given_no_second_episode_and_the_worker_is_told(dawn, femi, priya, bells):
    contact = knock(by=dawn, once="1", children=[tells_of(bells.mia)])

    decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=femi, at=LATER)

    assert Referral.objects.filter(child=bells.mia).count() == 1
    assert any("Mia Bell" in each.words for each in notices(viewer=priya))
