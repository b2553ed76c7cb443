"""What is said about a family stays on the record, and every saying leaves a trail."""

from datetime import date

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.people.codes import RelationshipKind as Kind
from lintel.foundation.people.families import actions
from lintel.foundation.people.models import Address, HouseholdMembership, Professional, Relationship
from tests.cast import NOW

pytestmark = pytest.mark.django_db
MARCH, JANUARY = date(2025, 3, 1), date(2025, 1, 6)


@pytest.fixture
def by(cast):
    return {"by": cast.priya, "at": NOW}


def noted(act, **of) -> bool:
    return Entry.objects.filter(act=act, **of).exists()


def test_partners_are_said_once_part_and_may_begin_anew(bells, by):
    once = actions.say_related(bells.owen, Kind.PARTNER, bells.ruth, began_on=JANUARY, **by)
    again = actions.say_related(bells.ruth, Kind.PARTNER, bells.owen, **by)
    actions.end_relationship(once, ended_on=MARCH, **by)
    anew = actions.say_related(bells.owen, Kind.PARTNER, bells.ruth, **by)

    assert again == once != anew
    assert Relationship.objects.get(pk=once.pk).ended_on == MARCH
    assert noted("relationship ended")


def test_a_mother_stays_a_mother_unless_it_was_never_so(bells, by):
    tie = Relationship.objects.get(person=bells.ruth, to_person=bells.mia)

    with pytest.raises(actions.StaysAsItIs):
        actions.end_relationship(tie, ended_on=MARCH, **by)
    with pytest.raises(actions.NoReasonGiven):
        actions.take_back_relationship(tie, because=" ", **by)
    actions.take_back_relationship(tie, because="Her aunt, as the birth certificate says.", **by)

    assert not Relationship.objects.filter(pk=tie.pk).exists()
    assert noted("relationship taken back", child_id=bells.mia.pk)


@pytest.mark.parametrize("day", [date(2025, 1, 5), date(2025, 3, 4)])
def test_nothing_ends_before_it_began_or_in_days_to_come(bells, by, day):
    tie = actions.say_related(bells.owen, Kind.PARTNER, bells.ruth, began_on=JANUARY, **by)

    with pytest.raises(actions.NotThatDay):
        actions.end_relationship(tie, ended_on=day, **by)


def test_nobody_is_related_to_themselves(bells, by):
    with pytest.raises(actions.SamePerson):
        actions.say_related(bells.ruth, Kind.PARTNER, bells.ruth, **by)


def test_who_moves_in_leaves_where_they_lived_on_that_day(bells, by):
    first = actions.move_in(bells.ruth, with_person=bells.mia, on=JANUARY, **by)
    actions.move_in(bells.kit, with_person=bells.owen, on=JANUARY, **by)
    actions.move_in(bells.owen, with_person=bells.mia, on=MARCH, **by)

    assert {each.person_id for each in first.household.memberships.filter(left_on__isnull=True)} == {
        bells.mia.pk, bells.ruth.pk, bells.owen.pk,
    }  # fmt: skip
    left = HouseholdMembership.objects.get(person=bells.owen, left_on__isnull=False)
    assert left.left_on == MARCH
    assert noted("moved into a household", child_id=bells.mia.pk)
    with pytest.raises(actions.LivesThere):
        actions.move_in(bells.owen, with_person=bells.ruth, on=MARCH, **by)


def test_moving_out_is_said_once_and_not_before_moving_in(bells, by):
    stay = actions.move_in(bells.ruth, with_person=bells.mia, on=JANUARY, **by)

    with pytest.raises(actions.NotThatDay):
        actions.move_out(stay, on=date(2025, 1, 5), **by)
    actions.move_out(stay, on=MARCH, **by)
    with pytest.raises(actions.EndedAlready):
        actions.move_out(stay, on=MARCH, **by)


def test_a_new_address_ends_the_one_before_for_each_of_them(bells, by):
    actions.live_at([bells.mia, bells.ruth], lines="14 Mill Lane", postcode="rv1 2ab", since=JANUARY, **by)
    actions.live_at([bells.mia], lines="3 Quiet Close", postcode="", since=MARCH, is_confidential=True, **by)

    mias = Address.objects.filter(person=bells.mia).order_by("pk")
    assert list(mias.values_list("lived_until", "is_confidential")) == [(MARCH, False), (None, True)]
    assert Address.objects.get(person=bells.ruth).postcode == "RV1 2AB"
    with pytest.raises(actions.NothingSaid):
        actions.live_at([bells.mia], lines=" ", postcode="", since=MARCH, **by)


def test_a_number_goes_out_of_use_and_a_language_said_again_replaces_what_was_said(bells, by):
    number = actions.say_telephone(bells.ruth, number="07700 900123", **by)
    actions.end_telephone(number, **by)
    actions.say_language(bells.ruth, language="Polish", needs_interpreter=False, **by)
    actions.say_language(bells.ruth, language="polish", needs_interpreter=True, **by)

    assert bells.ruth.telephones.get().ended_by == by["by"]
    assert bells.ruth.languages.get(ended_at__isnull=True).needs_interpreter
    with pytest.raises(actions.EndedAlready):
        actions.end_telephone(number, **by)


def test_who_works_with_the_children_is_written_down_for_each_and_ends_for_one(bells, by):
    mias, _ = actions.say_involved([bells.mia, bells.noah], name="Ana Reyes", began_on=JANUARY, **by)

    actions.end_involved(mias, ended_on=MARCH, **by)

    assert Professional.objects.get(ended_on__isnull=True).child == bells.noah
    assert noted("professional no longer involved", child_id=bells.mia.pk)


ACTS = {
    "related": lambda b, by: actions.say_related(b.owen, Kind.PARTNER, b.ruth, **by),
    "moved in": lambda b, by: actions.move_in(b.ruth, with_person=b.mia, on=MARCH, **by),
    "address": lambda b, by: actions.live_at([b.mia], lines="1 High Street", postcode="", since=MARCH, **by),
    "telephone": lambda b, by: actions.say_telephone(b.ruth, number="07700 900123", **by),
    "language": lambda b, by: actions.say_language(b.ruth, language="Polish", needs_interpreter=True, **by),
    "involved": lambda b, by: actions.say_involved([b.mia], name="Ana Reyes", **by),
}


@pytest.mark.parametrize("act", ACTS)
def test_those_who_may_not_write_people_down_write_nothing(cast, bells, act):
    with pytest.raises(NotAllowed):
        ACTS[act](bells, {"by": cast.anil, "at": NOW})
