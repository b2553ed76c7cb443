"""What workers wrote down of three families: grandparents, a new partner, a half-sister, who else is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from lintel.demo import names
from lintel.demo.chance import Chance
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.families import actions
from lintel.foundation.people.models import Person, Professional, Relationship
from lintel.foundation.people.registering.actions import Particulars, set_safe_contact
from lintel.journey.allocating.dues.reading import held_on
from lintel.journey.chronology.queries import children_of_the_same_household
from lintel.journey.families.actions import add_to_family
from lintel.statute.calendar import local_day

SEED, FAMILIES, CANDIDATES = 1, 3, 40
LANGUAGES = (("Polish", True), ("Urdu", False), ("Portuguese", True))
SAFE_WAYS = (
    ("Ring only in school hours; he reads her telephone in the evening.", True),
    ("Leave no message. She rings back when the number shows.", False),
    ("Write to her sister’s address only.", False),
)
SCHOOLS = ("Larchmere Primary School", "Ashgill Academy", "Castle Street School")


def write_families_down(*, now: datetime) -> None:
    """Draw the picture of three families of workers who sign in whole; asked again, nothing."""
    if Professional.objects.exists():
        return
    chance = Chance(SEED, f"families of {local_day(now)}")
    for number, (worker, mother, children) in enumerate(islice(_families(local_day(now)), FAMILIES)):
        _write_down(number, worker, mother, children, chance, now=now)


def _families(today: date) -> Iterator[tuple[User, Person, list[Person]]]:
    """Brothers and sisters held by somebody with an account, with their mother; each family once."""
    workers = User.objects.filter(role_grants__role=Role.SOCIAL_WORKER, worker__isnull=False, is_active=True)
    accounts = {user.worker_id: user for user in workers}
    held = held_on(today).filter(worker__in=accounts, child__household_memberships__left_on__isnull=True)
    told: set[int] = set()
    for involvement in held.select_related("child").order_by("pk")[:CANDIDATES]:
        worker, child = accounts[involvement.worker_id], involvement.child
        mother = Relationship.objects.filter(to_person=child, kind=RelationshipKind.MOTHER).first()
        children = [child, *children_of_the_same_household(child, viewer=worker)]
        if mother is not None and len(children) > 1 and told.isdisjoint(each.pk for each in children):
            told.update(each.pk for each in children)
            yield worker, mother.person, children


def _write_down(
    number: int, worker: User, mother: Person, children: list[Person], chance: Chance, *, now: datetime
) -> None:  # fmt: skip
    by = {"by": worker, "at": now - timedelta(days=3)}
    eldest, today = children[0], local_day(now)
    grandmother = _somebody("F", today.year - 62, chance)
    add_to_family(grandmother, kind=RelationshipKind.MOTHER, to_person=mother, **by)
    add_to_family(_somebody("M", today.year - 64, chance), kind=RelationshipKind.FATHER, to_person=mother, **by)
    partner = add_to_family(
        _somebody("M", today.year - 33, chance), kind=RelationshipKind.PARTNER, to_person=mother, lives_with=eldest,
        moved_in_on=today - timedelta(days=200), **by,
    )  # fmt: skip
    elder = _somebody("F", today.year - 16, chance, is_child=True)
    add_to_family(elder, kind=RelationshipKind.HALF_SIBLING, to_person=eldest, **by)
    actions.say_telephone(mother, number=f"01632 960 3{number}1", words="mornings", **by)
    actions.say_telephone(partner, number=f"01632 960 3{number}2", **by)
    language, needs_interpreter = LANGUAGES[number]
    actions.say_language(mother, language=language, needs_interpreter=needs_interpreter, **by)
    words, never_write = SAFE_WAYS[number]
    set_safe_contact(mother, words=words, never_write=never_write, **by)
    actions.say_involved(
        children, name=f"{names.given_name('northern', 'F', chance)} {names.family_name('northern', chance)}",
        role="designated safeguarding lead", agency=SCHOOLS[number], telephone=f"01632 960 3{number}3",
        began_on=today - timedelta(days=400), **by,
    )  # fmt: skip


def _somebody(sex: str, born: int, chance: Chance, *, is_child: bool = False) -> Particulars:
    return Particulars(
        given=names.given_name("northern", sex, chance), family=names.family_name("northern", chance), sex=sex,
        date_of_birth=date(born, chance.between(1, 12), chance.between(1, 28)), is_child=is_child,
    )  # fmt: skip
