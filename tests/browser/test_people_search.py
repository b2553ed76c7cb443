"""Looking for people while typing, by keyboard, on a telephone and without JavaScript; merging and taking it back."""

from datetime import date

import pytest

from lintel.foundation.access.actions import service_account
from lintel.foundation.people.actions import load_addresses, load_names, load_people
from lintel.foundation.people.models import Address, Person, PersonName
from tests.cast import NOW, TYPED


@pytest.fixture
def two_records(bells):
    """Mia at home; and a second record of her, misspelt, with a twin's worth of doubt."""
    by = service_account(at=NOW)
    again = Person(
        **TYPED, key="again", date_of_birth=date(2013, 2, 9), birth_date_certainty="known", sex="F",
        la_child_id="R-20931",
    )  # fmt: skip
    load_people([again], by=by, at=NOW)
    load_names([PersonName(**TYPED, key="again", person=again, given="Miya", family="Bell")], by=by, at=NOW)
    load_addresses(
        [
            Address(**TYPED, key=f"home {who.pk}", person=who, lines="14 Mill Lane\nRavenshire", postcode="RV1 2AB")
            for who in (bells.mia, bells.noah, again)
        ],
        by=by, at=NOW,
    )  # fmt: skip
    return bells.mia, again


def test_records_appear_while_somebody_types_and_the_box_keeps_its_focus(visit, dawn, two_records):
    look = visit("/people/search/", as_=dawn)
    look.page.locator("main [name=q]").press_sequentially("mia bell 2/9/13", delay=20)

    look.page.get_by_text("same in everything we can compare").wait_for()

    assert look.page.evaluate("document.activeElement.name") == "q"
    assert look.page.locator("main [name=q]").input_value() == "mia bell 2/9/13"
    assert look.path == "/people/search/"
    look.is_in_order()


def test_the_same_without_javascript(without_javascript, dawn, two_records):
    look = without_javascript("/people/search/", as_=dawn).fill(q="mia bell 2/9/13").press("Search")

    assert "Mia Bell, born 2 September 2013" in look.words
    look.is_in_order()


def test_the_search_on_a_telephone(phone, dawn, two_records):
    look = phone("/people/search/?q=mia+bell+2/9/13+rv1+2ab", as_=dawn)

    look.is_in_order()


def test_when_the_connection_is_lost_it_says_so_and_what_was_typed_stays(visit, dawn, bells):
    look = visit("/people/search/", as_=dawn)
    look.page.route("**/people/search/?*", lambda route: route.abort())
    look.page.locator("main [name=q]").press_sequentially("mia bell")

    look.page.get_by_text("could not be reached").wait_for()

    assert look.page.locator("main [name=q]").input_value() == "mia bell"
    look.complaints.clear()


def test_two_records_are_merged_and_the_merge_is_taken_back(visit, phone, dawn, two_records):
    mia, again = two_records
    look = visit(f"/people/{mia.pk}/duplicates/", as_=dawn).is_in_order()
    look.follow("Put the two records beside each other").is_in_order()
    phone(f"/people/{mia.pk}/beside/{again.pk}/", as_=dawn).is_in_order()

    look.fill(reason="The school knows one Mia.").press("They are one person: merge them")

    look.is_in_order()
    phone(look.path, as_=dawn).is_in_order()
    visit("/people/merges/", as_=dawn).is_in_order()
    look.fill(reason="The grandmother says they are cousins.").press("They are two people: take the merge back")
    assert "Miya Bell has a record of its own again" in look.words
    look.is_in_order()
