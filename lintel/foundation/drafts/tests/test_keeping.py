"""What was typed is there for whoever typed it, in every tab, until it is sent."""

from datetime import timedelta

import pytest

from lintel.foundation.drafts.actions import forget, forget_the_old, keep
from lintel.foundation.drafts.models import Draft
from lintel.foundation.drafts.queries import drafts
from lintel.foundation.drafts.rules import VERSIONS
from tests.cast import NOW

PATH = "/front-door/7/decide/"
ONE, TWO, THREE = "1" * 32, "2" * 32, "3" * 32


@pytest.fixture
def types(dawn):
    """Dawn types something into a page, some seconds after nine."""

    def types(words, *, page=ONE, after="", second=0, path=PATH):
        at = NOW + timedelta(seconds=second)
        return keep({"words": [words]}, path=path, page=page, after=after, of=dawn, at=at)

    return types


def words_of(viewer, path=PATH):
    return [draft.fields["words"][0] for draft in drafts(path, viewer=viewer)]


def test_a_page_keeps_the_last_of_its_words(dawn, types):
    types("He is")
    types("He is cold.", second=3)

    assert words_of(dawn) == ["He is cold."]


def test_nobody_else_finds_them(types, tom, femi):
    types("He is cold.")

    assert words_of(tom) == words_of(femi) == []


def test_another_address_has_words_of_its_own(dawn, types):
    types("He is cold.")
    types("She is not.", path="/front-door/8/decide/")

    assert words_of(dawn) == ["He is cold."]


def test_of_two_tabs_the_newest_stands_first_and_the_other_is_not_lost(dawn, types):
    types("in the first tab", page=ONE)
    types("in the second tab", page=TWO, second=3)
    types("in the first tab again", page=ONE, second=6)

    assert words_of(dawn) == ["in the first tab again", "in the second tab"]


def test_a_page_opened_with_kept_words_goes_on_with_them(dawn, types):
    types("before the session ended", page=ONE)
    types("before and after", page=TWO, after=ONE, second=60)

    assert words_of(dawn) == ["before and after"]


def test_two_tabs_opened_with_the_same_kept_words_do_not_overwrite_each_other(dawn, types):
    types("kept", page=ONE)
    types("kept, and more", page=TWO, after=ONE, second=60)
    types("kept, and something else", page=THREE, after=ONE, second=63)

    assert words_of(dawn) == ["kept, and something else", "kept, and more"]


def test_what_was_sent_is_forgotten_and_does_not_come_back_late(dawn, types):
    types("He is cold.")
    forget(path=PATH, page=ONE, of=dawn, at=NOW)

    assert types("He is cold.", second=1) is False
    assert words_of(dawn) == []


def test_sending_one_tab_does_not_lose_the_words_of_another(dawn, types):
    types("in the first tab", page=ONE)
    types("in the second tab", page=TWO, second=3)
    forget(path=PATH, page=ONE, of=dawn, at=NOW)

    assert words_of(dawn) == ["in the second tab"]


def test_of_one_address_only_the_newest_few_are_kept(dawn, types):
    for number in range(VERSIONS + 3):
        types(f"version {number}", page=f"{number:032x}", second=number)

    assert len(words_of(dawn)) == VERSIONS
    assert words_of(dawn)[0] == f"version {VERSIONS + 2}"


def test_after_thirty_days_nobody_comes_back_to_them(dawn, types):
    types("old")
    types("new", page=TWO, second=3 * 24 * 60 * 60)

    assert forget_the_old(at=NOW + timedelta(days=31)) == 1
    assert [draft.page for draft in Draft.objects.all()] == [TWO]
