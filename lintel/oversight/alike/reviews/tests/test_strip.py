"""No name is left in what a panel reads, as far as the list of people knows it; the rest is pointed out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.oversight.alike.reviews.strip import Named, blank, strip

BELLS = [
    Named(names=["Mia Bell"], called="child"),
    Named(names=["Noah Bell"], called="other child"),
    Named(names=["Ruth Bell", "Ruth Hartley-Coe"], called="mother"),
    Named(names=["Owen Hartley"], called="father"),
    Named(names=["Will Hope", "Grace May"], called="worker", only_capitals=True),
    Named(names=["Ravenshire Primary"], called="organisation"),
]


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("Mia Bell has a bruise.", "[child] has a bruise."),
        ("Mia's brother NOAH cried.", "[child]'s brother [other child] cried."),
        ("Ruth said that mia fell.", "[mother] said that [child] fell."),
        ("Mr Hartley shouted", "Mr [family] shouted"),
        ("the Bell family", "the [family] family"),
        ("Noah’s coat", "[other child]’s coat"),
        ("Bellowing in the hall", "Bellowing in the hall"),
        ("Told by Ravenshire Primary", "Told by [organisation]"),
        ("Ring 01632 960 111 or a.b@c.example", "Ring [number] or [e-mail]"),
        ("Lives at 12 Mill Lane, RV1 2AB", "Lives at [address], [postcode]"),
        ("Born 2 September 2013, seen 03/03/2025", "Born [day], seen [day]"),
        ("Case BELL-10422", "Case [number]"),
        ("Grace will hope that it may end; Will Hope may not", "[worker] will hope that it may end; [worker] may not"),
    ],
)
def test_names_become_what_they_are_to_the_child_and_ways_to_find_them_go(told, left):
    assert strip(told, BELLS).text == left


def test_words_that_may_still_be_names_are_pointed_out():
    found = strip("Mum says Gemma took her to Blackpool on Monday. Alia came. Nobody else came.", BELLS)

    assert found.doubtful == ("Gemma", "Blackpool", "Alia", "Nobody")
    assert "Nobody" not in strip("Nobody came.", BELLS, ordinary={"nobody"}).doubtful
    assert strip("She came. Came again.", BELLS).doubtful == ()


def test_what_somebody_finds_to_be_a_name_is_taken_out():
    assert blank("Gemma's coat and gemma", "Gemma") == "[name] coat and [name]"


@given(st.lists(st.sampled_from(["Mia", "Bell", "ran", "to", "Ruth", "Hartley-Coe", "OWEN", "home."]), max_size=12))
def test_no_name_of_the_list_is_ever_left(words):
    left = strip(" ".join(words), BELLS).text.lower()

    assert not {"mia", "bell", "ruth", "hartley", "coe", "owen"} & set(left.replace("-", " ").replace(".", "").split())
