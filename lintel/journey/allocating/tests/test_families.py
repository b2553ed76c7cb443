"""Who belongs together, and where they live as far as it is no secret: one rule for the board, loads and meetings."""

from datetime import date

import pytest

from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.models import Address, Household, HouseholdMembership, Person, Relationship
from lintel.journey.allocating.loads.fitting import has_sibling
from lintel.journey.allocating.loads.queries import asked_about, loads
from lintel.journey.allocating.loads.reading import districts_of
from lintel.journey.allocating.tests.builders import held_by
from lintel.journey.allocating.tests.given import with_north
from lintel.journey.allocating.waiting.queries import board, families_of
from tests.cast import NOW, TYPED
from tests.trace import finding

pytestmark = pytest.mark.django_db


def lives(person, postcode, *, is_confidential=False):
    Address.objects.create(
        **TYPED, key=f"{person.pk}/{postcode}", person=person, lines="1 Mill Lane", postcode=postcode,
        is_confidential=is_confidential,
    )  # fmt: skip


def together(*people):
    home = Household.objects.create(**TYPED, key=f"home {people[0].pk}", name="Home")
    for person in people:
        HouseholdMembership.objects.create(
            **TYPED, key=f"lives {person.pk}", household=home, person=person, joined_on=date(2024, 1, 8)
        )


@finding("S33")
def test_brothers_and_sisters_of_one_mother_wait_together_whoever_told_of_them(cast):
    one, two, three = (
        with_north(cast, name, once=name)[0] for name in ("Perrin", "Tansy", "Bracken")
    )  # fmt: skip
    mother = Person.objects.create(**TYPED, key="their mother", is_child=False)
    for each in (one, two):
        Relationship.objects.create(
            **TYPED, key=f"mother of {each.pk}", person=mother, kind=RelationshipKind.MOTHER, to_person=each.child
        )
    of_two = {one.child_id, two.child_id}

    for found in (
        board(viewer=cast.marcus, on=NOW.date()).families,
        families_of([one.pk, three.pk], viewer=cast.marcus, on=NOW.date()),
    ):  # fmt: skip
        assert sorted([{wait.child_id for wait in family.waits} for family in found], key=len) == [
            {three.child_id}, of_two,
        ]  # fmt: skip

    held_by(cast.priya, [one], by=cast.marcus)
    (asked,) = asked_about(families_of([two.pk], viewer=cast.marcus, on=NOW.date()), viewer=cast.marcus, on=NOW.date())
    (other,) = asked_about(
        families_of([three.pk], viewer=cast.marcus, on=NOW.date()), viewer=cast.marcus, on=NOW.date()
    )  # fmt: skip
    (load,) = loads(viewer=cast.marcus, on=NOW.date())
    assert has_sibling(asked, load)
    assert not has_sibling(other, load)


def test_a_district_is_kept_for_everybody_in_a_household_where_one_address_is_secret(cast, bells):
    together(bells.mia, bells.noah, bells.ruth)
    for person in (bells.mia, bells.noah, bells.kit):
        lives(person, "RV1 2AB")
    children = [bells.mia.pk, bells.noah.pk, bells.kit.pk]
    assert districts_of(children) == dict.fromkeys(children, "RV1")

    lives(bells.ruth, "RV9 9ZZ", is_confidential=True)
    assert districts_of(children) == {bells.kit.pk: "RV1"}

    lives(bells.kit, "RV8 8ZZ", is_confidential=True)
    assert districts_of(children) == {}
