"""Whom a search offers, and why."""

from datetime import date

import pytest

from lintel.foundation.access.actions import service_account
from lintel.foundation.matching.actions import index_people, index_waiting
from lintel.foundation.matching.merging.actions import merge
from lintel.foundation.matching.models import Merge, SearchKeys, Waiting
from lintel.foundation.matching.queries import candidates, candidates_for_many, search, sought_from_text
from lintel.foundation.matching.scoring import Likeness
from lintel.foundation.matching.sought import Sought
from lintel.foundation.people.actions import load_addresses, load_names, load_people
from lintel.foundation.people.models import Address, Person, PersonName
from tests.cast import NOW, TYPED

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)
BORN = date(2014, 3, 5)


def somebody(given, family, born=BORN, *, sex="", postcode="", lines="", certainty="known"):
    by = service_account(at=NOW)
    key = f"{given}/{family}/{born}"
    person = Person(
        **TYPED, key=key, date_of_birth=born, sex=sex, birth_date_certainty=certainty if born else "not_known"
    )
    load_people([person], by=by, at=NOW)
    load_names([PersonName(**TYPED, key=key, person=person, given=given, family=family)], by=by, at=NOW)
    if postcode or lines:
        load_addresses([Address(**TYPED, key=key, person=person, lines=lines, postcode=postcode)], by=by, at=NOW)
    return person


def offered(viewer, **sought):
    return candidates(Sought(**sought), viewer=viewer)


def why(one):
    return {reason.field: reason.words for reason in one.reasons}


def test_one_line_of_typing_finds_a_child(dawn, bells):
    found = candidates(sought_from_text("mia bell 2/9/13", today=TODAY), viewer=dawn)

    assert found[0].name == "Mia Bell"
    assert found[0].likeness is Likeness.SAME
    assert found[0].near[:2] == ("Ruth Bell (mother)", "Owen Hartley (father)")


def test_every_field_says_how_it_compares(dawn, bells):
    found = offered(dawn, given="Miya", family="Bell", date_of_birth=date(2003, 9, 2), sex="M", mother="Ruth Bell")

    assert why(found[0]) == {
        "First name": "Miya ≈ Mia", "Family name": "same", "Sex": "differs",
        "Date of birth": "same day and month, year 10 apart: 2013 in the record",
        "Family and household": "Ruth Bell is around both",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "family", "recorded_given", "recorded_family"),
    [
        ("Mohamed", "Husain", "Muhammad", "Hussain"),
        ("Fadumo", "Cali", "Faduma", "Ali"),
        ("Lukasz", "Kowalska", "Łukasz", "Kowalski"),
        ("Wei", "Chang", "Wei", "Zhang"),
        ("Zhang", "Wei", "Wei", "Zhang"),
        ("Siobhan", "OBrien", "Siobhán", "O’Brien"),
        ("Neve", "Mac Donald", "Niamh", "McDonald"),
        ("Rhys", "Llewelyn", "Rhys", "Llewellyn"),
        ("Omar", "Hassan", "Omar", "al-Hassan"),
        ("Abdul Rahman", "Miah", "Abdulrahman", "Miah"),
        ("Chidi", "Okonkwo", "Chidi", "Okonkwo-Bailey"),
        ("Zofia", "Nowak", "Sophie", "Nowak"),
        ("Ali", "Hassan", "Ali Mohamed", "Hassan"),
    ],
)
def test_names_of_many_cultures_are_found_however_they_are_written(
    dawn, cast, given, family, recorded_given, recorded_family
):
    person = somebody(recorded_given, recorded_family)

    found = offered(dawn, given=given, family=family, date_of_birth=BORN)

    assert [one.person_pk for one in found][:1] == [person.pk]
    assert found[0].likeness is not Likeness.POSSIBLE


def test_swapped_names_are_found_and_said(dawn, bells):
    found = offered(dawn, given="Bell", family="Mia", date_of_birth=date(2013, 9, 2))

    assert found[0].person_pk == bells.mia.pk
    assert why(found[0])["Names"] == "first and family name are the other way round"


@pytest.mark.parametrize(
    ("said", "recorded"), [("Bill", "William"), ("Lottie", "Charlotte"), ("Kasia", "Katarzyna"), ("Mo", "Mohammed")]
)
def test_nicknames_are_found(dawn, cast, said, recorded):
    person = somebody(recorded, "Ashworth")

    found = offered(dawn, given=said, family="Ashworth", date_of_birth=BORN)

    assert found[0].person_pk == person.pk
    assert why(found[0])["First name"] == f"{said} stands for {recorded}"


@pytest.mark.parametrize(("given", "family"), [("Mai", "Bel"), ("Mia", "Bekl"), ("Myah", "Belle"), ("M", "Bell")])
def test_misspelt_names_are_found(dawn, bells, given, family):
    assert offered(dawn, given=given, family=family, date_of_birth=date(2013, 9, 2))[0].person_pk == bells.mia.pk


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(1913, 9, 2), "same day and month, year 100 apart: 2013 in the record"),
        (date(2012, 9, 2), "same day and month, year 1 apart: 2013 in the record"),
        (date(2013, 2, 9), "day and month the other way round: 2 September 2013 in the record"),
        (date(2013, 9, 12), "nearly the same: 2 September 2013 in the record"),
    ],
)
def test_wrong_dates_are_found_and_said(dawn, bells, born, words):
    found = offered(dawn, given="Mia", family="Bell", date_of_birth=born)

    assert found[0].person_pk == bells.mia.pk
    assert why(found[0])["Date of birth"] == words


def test_an_estimated_age_is_compared_as_one(dawn, bells):
    found = candidates(sought_from_text("mia bell b 2014", today=TODAY), viewer=dawn)

    assert found[0].person_pk == bells.mia.pk
    assert why(found[0])["Date of birth"] == "about the same age: 2 September 2013 in the record"


def test_twins_are_both_offered_and_both_say_so(dawn, cast):
    twins = {somebody(name, "Ashworth", postcode="RV1 2AB", lines="4 Mill Lane").pk for name in ("Amelia", "Olivia")}

    found = offered(dawn, given="Amelia", family="Ashworth", date_of_birth=BORN, postcode="RV1 2AB")

    assert {one.person_pk for one in found[:2]} == twins
    assert found[0].name == "Amelia Ashworth"
    assert all("may be twins" in one.warning for one in found[:2])
    assert found[1].likeness is Likeness.POSSIBLE


def test_a_twin_who_is_not_recorded_is_never_taken_for_the_one_who_is(dawn, cast):
    somebody("Amelia", "Ashworth", sex="F", postcode="RV1 2AB", lines="4 Mill Lane")

    found = offered(
        dawn, given="Olivia", family="Ashworth", date_of_birth=BORN, sex="F", postcode="RV1 2AB",
        address="4 Mill Lane",
    )  # fmt: skip

    assert found[0].likeness is Likeness.POSSIBLE
    assert "brother or sister" in found[0].warning


def test_an_unborn_child_is_found_by_mother_and_expected_day(dawn, bells):
    found = offered(dawn, given="baby", mother="Ruth Bell", expected_birth_date=date(2025, 7, 4))

    assert found[0].person_pk == bells.baby.pk
    assert why(found[0]) == {
        "First name": "not known in the record",
        "Date of birth": "expected 30 June 2025 in the record, 4 days apart",
        "Family and household": "Ruth Bell is around both",
    }


def test_a_child_born_since_is_found_by_the_expected_day(dawn, bells):
    person = somebody("Ruby", "Bell", born=date(2025, 6, 21))

    found = offered(dawn, given="unborn", family="Bell", expected_birth_date=date(2025, 6, 30))

    assert person.pk in [one.person_pk for one in found]


@pytest.mark.parametrize("unknown", ["baby", "unknown", "u/k", "Child 1", "", "not known", "N/K", "boy", "Baby Boy"])
def test_an_unknown_first_name_is_not_compared(dawn, bells, unknown):
    found = offered(dawn, given=unknown, family="Bell", date_of_birth=date(2018, 4, 20))

    assert found[0].person_pk == bells.noah.pk
    assert "First name" not in why(found[0])


def test_those_of_one_address_are_told_apart(dawn, cast):
    somebody("Amelia", "Ashworth", born=date(2012, 1, 1), postcode="RV1 2AB", lines="4 Mill Lane")
    oliver = somebody("Oliver", "Ashworth", born=date(2016, 6, 6), postcode="RV1 2AB", lines="4 Mill Lane")

    found = offered(dawn, given="Oliver", family="Ashworth", postcode="RV1 2AB")

    assert found[0].person_pk == oliver.pk
    assert [one.likeness for one in found[1:] if one.likeness is not Likeness.POSSIBLE] == []


def test_a_number_alone_is_enough(dawn, bells):
    found = candidates(sought_from_text("bell-1", today=TODAY), viewer=dawn)

    assert found[0].person_pk == bells.mia.pk
    assert why(found[0]) == {"Number": "same number BELL1"}


def test_too_little_is_said(dawn, bells):
    assert search([Sought()], viewer=dawn)[0].is_too_little


def test_an_absorbed_persons_name_finds_the_survivor(dawn, bells):
    other = somebody("Florence", "Quickthorn")
    merge(bells.mia, other, reason="The school says so.", by=dawn, at=NOW)

    found = offered(dawn, given="Florence", family="Quickthorn")

    assert [one.person_pk for one in found] == [bells.mia.pk]
    assert "Florence Quickthorn" in found[0].other_names


def test_nothing_merges_by_itself(dawn, bells):
    somebody("Mia", "Bell", born=date(2013, 9, 2), sex="F")

    assert [one.likeness for one in offered(dawn, given="Mia", family="Bell", date_of_birth=date(2013, 9, 2))][:2] == [
        Likeness.SAME, Likeness.SAME,
    ]  # fmt: skip
    assert not Merge.objects.exists()


def test_tom_sees_nothing_but_his_own(tom, bells):
    assert candidates(sought_from_text("mia bell 2/9/13", today=TODAY), viewer=tom) == []
    own = candidates(sought_from_text("ivy marsh 1/12/2016", today=TODAY), viewer=tom)
    assert [one.name for one in own] == ["Ivy Marsh"]


# --- keeping current --------------------------------------------------------------------------------------------------


def test_what_is_indexed_is_found_as_what_is_not_yet(dawn, bells):
    lines = ["mia bell 2/9/13", "noah bel", "bell ruth", "kit hartley 9/1/2010", "baby bell due 30/6/25"]
    asked = [sought_from_text(line, today=TODAY) for line in lines]
    before = candidates_for_many(asked, viewer=dawn)
    assert Waiting.objects.exists()

    while index_waiting(by=None, at=NOW):
        pass

    assert SearchKeys.objects.count() == Person.objects.count()
    assert candidates_for_many(asked, viewer=dawn) == before
    assert all(before)


def test_a_corrected_name_is_found_at_once(dawn, bells):
    index_people([bells.mia.pk], by=None, at=NOW)
    name = PersonName.objects.get(person=bells.mia)

    PersonName.objects.filter(pk=name.pk).update(given="Persephone")

    assert offered(dawn, given="Persephone", family="Bell")[0].person_pk == bells.mia.pk


def test_a_batch_asks_as_often_as_one(dawn, bells, django_assert_max_num_queries):
    while index_waiting(by=None, at=NOW):
        pass
    asked = [sought_from_text("mia bell 2/9/13", today=TODAY), Sought(given="Noah", family="Bell")] * 20

    with django_assert_max_num_queries(18):
        found = candidates_for_many(asked, viewer=dawn)

    assert [each[0].person_pk for each in found] == [bells.mia.pk, bells.noah.pk] * 20
