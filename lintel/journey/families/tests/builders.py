"""The Bells with everybody around them: three generations, a new partner, two households, and who else is involved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lintel.foundation.people.codes import RelationshipKind as Kind
from lintel.foundation.people.families import actions
from lintel.foundation.people.models import Person
from lintel.foundation.people.registering.actions import Particulars, register_person, relate, set_safe_contact
from lintel.journey.families.actions import add_to_family
from tests.cast import NOW, Bells, Cast


@dataclass(frozen=True)
class Around:
    """Whom `whole_family` adds."""

    dean: Person
    joan: Person
    lena: Person


def person(given: str, family: str, born: date | None = None, *, sex: str = "", is_child: bool = False, by) -> Person:
    told = Particulars(given=given, family=family, date_of_birth=born, sex=sex, is_child=is_child)
    return register_person(told, screen="family page", by=by, at=NOW)


def whole_family(cast: Cast, bells: Bells) -> Around:
    """
    Ruth and the children live with Dean since the autumn; Owen moved out; Joan is Ruth's mother; Lena is Kit's.

    Written by Priya, who holds the children.
    """
    by = {"by": cast.priya, "at": NOW}
    home = {"to_person": bells.ruth, "lives_with": bells.mia, **by}
    for each in (bells.ruth, bells.mia, bells.noah, bells.owen):
        if each != bells.mia:
            actions.move_in(each, with_person=bells.mia, on=date(2020, 5, 1), **by)
    left = bells.owen.household_memberships.get()
    actions.move_out(left, on=date(2024, 6, 30), **by)
    together = actions.say_related(bells.owen, Kind.PARTNER, bells.ruth, began_on=date(2012, 1, 1), **by)
    actions.end_relationship(together, ended_on=date(2024, 6, 30), **by)
    told = Particulars(given="Dean", family="Pryce", date_of_birth=date(1990, 2, 14), sex="M", is_child=False)
    dean = add_to_family(told, kind=Kind.PARTNER, moved_in_on=date(2024, 10, 1), **home)
    joan = person("Joan", "Carr", date(1960, 3, 8), sex="F", by=cast.priya)
    lena = person("Lena", "Fox", sex="F", by=cast.priya)
    relate(joan, Kind.MOTHER, bells.ruth, screen="family page", **by)
    relate(lena, Kind.MOTHER, bells.kit, screen="family page", **by)
    actions.live_at([bells.ruth, bells.mia], lines="14 Mill Lane", postcode="RV1 2AB", since=date(2024, 7, 1), **by)
    actions.say_telephone(bells.ruth, number="07700 900123", words="mornings", **by)
    actions.say_language(lena, language="Polish", needs_interpreter=True, **by)
    actions.say_involved(
        [bells.mia, bells.noah], name="Ana Reyes", role="Head of year", agency="Millbrook School",
        telephone="01632 960001", began_on=date(2024, 9, 2), **by,
    )  # fmt: skip
    set_safe_contact(bells.ruth, words="Ring only in school hours.", never_write=True, **by)
    return Around(dean, joan, lena)
