"""What people are called."""

from lintel.foundation.people.rules import called


def test_the_legal_name_comes_first():
    names = [("known_as", "Bo", "Bell"), ("legal", "Roberta", "Bell")]

    assert called(names, la_child_id="RV1") == "Roberta Bell"


def test_any_name_is_better_than_a_number():
    assert called([("alias", "Bo", "")], la_child_id="RV1") == "Bo"


def test_a_child_known_only_by_a_number_is_called_by_it():
    assert called([], la_child_id="RV1") == "Child RV1"


def test_nobody_is_left_without_words():
    assert called([], la_child_id="") == "Name not known"
