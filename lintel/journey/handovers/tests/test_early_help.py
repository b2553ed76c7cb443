"""Handed over warmly, sent back with what is missing, stepped up in one act; always exactly one side has the family."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lintel.foundation.access.actions import exclude
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.notices.queries import notices
from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.handovers.actions import decide_contact, sign_decision
from lintel.journey.handovers.early_help.actions import (
    AnsweredSince,
    NotWithEarlyHelp,
    accept_for_early_help,
    ask_early_help_again,
    end_early_help,
    first_met_by_early_help,
    send_back_to_front_door,
    step_up,
)
from lintel.journey.handovers.early_help.queries import (
    asked_of_early_help,
    met_by_early_help,
    one_asked,
    whether_they_held,
    who_has_the_family,
)
from lintel.steps.early_help.actions import (
    AnsweredAlready,
    NotAcceptedYet,
    NothingSaid,
    NotMetYet,
    NotOnThatDay,
    OverAlready,
)
from lintel.steps.early_help.models import EarlyHelpEpisode, EarlyHelpRequest
from lintel.steps.early_help.rules import Held, Stage
from lintel.steps.front_door.codes import TO_CHOOSE, Channel, Concern, Consent, Outcome, Part
from lintel.steps.front_door.intake.actions import TellsOf, record_consent
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.queries import awaiting_decision, contacts
from lintel.steps.front_door.rules import Waiting, in_order
from lintel.steps.front_door.tests.builders import chosen_for, knock, tells_of
from lintel.steps.referrals.models import Referral
from tests.cast import NOW

LATER = NOW + timedelta(hours=2)
DAY = timedelta(days=1)
WHY = "He needs a warm coat, and his mother a hand."
SIBYL = TellsOf(particulars=Particulars(given="Sibyl", family="Oakapple", is_child=False), part=Part.MOTHER)


@pytest.fixture
def asked(dawn, femi) -> EarlyHelpRequest:
    """A boy nobody knew, handed to early help with his mother's agreement."""
    contact = knock(by=dawn, once="1", adults=[SIBYL])
    record_consent(contact.children.get(), consent=Consent.GIVEN, of_whom="mother", by=dawn, at=NOW)
    decide_contact(contact, chosen_for(contact, Outcome.EARLY_HELP, rationale=WHY), by=femi, at=LATER)
    return EarlyHelpRequest.objects.get()


@pytest.fixture
def accepted(asked, elsie) -> EarlyHelpRequest:
    accept_for_early_help([asked], lead_practitioner="Odette Marl", by=elsie, at=LATER + DAY)
    asked.refresh_from_db()
    return asked


@pytest.fixture
def met(accepted, elsie) -> EarlyHelpRequest:
    first_met_by_early_help([accepted], met_on=date(2025, 3, 6), by=elsie, at=LATER + 3 * DAY)
    accepted.refresh_from_db()
    return accepted


def says(request, viewer) -> str:
    return who_has_the_family(request.child, viewer=viewer)


# --- handed over ------------------------------------------------------------------------------------------------------


def test_early_help_sees_the_child_from_the_moment_it_is_asked(asked, elsie, tom):
    assert asked.child in visible_children(elsie)
    assert asked.child not in visible_children(tom)
    assert [notice.path for notice in notices(viewer=elsie)] == [f"/early-help/{asked.pk}/"]


def test_early_help_reads_what_was_told_without_asking_again(asked, elsie):
    (contact,) = contacts(viewer=elsie)

    assert contact.words == "He comes to school without a coat."


def test_it_is_to_be_answered_within_five_working_days(asked, elsie):
    (each,) = asked_of_early_help(viewer=elsie, today=NOW.date())

    assert (each.stage, each.accept_by) == (Stage.TO_ANSWER, date(2025, 3, 10))


def test_until_early_help_accepts_the_front_door_has_the_family(asked, elsie, femi):
    assert says(asked, elsie) == says(asked, femi) == "The front door has Perrin Oakapple until early help accepts."


def test_once_accepted_early_help_has_the_family_and_says_who(accepted, elsie, femi):
    assert says(accepted, elsie) == says(accepted, femi)
    assert says(accepted, femi).startswith("Early help has Perrin Oakapple: Odette Marl, Early help, since 4 March")
    assert "not met the family yet" in says(accepted, femi)


def test_accepting_names_a_lead_practitioner(asked, elsie):
    with pytest.raises(NothingSaid):
        accept_for_early_help([asked], lead_practitioner=" ", by=elsie, at=LATER)


def test_the_first_answer_stands(accepted, elsie):
    with pytest.raises(AnsweredAlready):
        send_back_to_front_door(accepted, missing="Who is she?", by=elsie, at=LATER + DAY)


@pytest.mark.parametrize("who", ["dawn", "femi", "tom", "hart", "helen"])
def test_only_early_help_answers_for_early_help(asked, cast, who):
    with pytest.raises(NotAllowed):
        accept_for_early_help([asked], lead_practitioner="Odette Marl", by=cast.people[who], at=LATER)
    with pytest.raises(NotAllowed):
        step_up([asked], because="Worse.", by=cast.people[who], at=LATER)


# --- sent back --------------------------------------------------------------------------------------------------------


def test_what_is_missing_goes_back_and_the_front_door_is_told(asked, elsie, rosa):
    send_back_to_front_door(asked, missing="Does his mother agree?", by=elsie, at=LATER + DAY)

    assert "Does his mother agree?" in notices(viewer=rosa)[0].words
    assert says(asked, rosa).startswith("The front door has Perrin Oakapple: early help sent them back on 4 March")


def test_what_was_sent_back_is_no_longer_shown_to_early_help(asked, elsie):
    send_back_to_front_door(asked, missing="Does his mother agree?", by=elsie, at=LATER + DAY)

    assert asked.child not in visible_children(elsie)
    assert says(asked, elsie) == ""


def test_asked_again_with_the_answer_nothing_is_typed_twice(asked, elsie, femi):
    send_back_to_front_door(asked, missing="Does his mother agree?", by=elsie, at=LATER + DAY)

    again = ask_early_help_again(asked, answer="She does; I rang her.", by=femi, at=LATER + 2 * DAY)

    assert again.why.startswith(WHY)
    assert again.why.endswith("She does; I rang her.")
    assert again.child in visible_children(elsie)
    assert says(again, femi) == "The front door has Perrin Oakapple until early help accepts."
    with pytest.raises(AnsweredSince):
        ask_early_help_again(asked, answer="Once more.", by=femi, at=LATER + 2 * DAY)


# --- met, and ended ---------------------------------------------------------------------------------------------------


def test_the_episode_of_early_help_begins_when_the_family_is_met(met, elsie):
    episode = EarlyHelpEpisode.objects.get(child=met.child)

    assert (episode.started_on, episode.ended_on, met.episode) == (date(2025, 3, 6), None, episode)


@pytest.mark.parametrize("day", [date(2025, 3, 2), date(2025, 3, 7)])
def test_nobody_is_met_before_early_help_was_asked_or_tomorrow(accepted, elsie, day):
    with pytest.raises(NotOnThatDay):
        first_met_by_early_help([accepted], met_on=day, by=elsie, at=LATER + 3 * DAY)


def test_early_help_lets_go_of_nobody_it_has_not_met(accepted, elsie):
    with pytest.raises(NotMetYet):
        end_early_help(accepted, because="They did not answer.", by=elsie, at=LATER + 9 * DAY)


def test_the_end_says_what_came_of_it(met, elsie, femi):
    end_early_help(met, because="He has a coat, and friends.", by=elsie, at=LATER + 60 * DAY)

    assert says(met, femi) == "Nobody here works with Perrin Oakapple: early help ended on 2 May 2025."
    assert EarlyHelpEpisode.objects.get().ended_on == date(2025, 5, 2)
    with pytest.raises(OverAlready):
        end_early_help(met, because="Again.", by=elsie, at=LATER + 61 * DAY)


def test_once_it_has_ended_early_help_no_longer_sees_the_child(met, elsie):
    end_early_help(met, because="He has a coat, and friends.", by=elsie, at=LATER + 60 * DAY)

    assert met.child not in visible_children(elsie)
    assert one_asked(met.pk, viewer=elsie, today=date(2025, 6, 1)) is None


# --- stepped up -------------------------------------------------------------------------------------------------------


def test_a_step_up_is_one_contact_with_everything(met, elsie, femi, cast):
    contact = step_up([met], because="He was left alone last night.", by=elsie, at=LATER + 9 * DAY)

    assert (contact.channel, contact.held_by_team) == (Channel.STEP_UP, cast.front_door)
    assert contact.words == "He was left alone last night."
    assert WHY in contact.original
    assert "lead practitioner Odette Marl" in contact.original
    assert contact.concerns == [Concern.NEGLECT]
    assert [line.child for line in contact.children.all()] == [met.child]
    assert [(adult.person.names.get().given, adult.part) for adult in contact.adults.all()] == [("Sibyl", "mother")]
    assert contact in awaiting_decision(viewer=femi)


def test_agreement_to_early_help_is_not_taken_for_agreement_to_more(met, elsie):
    contact = step_up([met], because="Worse.", by=elsie, at=LATER + 9 * DAY)

    assert contact.children.get().consent == ""
    assert "Agreement to early help: given" in contact.original


def test_a_step_up_stands_with_the_red_ones_and_not_at_the_end():
    usual = [Waiting(pk=n, clock_due_at=NOW + n * DAY, priority="green") for n in range(5)]
    stepped_up = Waiting(pk=9, clock_due_at=NOW + 9 * DAY, is_step_up=True)

    assert in_order([*usual, stepped_up])[0] == stepped_up


def test_the_front_door_is_told_and_has_the_family_from_that_moment(met, elsie, rosa):
    contact = step_up([met], because="Worse.", by=elsie, at=LATER + 9 * DAY)

    assert notices(viewer=rosa)[0].path == f"/front-door/{contact.pk}/"
    assert says(met, elsie) == says(met, rosa)
    assert says(met, rosa) == "The front door has Perrin Oakapple: stepped up on 12 March 2025, to be decided."


def test_pressed_twice_it_is_stepped_up_once(met, elsie):
    step_up([met], because="Worse.", by=elsie, at=LATER + 9 * DAY)

    with pytest.raises(NotWithEarlyHelp):
        step_up([met], because="Worse.", by=elsie, at=LATER + 9 * DAY)
    assert Contact.objects.filter(channel=Channel.STEP_UP).count() == 1


def test_what_early_help_has_given_up_it_neither_meets_nor_ends(met, elsie):
    step_up([met], because="Worse.", by=elsie, at=LATER + 9 * DAY)

    with pytest.raises(NotWithEarlyHelp):
        end_early_help(met, because="Done.", by=elsie, at=LATER + 10 * DAY)


@pytest.mark.parametrize(
    ("outcome", "begins"),
    [
        (Outcome.REFERRAL, "Children’s social care has"), (Outcome.ADVICE, "Early help has"),
        (Outcome.AWAITING_INFORMATION, "The front door has"), (Outcome.OTHER_AUTHORITY, "Perrin Oakapple was passed"),
        (Outcome.EARLY_HELP, "The front door has Perrin Oakapple until early help accepts"),
    ],
)  # fmt: skip
def test_only_the_front_doors_decision_moves_the_family_on(met, elsie, femi, outcome, begins):
    contact = step_up([met], because="Worse.", by=elsie, at=LATER + 9 * DAY)

    decide_contact(contact, chosen_for(contact, outcome), by=femi, at=LATER + 9 * DAY)

    assert says(met, elsie) in (says(met, femi), "")  # with social care or elsewhere, the child is not theirs to see
    assert says(met, femi).startswith(begins)
    assert "The front door decided" in notices(viewer=elsie)[0].words


@pytest.mark.parametrize(
    ("outcome", "says_so"),
    [(Outcome.REFERRAL, "Children’s social care has the family"), (Outcome.OTHER_AUTHORITY, "to another authority")],
)
def test_a_step_up_that_goes_elsewhere_ends_the_reason_to_see_the_child_and_the_episode(
    met, elsie, femi, outcome, says_so
):
    contact = step_up([met], because="Worse.", by=elsie, at=LATER + 9 * DAY)
    decide_contact(contact, chosen_for(contact, outcome), by=femi, at=LATER + 9 * DAY)

    assert met.child not in visible_children(elsie)
    assert EarlyHelpEpisode.objects.get().ended_on == date(2025, 3, 12)
    told = notices(viewer=elsie)[0].words
    assert says_so in told
    assert "Perrin" not in told


def test_decided_back_to_early_help_the_child_stays_theirs_and_the_episode_open(met, elsie, femi):
    contact = step_up([met], because="Worse.", by=elsie, at=LATER + 9 * DAY)
    decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=LATER + 9 * DAY)

    assert met.child in visible_children(elsie)
    assert EarlyHelpEpisode.objects.get().ended_on is None


def test_handed_to_early_help_anew_the_child_is_helped_by_the_new_request_alone(met, elsie, femi):
    contact = step_up([met], because="Worse.", by=elsie, at=LATER + 9 * DAY)
    decide_contact(contact, chosen_for(contact, Outcome.EARLY_HELP), by=femi, at=LATER + 9 * DAY)
    again = EarlyHelpRequest.objects.latest("pk")

    send_back_to_front_door(again, missing="Who?", by=elsie, at=LATER + 10 * DAY)

    assert met.child not in visible_children(elsie)
    assert EarlyHelpEpisode.objects.get().ended_on == date(2025, 3, 12)


def test_brothers_and_sisters_are_stepped_up_together(dawn, femi, elsie, bells):
    contact = knock(by=dawn, once="1", children=[tells_of(bells.kit), tells_of(bells.ivy)])
    decide_contact(contact, chosen_for(contact, Outcome.EARLY_HELP), by=femi, at=LATER)
    both = list(EarlyHelpRequest.objects.order_by("pk"))

    contact = step_up(both, because="Worse.", by=elsie, at=LATER + DAY)

    assert {line.child for line in contact.children.all()} == {bells.kit, bells.ivy}


# --- whether it held --------------------------------------------------------------------------------------------------


def test_six_and_twelve_months_are_worked_out_from_the_record(met, elsie):
    def verdicts(today):
        return [(v.months, v.held) for v in one_asked(met.pk, viewer=elsie, today=today).verdicts]

    assert verdicts(date(2025, 6, 1)) == [(6, Held.NOT_YET), (12, Held.NOT_YET)]
    assert verdicts(date(2025, 10, 1)) == [(6, Held.HELD), (12, Held.NOT_YET)]
    Referral.objects.create(key="r", screen="cast", child=met.child, source="1A", referred_on=date(2025, 12, 1))
    assert verdicts(date(2026, 4, 1)) == [(6, Held.HELD), (12, Held.CAME_BACK)]


def test_early_help_learns_whether_it_held_for_those_it_let_go_of_and_nothing_else(met, elsie, femi, tom, hart):
    end_early_help(met, because="He has a coat, and friends.", by=elsie, at=LATER + 60 * DAY)
    Referral.objects.create(key="r", screen="cast", child=met.child, source="1A", referred_on=date(2025, 12, 1))

    def learned(viewer):
        return whether_they_held(list(met_by_early_help(viewer=viewer)), viewer=viewer, today=date(2026, 4, 1))

    (it,), (whole,) = learned(elsie), learned(femi)
    assert (it.name, [each.held for each in it.verdicts]) == ("", [Held.HELD, Held.CAME_BACK])
    assert it.verdicts[1].referred_on is None
    assert (whole.name, whole.verdicts[1].referred_on) == ("Perrin Oakapple", date(2025, 12, 1))
    assert learned(tom) == learned(hart) == []


def test_somebody_kept_from_a_child_learns_nothing_of_them(met, elsie, femi, cast):
    end_early_help(met, because="He has a coat.", by=elsie, at=LATER + 60 * DAY)
    exclude(met.child, user=elsie, reason="Her nephew.", by=cast.helen, at=LATER + 61 * DAY)

    assert not met_by_early_help(viewer=elsie).exists()


def test_one_request_is_read_without_reading_all_the_others(met, femi):
    with CaptureQueriesContext(connection) as questions:
        one_asked(met.pk, viewer=femi, today=NOW.date())

    read = [each["sql"] for each in questions if 'FROM "early_help_earlyhelprequest"' in each["sql"]]
    assert read
    assert all(f'"id" = {met.pk}' in sql or f'"child_id" IN ({met.child_id})' in sql for sql in read)


def test_the_list_costs_the_same_for_many_as_for_few(met, dawn, femi, elsie, django_assert_max_num_queries):
    for number in range(5):
        contact = knock(by=dawn, once=f"more {number}")
        decide_contact(contact, chosen_for(contact, Outcome.EARLY_HELP), by=femi, at=LATER)

    with django_assert_max_num_queries(20):
        assert len(asked_of_early_help(viewer=elsie, today=NOW.date())) == 6


def test_tom_and_partners_see_no_request(asked, tom, hart):
    for stranger in (tom, hart):
        assert asked_of_early_help(viewer=stranger, today=NOW.date()) == []
        assert one_asked(asked.pk, viewer=stranger, today=NOW.date()) is None
        assert says(asked, stranger) == ""


# --- never both, never neither ----------------------------------------------------------------------------------------


def decide_all(luck, femi, rosa, *, at):
    for contact in awaiting_decision(viewer=femi):
        for decision in decide_contact(contact, chosen_for(contact, luck.choice(TO_CHOOSE)), by=femi, at=at):
            if decision.signature_asked_because:  # he has been in many contacts by then
                sign_decision(decision, by=rosa, at=at)


@pytest.mark.slow
def test_whatever_happens_in_whatever_order_both_sides_say_the_same_one_holder(dawn, femi, rosa, elsie, bells):
    """Many acts drawn by a seed, allowed or refused: after each, one sentence, and it names one holder."""
    luck, at = random.Random(5), LATER

    def hand_over(once):
        contact = knock(by=dawn, once=once, received_at=at, children=[tells_of(bells.kit)])
        decide_contact(contact, chosen_for(contact, Outcome.EARLY_HELP), by=femi, at=at)

    acts = [
        lambda it: accept_for_early_help([it], lead_practitioner="Odette", by=elsie, at=at),
        lambda it: send_back_to_front_door(it, missing="Who?", by=elsie, at=at),
        lambda it: ask_early_help_again(it, answer="She.", by=femi, at=at),
        lambda it: first_met_by_early_help([it], met_on=at.date(), by=elsie, at=at),
        lambda it: end_early_help(it, because="Done.", by=elsie, at=at),
        lambda it: step_up([it], because="Worse.", by=elsie, at=at),
        lambda it: decide_all(luck, femi, rosa, at=at),
    ]
    refused = (
        AnsweredAlready, AnsweredSince, NotAcceptedYet, NotWithEarlyHelp, NotMetYet, OverAlready, NotOnThatDay,
    )  # fmt: skip
    hand_over("1")
    done = 0
    for number in range(120):
        at += timedelta(hours=1)
        if number % 20 == 19:  # a new knock, so that ended ones are not the end of the walk
            hand_over(f"again {number}")
        it = luck.choice(list(EarlyHelpRequest.objects.order_by("-pk")[:2]))
        try:
            luck.choice(acts)(it)
            done += 1
        except refused:
            pass
        sentence = who_has_the_family(bells.kit, viewer=femi)
        holders = ["Early help has", "The front door has", "social care has", "was passed", "Nobody here"]
        assert sum(holder in sentence for holder in holders) == 1, sentence
        assert who_has_the_family(bells.kit, viewer=elsie) in (sentence, "")  # once sent back she sees nothing
    assert done > 30
