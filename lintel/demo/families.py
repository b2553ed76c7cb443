"""The families of Ravenshire: children with brothers and sisters, and the adults around them."""

from __future__ import annotations

from datetime import date, timedelta

from lintel.demo import names
from lintel.demo.chance import Chance, Shares
from lintel.demo.events import Adult, Child, Family
from lintel.statute.ages import age_on
from lintel.statute.identifiers import nhs_number_check_digit, upn_check_letter

CHILDREN_IN_FAMILY = Shares({1: 0.43, 2: 0.31, 3: 0.16, 4: 0.07, 5: 0.03})
# Age of the child a first contact is about; -1 stands for unborn.
AGE_AT_FIRST_CONTACT = Shares({-1: 0.025, 0: 0.075, 1: 0.22 / 4, 2: 0.22 / 4, 3: 0.22 / 4, 4: 0.22 / 4}
                              | dict.fromkeys(range(5, 10), 0.27 / 5) | dict.fromkeys(range(10, 16), 0.33 / 6)
                              | dict.fromkeys((16, 17), 0.08 / 2))  # fmt: skip
DISABILITIES = Shares({
    "AUT": 0.31, "LD": 0.22, "BEH": 0.13, "MOB": 0.08, "COMM": 0.08, "CON": 0.04, "HEAR": 0.04, "VIS": 0.03,
    "HAND": 0.02, "PC": 0.02, "INC": 0.01, "DDA": 0.02,
})  # fmt: skip
DISABLED = 0.09
CONFIDENTIAL = 0.02
NHS_NUMBER_KNOWN, UPN_KNOWN = 0.85, 0.9
FIRST_CHILD_NUMBER = 100_001


class Population:
    """Every family that has come to the front door so far; new ones are made as they come."""

    def __init__(self, seed: int) -> None:
        self._chance = Chance(seed, "families")
        self.families: list[Family] = []
        self._children = 0
        self._adults = 0

    def new_family(self, on: date) -> Family:
        """A family nobody knew, at the time of its first contact."""
        chance = self._chance
        ethnicity = chance.share(names.ETHNICITIES)
        culture = names.NAMES_OF.get(ethnicity, "northern")
        lines, postcode = names.address(chance)
        family = Family(
            len(self.families) + 1, names.family_name(culture, chance), lines, postcode,
            is_confidential=chance.happens(CONFIDENTIAL), moved_in_on=on - timedelta(days=chance.between(30, 3_000)),
        )  # fmt: skip
        born = self._birth_day_at_first_contact(on)
        how_many = chance.share(CHILDREN_IN_FAMILY)
        for _ in range(how_many):
            if age_on(born, on) < 18:
                family.children.append(self._child(family, born, ethnicity, culture))
            born += timedelta(days=chance.between(430, 1_500) * chance.one_of((-1, -1, -1, 1)))
            born = min(born, on + timedelta(days=200))
        self._add_adults(family, culture)
        self.families.append(family)
        return family

    def _birth_day_at_first_contact(self, on: date) -> date:
        age = self._chance.share(AGE_AT_FIRST_CONTACT)
        if age < 0:
            return on + timedelta(days=self._chance.between(20, 180))
        return on - timedelta(days=round(365.25 * age) + self._chance.between(0, 364))

    def _child(self, family: Family, born_on: date, ethnicity: str, culture: str) -> Child:
        chance = self._chance
        sex = chance.one_of("MF")
        given = names.given_name(culture if chance.happens(0.85) else "northern", sex, chance)
        how_many = 0 if not chance.happens(DISABLED) else 2 if chance.happens(0.25) else 1
        disabilities = tuple(sorted({chance.share(DISABILITIES) for _ in range(how_many)}))
        self._children += 1
        return Child(
            FIRST_CHILD_NUMBER + self._children - 1, family, given,
            family.surname if chance.happens(0.8) else names.family_name(culture, chance), born_on, sex, ethnicity,
            disabilities, nhs_number=self._nhs_number(), upn=self._upn(),
        )  # fmt: skip

    def _nhs_number(self) -> str:
        """Numbers that begin with 999 are never given to anybody; they are kept for tests."""
        nine = f"999{self._children:06d}"
        digit = nhs_number_check_digit(nine)
        return f"{nine}{digit}" if digit is not None and self._chance.happens(NHS_NUMBER_KNOWN) else ""

    def _upn(self) -> str:
        """A UPN of an authority number that does not exist (000)."""
        if not self._chance.happens(UPN_KNOWN):
            return ""
        twelve = f"000{self._children:09d}"
        return upn_check_letter(twelve) + twelve

    def _add_adults(self, family: Family, culture: str) -> None:
        chance = self._chance
        eldest = min(child.born_on for child in family.children)
        mother = self._adult(family, "mother", "F", culture, eldest, chance.between(17, 36))
        if chance.happens(0.15):
            mother.former_surname = names.family_name(culture, chance)
        if chance.happens(0.8):
            father = self._adult(family, "father", "M", culture, eldest, chance.between(18, 40))
            father.lives_elsewhere = chance.happens(0.45)
            if father.lives_elsewhere:
                family.other_address = names.address(chance)
        if chance.happens(0.12):
            self._adult(family, "step_parent", "M", culture, eldest, chance.between(18, 40))
        if chance.happens(0.06):
            self._adult(family, "grandparent", chance.one_of("FFM"), culture, eldest, chance.between(42, 60))

    def _adult(self, family: Family, role: str, sex: str, culture: str, eldest: date, older_by: int) -> Adult:
        chance = self._chance
        self._adults += 1
        takes_family_name = role in ("mother", "grandparent") or chance.happens(0.6)
        adult = Adult(
            self._adults, names.given_name(culture, sex, chance),
            family.surname if takes_family_name else names.family_name(culture, chance),
            eldest - timedelta(days=round(365.25 * older_by) + chance.between(0, 364)), sex, role,
        )  # fmt: skip
        family.adults.append(adult)
        return adult
