"""Who belongs together, and where they live as far as it is no secret: one rule for the board, loads and meetings."""

from datetime import date

import pytest

from lintel.foundation.people.models import Address, Household, HouseholdMembership
from lintel.journey.allocating.loads.reading import districts_of
from tests.cast import TYPED
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
