"""Agencies are asked one plain question each, on a basis that is said; what they answer stays theirs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.queries import notices
from lintel.foundation.people.registering.actions import Particulars
from lintel.steps.agency_checks import actions, queries
from lintel.steps.agency_checks.codes import ChaseMeans, Known
from lintel.steps.agency_checks.models import Addition, AgencyCheck, AskedAbout
from lintel.steps.agency_checks.tests.builders import GROUNDS, agency, all_said, checked
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.front_door.tests.builders import knock, tells_of
from tests.cast import NOW

HOUR = timedelta(hours=1)
PERRIN = Particulars(given="Perrin", family="Oakapple", address="3 Tanner's Row", postcode="RV1 2AB")


@pytest.fixture
def police(rosa, hart):
    return agency(rosa, hart)


@pytest.fixture
def health(rosa):
    return agency(rosa, key="health", kind=AgencyKind.HEALTH)


@pytest.fixture
def contact(dawn):
    return knock(by=dawn, once="1", children=[TellsOf(particulars=PERRIN)])


def test_several_agencies_are_asked_at_once_and_each_has_four_hours(contact, dawn, police, health):
    made = checked(contact, police, health, by=dawn)

    assert [check.agency for check in made] == [police, health]
    assert {check.due_at for check in made} == {NOW + 4 * HOUR}


def test_a_partner_asks_nobody(contact, hart, police):
    with pytest.raises(NotAllowed):
        checked(contact, police, by=hart)


def test_asking_says_on_what_basis_and_what_for(contact, dawn, police):
    for silent in (replace(GROUNDS, basis_words=" "), replace(GROUNDS, shared_for="")):
        with pytest.raises(actions.NothingAsked):
            checked(contact, police, by=dawn, grounds=silent)


def test_any_concerns_is_not_a_question(contact, dawn, police, health):
    with pytest.raises(actions.OpenEnded):
        checked(contact, health, police, by=dawn, words="Do you have any concerns?")

    assert not AgencyCheck.objects.exists()


def test_a_child_of_another_contact_is_not_asked_about(contact, dawn, police, bells):
    other = knock(by=dawn, once="2", children=[tells_of(bells.kit)])

    with pytest.raises(actions.NotOfThisContact):
        checked(contact, police, by=dawn, children=list(other.children.all()))


def test_the_agency_is_told_the_address_only_where_the_asker_chose_to_give_it(contact, dawn, police):
    [without], [given] = (
        checked(contact, police, by=dawn, grounds=replace(GROUNDS, with_address=chosen)) for chosen in (False, True)
    )

    assert without.asked_about.get().address == ""
    assert given.asked_about.get().address == "3 Tanner's Row, RV1 2AB"


def test_a_confidential_address_is_never_given(dawn, police):
    hidden = replace(PERRIN, is_address_confidential=True)
    contact = knock(by=dawn, once="1", children=[TellsOf(particulars=hidden)])

    [check] = checked(contact, police, by=dawn, grounds=replace(GROUNDS, with_address=True))

    assert check.asked_about.get().address == ""


def test_an_answer_is_kept_word_for_word_with_whose_it_is_and_what_it_is_for(contact, dawn, hart, police):
    [check] = checked(contact, police, by=dawn)
    words = "  Order of 3 Feb 2025:\n\tnon-molestation.  <b>Not</b> “served” yet 🚓 "

    actions.answer(check, known=all_said(check, Known.YES), words=words, by=hart, at=NOW + HOUR)

    line = queries.checks_of(contact, viewer=dawn)[0]
    assert line.words == words
    assert line.provenance == "Hart Lowe, Ravenshire police, in the portal"
    assert line.shared_for == GROUNDS.shared_for
    assert [about.known for about in line.about] == [Known.YES]


def test_an_agency_that_holds_something_says_what(contact, dawn, hart, police):
    [check] = checked(contact, police, by=dawn)

    with pytest.raises(actions.AnswerIncomplete):
        actions.answer(check, known=all_said(check, Known.YES), words=" ", by=hart, at=NOW)
    with pytest.raises(actions.AnswerIncomplete):
        actions.answer(check, known={}, words="Nothing.", by=hart, at=NOW)


def test_nobody_answers_for_another_agency(contact, dawn, hart, police, health):
    [check] = checked(contact, health, by=dawn)

    with pytest.raises(actions.NotYours):
        actions.answer(check, known=all_said(check), by=hart, at=NOW)
    with pytest.raises(NotAllowed):
        actions.answer(check, known=all_said(check), by=dawn, at=NOW)


def test_the_first_answer_stands(contact, dawn, hart, police):
    [check] = checked(contact, police, by=dawn)
    actions.answer(check, known=all_said(check), by=hart, at=NOW)

    with pytest.raises(actions.AlreadyAnswered):
        actions.answer_by_telephone(check, known=all_said(check), told_by="A sergeant", by=dawn, at=NOW)


@pytest.mark.parametrize("column", ["words", "question", "basis_words", "shared_for", "answered_by_name"])
def test_nobody_edits_what_was_asked_or_answered_even_by_raw_sql(contact, dawn, hart, police, column):
    [check] = checked(contact, police, by=dawn)
    actions.answer(check, known=all_said(check, Known.YES), words="One order.", by=hart, at=NOW)

    with pytest.raises(DatabaseError), transaction.atomic():
        AgencyCheck.objects.filter(pk=check.pk).update(**{column: "Nothing at all."})
    with pytest.raises(DatabaseError), transaction.atomic():
        AskedAbout.objects.filter(check_asked=check).update(known=Known.NO)


def test_what_an_agency_finds_later_stands_beside_its_answer(contact, dawn, hart, police):
    [check] = checked(contact, police, by=dawn)
    with pytest.raises(actions.NotAnsweredYet):
        actions.add(check, words="Also a call-out.", by=hart, at=NOW)
    actions.answer(check, known=all_said(check), by=hart, at=NOW)

    actions.add(check, words="Also a call-out.", by=hart, at=NOW + HOUR)

    line = queries.checks_of(contact, viewer=dawn)[0]
    assert ([more.words for more in line.added], line.words) == (["Also a call-out."], "")
    with pytest.raises(DatabaseError), transaction.atomic():
        Addition.objects.update(words="")


def test_an_answer_by_telephone_says_who_spoke_and_who_wrote_it_down(contact, dawn, police):
    [check] = checked(contact, police, by=dawn)
    with pytest.raises(actions.AnswerIncomplete):
        actions.answer_by_telephone(check, known=all_said(check), told_by=" ", by=dawn, at=NOW)

    actions.answer_by_telephone(check, known=all_said(check), told_by="Sgt Rowan Pike", by=dawn, at=NOW)

    line = queries.check_of(check.pk, viewer=dawn)
    assert line.provenance == "Sgt Rowan Pike, Ravenshire police, by telephone; written down by Dawn Okafor"


def test_a_chase_is_written_down_and_the_agency_finds_a_notice_that_names_no_child(contact, dawn, hart, police):
    [check] = checked(contact, police, by=dawn)
    with pytest.raises(actions.NotByHand):
        actions.chase(check, means=ChaseMeans.CLOCK, by=dawn, at=NOW)

    actions.chase(check, means=ChaseMeans.TELEPHONE, words="Left a message", by=dawn, at=NOW + HOUR)

    told = [notice.words for notice in notices(viewer=hart)]
    assert len(told) == 2  # that they were asked, and that they were asked again
    assert not any("Perrin" in words for words in told)
    assert [each.how for each in queries.check_of(check.pk, viewer=dawn).reminders] == ["By telephone"]


def test_a_question_is_taken_back_for_a_reason_and_then_owes_no_answer(contact, dawn, hart, police):
    [check] = checked(contact, police, by=dawn)
    with pytest.raises(actions.NoReasonGiven):
        actions.withdraw(check, because="", by=dawn, at=NOW)

    actions.withdraw(check, because="Asked the wrong force.", by=dawn, at=NOW)

    with pytest.raises(actions.AlreadyWithdrawn):
        actions.answer(check, known=all_said(check), by=hart, at=NOW)
    assert queries.requests_to_me(viewer=hart) == []


@pytest.mark.finding("S10")
def test_silence_escalates_by_itself_and_each_rung_once(contact, dawn, rosa, helen, hart, police):
    [check] = checked(contact, police, by=dawn)

    assert actions.escalate_overdue(by=None, at=NOW + 4 * HOUR) == []
    assert [each.rung for each in actions.escalate_overdue(by=None, at=NOW + 5 * HOUR)] == [1]
    assert actions.escalate_overdue(by=None, at=NOW + 6 * HOUR) == []
    assert (len(notices(viewer=rosa)), len(notices(viewer=helen))) == (1, 0)
    assert [each.rung for each in actions.escalate_overdue(by=None, at=NOW + 9 * HOUR)] == [2]

    assert (len(notices(viewer=rosa)), len(notices(viewer=helen)), len(notices(viewer=hart))) == (2, 1, 3)
    actions.answer(check, known=all_said(check), by=hart, at=NOW + 10 * HOUR)
    assert actions.escalate_overdue(by=None, at=NOW + 99 * HOUR) == []


def test_how_long_an_agency_took_after_the_clock_reminded_it_is_kept(contact, dawn, rosa, hart, police):
    [check] = checked(contact, police, by=dawn)
    actions.escalate_overdue(by=None, at=NOW + 5 * HOUR)
    actions.answer(check, known=all_said(check), by=hart, at=NOW + 7 * HOUR)

    [times] = queries.answer_times(viewer=rosa, since=NOW, at=NOW + 8 * HOUR)

    assert times.lag.median_hours_after_reminder == 2


def test_whoever_asked_is_told_of_the_answer(contact, dawn, hart, police):
    [check] = checked(contact, police, by=dawn)

    actions.answer(check, known=all_said(check), by=hart, at=NOW)

    assert [notice.words for notice in notices(viewer=dawn)] == [
        f"Ravenshire police has answered about contact {contact.reference}."
    ]


def test_every_act_is_an_entry_about_the_child(contact, dawn, hart, police):
    [check] = checked(contact, police, by=dawn)
    actions.chase(check, means=ChaseMeans.EMAIL, by=dawn, at=NOW)
    actions.answer(check, known=all_said(check), by=hart, at=NOW)

    child = contact.children.get().child_id
    acts = Entry.objects.filter(subject_kind="agency_checks.agencycheck")
    assert list(acts.order_by("pk").values_list("act", "by", "child_id")) == [
        ("agency asked", dawn.pk, child), ("agency chased", dawn.pk, None), ("agency check answered", hart.pk, child),
    ]  # fmt: skip
