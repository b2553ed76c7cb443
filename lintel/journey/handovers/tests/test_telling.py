"""Whoever told us hears what happens and why, in plain words; never another's business, never where it is not safe."""

from datetime import date, timedelta

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.people.registering.actions import Particulars, set_safe_contact
from lintel.journey.handovers.actions import decide_contact
from lintel.steps.front_door.codes import InformantKind, Means, Outcome, Part
from lintel.steps.front_door.intake.actions import InformantTold, TellsOf
from lintel.steps.front_door.telling.actions import (
    NothingSaid,
    NotSafeToWrite,
    NotToPassOn,
    do_not_tell,
    pass_on,
    tell_informant,
)
from lintel.steps.front_door.telling.queries import drafted, drafted_for_authority, passed_on, to_pass_on, to_tell
from lintel.steps.front_door.telling.rules import ForOneChild, draft, shareable
from lintel.steps.front_door.tests.builders import NEIGHBOUR, chosen_for, knock, tells_of
from tests.cast import NOW

LATER = NOW + timedelta(hours=2)
PERRIN = TellsOf(particulars=Particulars(given="Perrin", family="Oakapple"))
SIBYL = TellsOf(particulars=Particulars(given="Sibyl", family="Oakapple", is_child=False), part=Part.MOTHER)
SCHOOLS = InformantKind.PROFESSIONAL


def text_for(kind: InformantKind, *children: ForOneChild) -> str:
    return draft(
        children, kind=kind, name="Wren Tallow", reference="F-1", received_on=date(2025, 3, 3),
        names_of_family=["Sibyl", "Oakapple"], council="Ravenshire",
    ).text  # fmt: skip


def perrin(outcome: Outcome = Outcome.EARLY_HELP, rationale: str = "He needs warm clothes.") -> ForOneChild:
    return ForOneChild(called="Perrin", outcome=outcome, rationale=rationale)


# --- the words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.NOTHING_FOLLOWED])
def test_every_outcome_has_plain_words_of_its_own(outcome):
    said = text_for(SCHOOLS, perrin(outcome))

    assert "This is what we decided: " in said
    assert outcome.value not in said or outcome.value in ("early_help", "advice", "other", "referral")
    assert "{" not in said


def test_a_professional_is_told_why_in_at_most_two_sentences():
    said = text_for(SCHOOLS, perrin(rationale="He is cold. He is hungry. He is tired. He is late."))

    assert "Why: He is cold. He is hungry." in said
    assert "He is tired" not in said


@pytest.mark.parametrize(
    "sentence",
    [
        "Sibyl Oakapple asked for help.", "His mother was arrested.", "The GP is treating him.",
        "She told the police.", "They moved to the refuge.", "The neighbour rang before.",
        "There is previous violence.",
    ],
)  # fmt: skip
def test_what_is_anothers_to_tell_is_left_out_of_the_draft(sentence):
    assert shareable(f"He is cold. {sentence} He needs a coat.", names=["Sibyl", "Oakapple"]) == (
        "He is cold. He needs a coat.", 1,
    )  # fmt: skip


def test_a_neighbour_is_thanked_and_told_nothing_of_the_family():
    said = text_for(InformantKind.PUBLIC, perrin(Outcome.REFERRAL, "He is cold."))

    assert "Thank you" in said
    assert "Perrin" not in said
    assert "social worker" not in said
    assert "cold" not in said


def test_of_a_child_they_did_not_name_they_hear_nothing():
    unknown_to_them = ForOneChild(called="", outcome=Outcome.STRATEGY_DISCUSSION, rationale="She is in danger.")

    said = text_for(SCHOOLS, perrin(), unknown_to_them)

    assert "For Perrin:" in said
    assert "danger." not in said.split("If you think")[0]
    assert "police and health" not in said


def test_children_of_whom_the_same_was_decided_are_told_of_together():
    tansy = ForOneChild(called="Tansy", outcome=Outcome.TO_ALLOCATED_WORKER, rationale="They are known.")
    wren = ForOneChild(called="Wren", outcome=Outcome.TO_ALLOCATED_WORKER, rationale="They are known.")

    said = text_for(SCHOOLS, perrin(), tansy, wren)

    assert "For Tansy and Wren: Tansy and Wren have a worker already." in said
    assert said.count("They are known.") == 1


def test_hostile_words_in_a_rationale_stay_words():
    hostile = "<script>alert(1)</script> {child} %s \\ ' \"; DROP TABLE."

    assert hostile in text_for(SCHOOLS, perrin(rationale=hostile))


# --- the record -------------------------------------------------------------------------------------------------------


def decided(dawn, femi, *, once="1", at=LATER, outcome=Outcome.ADVICE, **said):
    contact = knock(by=dawn, once=once, children=said.pop("children", [PERRIN]), adults=[SIBYL], **said)
    decide_contact(contact, chosen_for(contact, outcome, rationale="He is cold. Sibyl has a coat now."), by=femi, at=at)
    return contact


def test_the_draft_leaves_the_familys_names_out(dawn, femi):
    found = drafted(decided(dawn, femi), council="Ravenshire", name="Wren Tallow", viewer=dawn)

    assert "He is cold." in found.text
    assert "Sibyl" not in found.text
    assert found.left_out == 1


def test_a_professional_is_owed_an_answer_in_three_working_days(dawn, femi):
    contact = decided(dawn, femi)

    (owed,) = to_tell(viewer=dawn, today=NOW.date())

    assert (owed.contact, owed.due_on, owed.is_overdue) == (contact, date(2025, 3, 6), False)


def test_the_longest_overdue_stands_first(dawn, femi):
    late = decided(dawn, femi, once="1", at=LATER)
    decided(dawn, femi, once="2", at=LATER + timedelta(days=3))

    found = to_tell(viewer=dawn, today=date(2025, 3, 7))

    assert [each.is_overdue for each in found] == [True, False]
    assert found[0].contact == late


def test_who_was_told_or_could_not_be_is_owed_nothing(dawn, femi):
    told, not_told = decided(dawn, femi, once="1"), decided(dawn, femi, once="2")

    tell_informant(told, means=Means.EMAIL, to="wren@ravenshireprimary.example", text="Early help.", by=dawn, at=LATER)
    do_not_tell(not_told, because="She left the school.", by=dawn, at=LATER)

    assert to_tell(viewer=dawn, today=NOW.date()) == []


def test_an_undecided_contact_and_a_neighbours_owe_nothing(dawn, femi):
    knock(by=dawn, once="1")
    decided(dawn, femi, once="2", informant=NEIGHBOUR)

    assert to_tell(viewer=dawn, today=NOW.date()) == []


# --- another authority ------------------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(dawn, femi, bells):
    """A neighbour told of a child who lives in Westshire, and said who she was."""
    words = "It is Una Crake of 6 Mill Lane, 01632 960111. He comes to school without a coat."
    return decided(
        dawn, femi, outcome=Outcome.OTHER_AUTHORITY, children=[tells_of(bells.kit)], informant=NEIGHBOUR, words=words
    )


def passed(contact, by, **said):
    how = {"authority": "Westshire", "to": "Ada Hale, duty", "means": Means.EMAIL, "text": "We were told."} | said
    return pass_on(contact, to_pass_on(contact, viewer=by), by=by, at=LATER, **how)


def test_what_goes_to_another_authority_is_owed_as_an_answer_is_until_it_is_written_down(elsewhere, dawn, tom):
    (owed,) = to_tell(viewer=dawn, today=NOW.date())
    assert (owed.contact, owed.kind, owed.due_on) == (elsewhere, None, date(2025, 3, 6))
    assert to_pass_on(elsewhere, viewer=tom) == []

    passed(elsewhere, dawn)

    (written,) = passed_on(elsewhere, viewer=dawn)
    assert (written.authority, written.to, written.passed_by) == ("Westshire", "Ada Hale, duty", dawn)
    assert to_tell(viewer=dawn, today=NOW.date()) == []
    assert passed_on(elsewhere, viewer=tom) == []


def test_the_text_for_another_authority_holds_the_words_and_nothing_sealed(elsewhere, dawn, bells):
    set_safe_contact(bells.kit, words="He reads her post.", never_write=True, address="4 Mill Lane", by=dawn, at=NOW)

    text = drafted_for_authority(elsewhere, council="Ravenshire", viewer=dawn)

    assert "Kit" in text
    assert "He comes to school without a coat." in text
    assert "never write to 4 Mill Lane" in text
    assert "somebody who is not to be named" in text
    assert not [said for said in ("Una", "Crake", "960") if said in text]


def test_whoever_told_us_reads_that_it_was_passed_on_only_once_it_was(dawn, femi):
    contact = decided(dawn, femi, outcome=Outcome.OTHER_AUTHORITY)

    def reads():
        return drafted(contact, council="Ravenshire", name="Wren Tallow", viewer=dawn).text

    assert "We are passing on to them what you told us" in reads()
    passed(contact, dawn)
    assert "We passed on to them what you told us" in reads()


def test_it_is_passed_on_once_with_everything_said_and_only_where_it_was_so_decided(elsewhere, dawn, femi, hart):
    with pytest.raises(NothingSaid):
        passed(elsewhere, dawn, authority=" ")
    with pytest.raises(NotAllowed):
        pass_on(
            elsewhere, elsewhere.children.all(), authority="W", to="A", means=Means.EMAIL, text="T", by=hart, at=LATER
        )
    other = decided(dawn, femi, once="2")
    for contact in (other, elsewhere):
        lines = list(contact.children.all())
        if contact == elsewhere:
            passed(elsewhere, dawn)
        with pytest.raises(NotToPassOn):
            pass_on(contact, lines, authority="W", to="A", means=Means.EMAIL, text="T", by=dawn, at=LATER)


# --- where it is not safe to write ------------------------------------------------------------------------------------


def test_a_letter_never_goes_where_somebody_must_not_be_written_to(dawn, femi, bells):
    contact = decided(dawn, femi, children=[tells_of(bells.kit)])
    set_safe_contact(bells.kit, words="He reads her post.", never_write=True, address="4 Mill Lane", by=dawn, at=NOW)

    with pytest.raises(NotSafeToWrite, match="He reads her post"):
        tell_informant(contact, means=Means.LETTER, to="Mrs Coe, 4 Mill Lane.", text="Early help.", by=dawn, at=LATER)
    tell_informant(contact, means=Means.EMAIL, to="wren@school.example", text="Early help.", by=dawn, at=LATER)


@pytest.mark.parametrize(
    "held", ["4 Mill Lane, Ravenshire, RV1 2AB", "Flat 2, 4 Mill Lane", "4, Mill Lane\nRavenshire"]
)
def test_an_address_is_known_however_the_rest_of_it_is_written(dawn, femi, bells, held):
    contact = decided(dawn, femi, children=[tells_of(bells.kit)])
    set_safe_contact(bells.kit, words="He reads her post.", never_write=True, address=held, by=dawn, at=NOW)

    with pytest.raises(NotSafeToWrite):
        tell_informant(contact, means=Means.LETTER, to="4 Mill Lane, RV1 2AB", text="Advice.", by=dawn, at=LATER)
    tell_informant(contact, means=Means.LETTER, to="14 Mill Lane, RV1 2AB", text="Advice.", by=dawn, at=LATER)


def test_an_email_to_the_family_is_a_letter_to_the_family(dawn, femi, bells):
    mother = InformantTold(kind=InformantKind.FAMILY, name="Ruth Bell", email="ruth@home.example")
    contact = decided(dawn, femi, children=[tells_of(bells.kit)], informant=mother)
    set_safe_contact(bells.kit, words="Ring only in school hours.", never_write=True, by=dawn, at=NOW)

    with pytest.raises(NotSafeToWrite):
        tell_informant(contact, means=Means.EMAIL, to="ruth@home.example", text="We looked.", by=dawn, at=LATER)


def test_tom_is_shown_nothing_to_tell(dawn, femi, tom, hart):
    decided(dawn, femi)

    assert to_tell(viewer=tom, today=NOW.date()) == []
    assert to_tell(viewer=hart, today=NOW.date()) == []
