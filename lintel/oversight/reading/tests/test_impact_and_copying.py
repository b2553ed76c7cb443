"""Whether adults' sentences end in what they mean for the child, and what was copied between brothers and sisters."""

import pytest

from lintel.oversight.reading.child_focus import read
from lintel.oversight.reading.copying import copied, likeness
from lintel.oversight.reading.impact import impact, is_about_an_adult
from lintel.oversight.reading.people import Adult, Child, People
from lintel.oversight.reading.sentences import sentences

finding = pytest.mark.finding
MIA, NOAH, AVA = (Child(name.lower(), name, (f"{name} Bell",)) for name in ("Mia", "Noah", "Ava"))
PEOPLE = People([MIA, NOAH, AVA], [Adult(("Ruth Bell",)), Adult(("Owen Hartley",))])


def reads(text):
    return read(sentences(text), PEOPLE)


# Twelve that say what it means for Mia, twelve that stop at the adult or say something hollow.
SAYS = [
    "When Ruth drinks, Mia puts Noah to bed.",
    "Owen shouts most nights, which means Mia sleeps with the light on.",
    "Ruth cannot get up, so Mia is late for school.",
    "Ruth works nights. Because of this Mia eats alone.",
    "Owen left without a word. For Mia this means she waits at the window.",
    "Mother has no money for the meter, leaving Mia in a cold bed.",
    "Whenever Owen comes home, Mia goes to her room.",
    "Ruth forgets the clinic, and Mia still has no glasses.",
    "Dad rings at midnight and then Mia cannot sleep.",
    "Owen broke the door. This means Mia no longer has a room that shuts.",
    "Every time Ruth and Owen argue, Mia hides under the stairs.",
    "Ruth has stopped drinking; as a result Mia has breakfast again.",
]
STOPS = [
    "Ruth has missed four appointments.",
    "Owen denies the allegation and blames Ruth.",
    "Mother was diagnosed with depression in 2019.",
    "Ruth said that Mia is a difficult child.",
    "Owen and Mia attended the meeting.",
    "When Ruth disengages, Mia is subject to a child protection plan.",
    "Ruth drinks, which means the case stays open.",
    "Ruth does not work with agencies, so Mia remains on a plan.",
    "When Ruth drinks, Noah cries.",
    "Owen hit Ruth in the car park.",
    "Ruth took Mia to the clinic.",
    "Both adults minimise the violence. Mia is nine.",
]


@finding("S62")
@pytest.mark.parametrize("text", SAYS)
def test_what_it_means_for_the_child_is_found(text):
    found = impact(MIA, reads(text))

    assert len(found.means_for_child) == 1
    assert found.stops_there == ()


@finding("S62")
@pytest.mark.parametrize("text", STOPS)
def test_what_stops_at_the_adult_is_pointed_at(text):
    found = impact(MIA, reads(text))

    assert found.means_for_child == ()
    assert len(found.stops_there) == len(found.about_adults) == 1


@pytest.mark.parametrize("text", ["Mia cries when Ruth drinks.", "The flat is cold.", "“Mum shouts,” Mia said."])
def test_a_sentence_that_begins_with_the_child_is_not_about_an_adult(text):
    assert not any(map(is_about_an_adult, reads(text)))


# --- copying ----------------------------------------------------------------------------------------------------------

OF_MIA = (
    "Mia sleeps on the sofa when Owen has friends in and she is tired at school. Mia likes the reading tent. "
    "Mia told me she hides the bread so that there is some tomorrow. Her coat is too small and she is often cold."
)
OF_AVA = (
    "Ava has gone from top sets to one lesson a week since the move. She cooks for the little ones and checks the "
    "locks. Ava said she has been the adult since she was nine and wants Auntie Bev to be asked."
)


@finding("S44")
def test_a_part_copied_with_another_name_and_he_for_she_is_pointed_out():
    of_noah = OF_MIA.replace("Mia", "Noah").replace("she ", "he ").replace("Her ", "His ")
    [pair] = copied({"mia": reads(OF_MIA), "noah": reads(of_noah)})

    assert pair.alike == 1
    assert pair.is_too_much
    assert len(pair.sentences) == 4


@finding("S44")
def test_in_a_group_of_three_only_the_two_that_were_copied_are_pointed_out():
    of_noah = OF_MIA.replace("Mia", "Noah").replace("She ", "He ").replace("reading tent", "sand tray")
    found = {(p.one, p.other): p.is_too_much for p in copied(
        {"mia": reads(OF_MIA), "noah": reads(of_noah), "ava": reads(OF_AVA)}
    )}  # fmt: skip

    assert found == {("mia", "noah"): True, ("mia", "ava"): False, ("noah", "ava"): False}


def test_parts_of_their_own_are_not_alike():
    [pair] = copied({"mia": reads(OF_MIA), "ava": reads(OF_AVA)})

    assert pair.alike == 0
    assert pair.sentences == ()


def test_sixty_per_cent_is_not_too_much_and_more_is():
    rows = [(str(n),) for n in range(10)]

    assert likeness(frozenset(rows[:8]), frozenset(rows[2:])) == 0.6
    assert likeness(frozenset(), frozenset()) == 0


def test_too_little_to_say_is_not_compared():
    assert copied({"mia": reads("Mia is nine."), "noah": reads("Noah is nine.")}) == []
