"""A whole family, for those who may know it."""

from datetime import date

import pytest

from lintel.foundation.access.actions import exclude, open_restriction
from lintel.foundation.people.families.actions import live_at
from lintel.journey.families.queries import confidential_addresses, family
from lintel.journey.families.rules import Stage
from lintel.journey.families.tests.builders import whole_family
from lintel.steps.front_door.codes import InformantKind
from lintel.steps.front_door.intake.actions import InformantTold
from lintel.steps.front_door.tests.builders import knock, tells_of
from tests.cast import NOW
from tests.once import once

pytestmark = pytest.mark.django_db
ON = date(2025, 3, 3)


@pytest.fixture
def around(cast, bells, request):
    return once("whole family", lambda: whole_family(cast, bells), request)


def test_everybody_stands_where_they_live_with_what_they_are_to_the_child(cast, bells, around):
    found = family(bells.mia.pk, viewer=cast.priya, on=ON)

    assert {m.name: m.kin for m in found.home} == {
        "Mia Bell": "", "Ruth Bell": "mother", "Noah Bell": "brother", "Dean Pryce": "mother’s partner",
    }  # fmt: skip
    assert [m.name for m in found.lived_here] == ["Owen Hartley"]
    assert {m.name: m.kin for m in found.elsewhere} == {
        "Joan Carr": "grandmother", "Bell": "brother or sister", "Kit Hartley": "half-brother",
    }  # fmt: skip
    assert len(found.picture.places) == len(found.members)


def test_each_child_has_their_own_line_and_what_is_next(cast, bells, around):
    found = family(bells.mia.pk, viewer=cast.priya, on=ON)

    lines = {member.name: member.line for member in found.children}
    assert set(lines) == {"Mia Bell", "Noah Bell", "Bell"}
    assert lines["Mia Bell"].stage is Stage.ASSESSED
    assert lines["Mia Bell"].held_by == "Priya Nair"
    assert lines["Mia Bell"].next_due.is_late


def test_a_half_brother_who_is_with_nobody_here_is_named_and_cannot_be_opened(cast, bells, around):
    found = family(bells.mia.pk, viewer=cast.priya, on=ON)

    kit = next(member for member in found.members if member.name == "Kit Hartley")
    assert not kit.may_open
    assert (kit.line, kit.address, list(kit.telephones)) == (None, "", [])
    assert "Lena Fox" not in {member.name for member in found.members}


def test_rules_about_reaching_people_and_others_involved_are_all_there(cast, bells, around):
    found = family(bells.noah.pk, viewer=cast.priya, on=ON)

    assert [rule.words for rule in found.rules] == ["Ring only in school hours."]
    [school] = [each for each in found.involved if each.professional]
    assert (school.name, school.agency, school.reach) == ("Ana Reyes", "Millbrook School", ("01632 960001",))
    assert set(school.children) == {bells.mia.pk, bells.noah.pk}


@pytest.mark.parametrize("who", ["tom", "sam", "grace", "ola", "elsie"])
def test_for_those_who_may_not_see_the_child_there_is_no_family(cast, bells, around, who):
    assert family(bells.mia.pk, viewer=cast.people[who], on=ON) is None


def test_of_a_child_who_is_kept_from_the_viewer_there_is_no_name_no_figure_and_no_count(cast, bells, around):
    open_restriction(bells.noah, named=[cast.femi], reason="Threats", together_with=cast.sofia, by=cast.helen, at=NOW)
    exclude(bells.kit, user=cast.dawn, reason="Her nephew.", by=cast.helen, at=NOW)

    found = family(bells.mia.pk, viewer=cast.dawn, on=ON)

    names = {member.name for member in found.members}
    assert names.isdisjoint({"Noah Bell", "Kit Hartley", "Lena Fox"})
    drawn = {place.figure.pk for place in found.picture.places}
    assert drawn.isdisjoint({bells.noah.pk, bells.kit.pk})
    assert all(bells.noah.pk not in each.children for each in found.involved)
    assert not {tie.pk for tie in found.ties if bells.noah.pk in (tie.person_id, tie.to_person_id)}


def test_a_confidential_address_and_that_of_whoever_lives_with_them_never_stands_on_the_page(cast, bells, around):
    by = {"by": cast.priya, "at": NOW}
    live_at([bells.mia], lines="3 Quiet Close", postcode="RV7 7QQ", since=ON, is_confidential=True, **by)
    live_at([bells.ruth], lines="3 Quiet Close", postcode="RV7 7QQ", since=ON, **by)

    found = family(bells.mia.pk, viewer=cast.priya, on=ON)

    assert [member.address for member in found.home] == ["", "", "", ""]
    assert {m.name for m in found.members if m.has_secret_address} == {"Mia Bell"}
    name, [address] = confidential_addresses(bells.mia.pk, bells.mia.pk, viewer=cast.priya, on=ON)
    assert (name, address.lines) == ("Mia Bell", "3 Quiet Close")
    assert confidential_addresses(bells.mia.pk, bells.mia.pk, viewer=cast.tom, on=ON) is None
    assert confidential_addresses(bells.mia.pk, bells.ivy.pk, viewer=cast.dawn, on=ON) is None


def test_many_more_people_ask_no_more_of_the_record(cast, bells, around, django_assert_max_num_queries):
    with django_assert_max_num_queries(70):
        family(bells.mia.pk, viewer=cast.priya, on=ON)


def test_nobody_is_named_from_a_contact_that_is_also_about_a_child_kept_from_the_viewer(cast, bells, around):
    told = InformantTold(kind=InformantKind.PROFESSIONAL, name="Iris Lowe", post="Nurse", organisation="Clinic")
    knock(by=cast.dawn, once="both", children=[tells_of(bells.mia), tells_of(bells.kit)], informant=told)
    exclude(bells.kit, user=cast.priya, reason="Her nephew.", by=cast.helen, at=NOW)

    named = [
        {each.name for each in family(bells.mia.pk, viewer=who, on=ON).involved} for who in (cast.marcus, cast.priya)
    ]

    assert ["Iris Lowe" in each for each in named] == [True, False]
