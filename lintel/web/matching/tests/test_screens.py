"""Looking for people on screen, and merging there."""

import pytest

from lintel.foundation.access.actions import exclude, open_restriction, service_account
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.drafts.actions import keep
from lintel.foundation.matching.merging.actions import merge, unmerge
from lintel.foundation.matching.models import Merge, Suspected
from lintel.foundation.people.actions import load_addresses, load_names, load_people
from lintel.foundation.people.models import Address, Person, PersonName
from lintel.steps.front_door.actions import load_child_contacts
from lintel.steps.front_door.models import ChildContact
from tests.cast import NOW, TYPED

pytestmark = pytest.mark.django_db
RESTRICTED = "A restricted record exists"


@pytest.fixture
def maya(bells):
    """Mia again, misspelt."""
    by = service_account(at=NOW)
    person = Person(**TYPED, key="maya", date_of_birth=bells.mia.date_of_birth, birth_date_certainty="known")
    load_people([person], by=by, at=NOW)
    load_names([PersonName(**TYPED, key="maya", person=person, given="Maya", family="Bell")], by=by, at=NOW)
    return person


def get(client, who, path):
    client.force_login(who)
    return client.get(path).content.decode()


def post(client, who, path, **typed):
    client.force_login(who)
    return client.post(path, typed, follow=True).content.decode()


def test_dawn_finds_a_child_by_one_line(client, dawn, bells):
    shown = get(client, dawn, "/people/search/?q=mia+bell+2/9/13")

    assert "Mia Bell" in shown
    assert "Ruth Bell (mother)" in shown
    assert "same in everything we can compare" in shown


def test_while_somebody_types_only_the_part_that_changes_is_sent(client, dawn, bells):
    shown = get(client, dawn, "/people/search/?q=mia+bell&part=yes")

    assert "Mia Bell" in shown
    assert "<html" not in shown


def test_a_longer_form_asks_by_its_parts_and_lets_one_be_chosen(client, dawn, bells):
    shown = get(
        client, dawn,
        "/people/search/?part=yes&choose=child&given=Mia&family=Bell&date_of_birth-day=2&date_of_birth-month=9"
        "&date_of_birth-year=2013",
    )  # fmt: skip

    assert f'name="child" value="{bells.mia.pk}"' in shown
    assert "None of these: somebody new" in shown


def test_half_a_date_is_left_out_and_not_complained_about(client, dawn, bells):
    shown = get(client, dawn, "/people/search/?part=yes&given=Mia&family=Bell&date_of_birth-day=2")

    assert "Mia Bell" in shown


def test_whose_lines_were_shown_is_written_down_and_not_what_was_typed(client, dawn, bells):
    get(client, dawn, "/people/search/?q=mia+bell+2/9/13")

    entry = Entry.objects.get(act="people searched for")
    assert bells.mia.pk in entry.details["shown"]
    assert "mia" not in str(entry.details).lower()


def test_no_number_says_how_likely(client, dawn, bells):
    shown = get(client, dawn, "/people/search/?q=mia+bell+2/9/13&part=yes")

    assert "%" not in shown
    assert "score" not in shown.lower()


def test_tom_finds_his_own_children_and_nobody_elses(client, tom, bells):
    assert "Ivy Marsh" in get(client, tom, "/people/search/?q=ivy+marsh+1/12/2016&part=yes")
    shown = get(client, tom, "/people/search/?q=mia+bell+2/9/13&part=yes")
    assert "Mia" not in shown
    assert RESTRICTED not in shown


def test_tom_does_not_open_what_is_about_merging(client, tom, bells, maya):
    client.force_login(tom)
    for path in ("merges/", "duplicates/", f"{bells.mia.pk}/duplicates/", f"{bells.mia.pk}/beside/{maya.pk}/"):
        answer = client.get(f"/people/{path}")
        assert answer.status_code == 403
        assert "Bell" not in answer.content.decode()


def test_of_a_restricted_record_dawn_learns_that_there_is_one_and_nothing_else(client, cast, bells):
    open_restriction(bells.mia, named=[cast.priya], reason="Secret", together_with=cast.grace, by=cast.helen, at=NOW)

    shown = get(client, cast.dawn, "/people/search/?q=mia+bell+2/9/13&part=yes")

    assert RESTRICTED in shown
    assert "Mia" not in shown
    assert "Secret" not in shown
    assert RESTRICTED not in get(client, cast.tom, "/people/search/?q=mia+bell+2/9/13&part=yes")


def test_a_restricted_brother_is_not_named_beside_his_sister(client, cast, bells):
    open_restriction(bells.noah, named=[cast.priya], reason="Secret", together_with=cast.grace, by=cast.helen, at=NOW)

    assert "Noah" not in get(client, cast.dawn, "/people/search/?q=mia+bell+2/9/13&part=yes")


def test_whoever_is_excluded_does_not_even_learn_that_there_is_one(client, cast, bells):
    exclude(bells.mia, user=cast.dawn, reason="Her niece", by=cast.helen, at=NOW)

    shown = get(client, cast.dawn, "/people/search/?q=mia+bell+2/9/13&part=yes")

    assert "Mia" not in shown
    assert RESTRICTED not in shown


def test_a_confidential_address_is_neither_shown_nor_searched(client, dawn, bells):
    load_addresses(
        [Address(**TYPED, key="a", person=bells.mia, lines="9 Hidden Row", postcode="RV9 9ZZ", is_confidential=True)],
        by=service_account(at=NOW), at=NOW,
    )  # fmt: skip

    assert "Mia" not in get(client, dawn, "/people/search/?q=rv9+9zz&part=yes")
    shown = get(client, dawn, "/people/search/?q=mia+bell+rv9+9zz&part=yes")
    assert "Address withheld" in shown
    assert "Hidden Row" not in shown
    assert "same postcode" not in shown


@pytest.mark.parametrize(
    "typed",
    ["' OR 1=1 --", "<script>alert(1)</script>", "\x00", "🧨👶🏽", "‮live", "%s%s%n", "{", "\\", "a" * 5000, "١٢/٣/٤٥"],
)
def test_hostile_text_finds_nobody_and_harms_nothing(client, dawn, bells, typed):
    client.force_login(dawn)

    answer = client.get("/people/search/", {"q": typed})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_two_records_are_compared_merged_and_taken_apart_on_screen(client, dawn, bells, maya):
    assert "Maya Bell" in get(client, dawn, f"/people/{bells.mia.pk}/duplicates/")
    path = f"/people/{bells.mia.pk}/beside/{maya.pk}/"
    assert "1 × names" in get(client, dawn, path)
    assert "Enter how you know" in post(client, dawn, path, reason="")
    assert not Merge.objects.exists()

    assert "is now in one record" in post(client, dawn, path, reason="The school says so.")

    made = Merge.objects.get()
    assert "Maya Bell into Mia Bell" in get(client, dawn, "/people/merges/")
    shown = post(client, dawn, f"/people/merges/{made.pk}/", reason="They are cousins.")
    assert "has a record of its own again" in shown
    assert "Taken back by Dawn Okafor" in shown


def test_work_that_would_stay_behind_is_listed_before_anything_is_merged(client, dawn, bells, maya):
    load_child_contacts(
        [ChildContact(**TYPED, key="again", contact=bells.contact, child=maya)], by=service_account(at=NOW), at=NOW
    )
    path = f"/people/{bells.mia.pk}/beside/{maya.pk}/"

    shown = post(client, dawn, path, reason="The school says so.")

    assert "Nothing was merged yet" in shown
    assert "The school says so." in shown
    assert not Merge.objects.exists()
    post(client, dawn, path, reason="The school says so.", asked_about_work="yes", leaving_behind="on")
    assert Merge.objects.exists()


def test_what_was_written_about_a_merge_that_cannot_be_is_still_there(client, dawn, bells, maya):
    path = f"/people/{bells.mia.pk}/beside/{maya.pk}/"
    keep({"reason": ["Half a sentence that"]}, path=path, page="a" * 32, of=dawn, at=NOW)
    shown = get(client, dawn, path)
    assert "Half a sentence that" in shown
    assert "data-keep" in shown
    made = merge(bells.mia, maya, reason="Same.", by=dawn, at=NOW)

    answer = client.post(path, {"reason": "The school says so."})
    assert answer.status_code == 409
    assert "The school says so." in answer.text

    unmerge(made, reason="Two.", by=dawn, at=NOW)
    answer = client.post(f"/people/merges/{made.pk}/", {"reason": "They are cousins."})
    assert answer.status_code == 409
    assert "A colleague has just taken this merge back." in answer.text
    assert "They are cousins." in answer.text


def test_a_suspected_pair_is_decided_by_a_person(client, dawn, bells, maya):
    pair = Suspected.objects.create(one=bells.mia, other=maya, found_at=NOW)
    assert "Mia Bell and Maya Bell" in get(client, dawn, "/people/duplicates/")

    assert "They are two people." in post(client, dawn, f"/people/duplicates/{pair.pk}/two/")

    pair.refresh_from_db()
    assert pair.are_one is False
    assert "No pairs are waiting" in get(client, dawn, "/people/duplicates/")


def test_the_search_takes_as_many_queries_for_many_people_as_for_few(
    client, dawn, bells, django_assert_max_num_queries
):
    client.force_login(dawn)
    with django_assert_max_num_queries(34):
        client.get("/people/search/?q=mia+bell+2/9/13&part=yes")
