"""Two records said to be one person, and the saying taken back."""

from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lintel.foundation.access.actions import open_restriction, service_account
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.matching.merging import actions, queries
from lintel.foundation.matching.merging.actions import merge, unmerge
from lintel.foundation.matching.merging.pointing import pointers
from lintel.foundation.matching.queries import candidates
from lintel.foundation.matching.sought import Sought
from lintel.foundation.people.actions import (
    load_household_memberships,
    load_households,
    load_identifiers,
    load_names,
    load_people,
    load_relationships,
)
from lintel.foundation.people.models import (
    Household,
    HouseholdMembership,
    Identifier,
    Person,
    PersonName,
    Relationship,
)
from tests.cast import NOW, TYPED

APPS = ("people", "access", "front_door", "referrals", "allocation")
BECAUSE = "Same mother, same school; the grandmother rang about both."


@pytest.fixture
def maya(bells):
    """Mia again, as a neighbour spelt her."""
    return somebody("maya", "Maya", "Bell")


def somebody(key, given_name, family, **facts):
    by = loader()
    person = Person(**TYPED, key=key, **facts)
    load_people([person], by=by, at=NOW)
    load_names([PersonName(**TYPED, key=f"{key}/name", person=person, given=given_name, family=family)], by=by, at=NOW)
    return person


def everything() -> dict[str, list[tuple]]:
    """Every row of the tables that speak of people, but for their history and what merging itself writes."""
    found = {}
    for model in apps.get_models():
        meta = model._meta
        if meta.app_label in APPS and not meta.proxy and not meta.label.endswith("Event"):
            found[meta.label] = sorted(map(repr, model._base_manager.order_by("pk").values_list()))
    return found


def test_everything_that_spoke_of_the_absorbed_speaks_of_the_survivor(dawn, bells, maya):
    made = merge(bells.mia, maya, reason=BECAUSE, by=dawn, at=NOW)

    assert all(not each.rows(maya.pk).exists() for each in pointers())
    assert {"Mia", "Maya"} == set(PersonName.objects.filter(person=bells.mia).values_list("given", flat=True))
    assert [(row.model, row.column) for row in made.rows.all()] == [("people.PersonName", "person_id")]


def test_a_merged_record_is_shown_to_nobody(dawn, helen, bells, maya):
    merge(bells.mia, maya, reason=BECAUSE, by=dawn, at=NOW)

    assert not visible_children(helen).filter(pk=maya.pk).exists()
    assert [one.person_pk for one in candidates(Sought(given="Maya", family="Bell"), viewer=dawn)][:1] == [bells.mia.pk]


def test_a_merge_leaves_an_entry(dawn, bells, maya):
    merge(bells.mia, maya, reason=BECAUSE, by=dawn, at=NOW)

    assert Entry.objects.get(act="people merged").by == dawn


def test_unmerging_puts_back_exactly_what_moved(dawn, bells, maya):
    before = everything()
    made = merge(bells.mia, maya, reason=BECAUSE, by=dawn, at=NOW)
    assert everything() != before

    unmerge(made, reason="They are cousins.", by=dawn, at=NOW)

    assert everything() == before


def test_what_was_recorded_since_stays_and_is_listed(dawn, bells, maya):
    made = merge(bells.mia, maya, reason=BECAUSE, by=dawn, at=NOW)
    load_names(
        [PersonName(**TYPED, key="since", person=bells.mia, given="Mimi", family="Bell")],
        by=loader(), at=NOW,
    )  # fmt: skip

    assert queries.recorded_since(made, viewer=dawn) == ["person name since"]
    unmerge(made, reason="They are cousins.", by=dawn, at=NOW)
    assert PersonName.objects.get(key="since").person_id == bells.mia.pk


def loader():
    return service_account(at=NOW)


def test_a_number_both_have_stays_behind_and_is_said(dawn, bells, maya):
    for person in (bells.mia, maya):
        load_identifiers(
            [Identifier(**TYPED, key=f"n{person.pk}", person=person, scheme="nhs_number", value="9434765919")],
            by=loader(), at=NOW,
        )  # fmt: skip

    made = merge(bells.mia, maya, reason=BECAUSE, by=dawn, at=NOW)

    assert [why for _, why in queries.stayed_behind(made, viewer=dawn)] == ["an identifier is held once"]


def test_two_who_are_related_to_each_other_can_be_merged(dawn, bells, maya):
    tie = Relationship(**TYPED, key="tie", person=maya, kind="sibling", to_person=bells.mia)
    load_relationships([tie], by=loader(), at=NOW)
    before = everything()

    made = merge(bells.mia, maya, reason=BECAUSE, by=dawn, at=NOW)

    assert [why for _, why in queries.stayed_behind(made, viewer=dawn)] == ["nobody is related to themselves"]
    unmerge(made, reason="No.", by=dawn, at=NOW)
    assert everything() == before


def test_overlapping_households_stay_behind(dawn, bells, maya):
    home = Household(**TYPED, key="home", name="Bell")
    load_households([home], by=loader(), at=NOW)
    load_household_memberships(
        [
            HouseholdMembership(**TYPED, key=f"m{p.pk}", household=home, person=p, joined_on=date(2020, 1, 1))
            for p in (bells.mia, maya)
        ],
        by=loader(), at=NOW,
    )  # fmt: skip

    made = merge(bells.mia, maya, reason=BECAUSE, by=dawn, at=NOW)

    assert [why for _, why in queries.stayed_behind(made, viewer=dawn)] == ["a person lives in one household at a time"]


def test_what_the_survivor_does_not_say_it_takes_over_and_gives_back(dawn, bells):
    girl = somebody("girl", "Mia", "Bell", sex="")
    before = everything()

    made = merge(girl, bells.mia, reason=BECAUSE, by=dawn, at=NOW)

    girl.refresh_from_db()
    assert (girl.sex, girl.date_of_birth, girl.birth_date_certainty) == ("F", date(2013, 9, 2), "known")
    unmerge(made, reason="No.", by=dawn, at=NOW)
    assert everything() == before


def test_a_chain_is_taken_back_from_its_end(dawn, bells, maya):
    third = somebody("third", "M", "Bell")
    before = everything()
    first = merge(maya, third, reason=BECAUSE, by=dawn, at=NOW)
    second = merge(bells.mia, maya, reason=BECAUSE, by=dawn, at=NOW)

    with pytest.raises(actions.LaterMergeFirst) as said:
        unmerge(first, reason="No.", by=dawn, at=NOW)

    assert said.value.later == second
    unmerge(second, reason="No.", by=dawn, at=NOW)
    unmerge(first, reason="No.", by=dawn, at=NOW)
    assert everything() == before


def test_of_two_merges_into_one_record_either_may_be_taken_back_first(dawn, bells, maya):
    third = somebody("third", "M", "Bell")
    for person in (maya, third):
        load_identifiers(
            [Identifier(**TYPED, key=f"n{person.pk}", person=person, scheme="nhs_number", value="9434765919")],
            by=loader(), at=NOW,
        )  # fmt: skip
    before = everything()
    first = merge(bells.mia, maya, reason=BECAUSE, by=dawn, at=NOW)
    second = merge(bells.mia, third, reason=BECAUSE, by=dawn, at=NOW)

    unmerge(first, reason="No.", by=dawn, at=NOW)

    # The number that stayed behind because of the first merge has come now.
    assert Identifier.objects.filter(person=bells.mia).count() == 1
    unmerge(second, reason="No.", by=dawn, at=NOW)
    assert everything() == before


def test_a_merged_record_is_not_merged_again(dawn, bells, maya):
    merge(bells.mia, maya, reason=BECAUSE, by=dawn, at=NOW)

    with pytest.raises(actions.AlreadyMerged):
        merge(bells.noah, maya, reason=BECAUSE, by=dawn, at=NOW)
    with pytest.raises(actions.AlreadyMerged):
        merge(maya, bells.noah, reason=BECAUSE, by=dawn, at=NOW)


@pytest.mark.parametrize("reason", ["", "   "])
def test_neither_is_done_without_a_reason(dawn, bells, maya, reason):
    with pytest.raises(actions.NoReasonGiven):
        merge(bells.mia, maya, reason=reason, by=dawn, at=NOW)
    made = merge(bells.mia, maya, reason=BECAUSE, by=dawn, at=NOW)
    with pytest.raises(actions.NoReasonGiven):
        unmerge(made, reason=reason, by=dawn, at=NOW)


def test_a_record_is_not_merged_with_itself(dawn, bells):
    with pytest.raises(actions.SameRecord):
        merge(bells.mia, bells.mia, reason=BECAUSE, by=dawn, at=NOW)


@pytest.mark.parametrize("who", ["tom", "priya", "marcus", "helen", "sam"])
def test_only_those_who_may_can_merge(cast, bells, maya, who):
    with pytest.raises(NotAllowed):
        merge(bells.mia, maya, reason=BECAUSE, by=cast.people[who], at=NOW)


def test_whoever_may_not_see_a_record_does_not_merge_it(cast, bells, maya):
    open_restriction(
        bells.mia, reason="A worker's child", named=[cast.priya], together_with=cast.grace, by=cast.helen, at=NOW
    )

    with pytest.raises(actions.NotTheirsToMerge):
        merge(maya, bells.mia, reason=BECAUSE, by=cast.dawn, at=NOW)


def test_a_file_that_still_knows_the_absorbed_record_speaks_of_the_survivor(dawn, bells, maya):
    merge(bells.mia, maya, reason=BECAUSE, by=dawn, at=NOW)
    again = Person(**TYPED, key="maya", sex="F")

    load_people([again], by=loader(), at=NOW)

    assert again.pk == bells.mia.pk


@pytest.mark.django_db
def test_every_table_that_points_at_people_is_known():
    """Against the database's own list of foreign keys."""
    listed = {(each.model._meta.db_table, each.column) for each in pointers()}
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = {
            (table, column)
            for table in tables
            for column, (_, other) in connection.introspection.get_relations(cursor, table).items()
            if other == "people_person"
        }
    # What a worker said in confidence follows the merge when it is read (`voice.queries.name_of_child`).
    apart = {("people_person", "merged_into_id"), ("voice_safetyconcern", "child_id")}
    unmoved = {(t, c) for t, c in found if t.startswith("matching_")} | apart

    assert found - unmoved == listed


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), min_size=1, max_size=6))
def test_whatever_is_merged_and_taken_back_everything_is_as_it_was(dawn, bells, maya, steps):
    """Any merges among five records, taken back at any time in any order that is allowed, come to nothing."""
    people = [bells.mia, bells.noah, maya, bells.kit, bells.ruth]
    before, live = everything(), []
    for one, other, takes_back in steps:
        if takes_back and live:
            _take_back_what_may_be(live, one, dawn)
        else:
            try:
                live.append(merge(people[one], people[other], reason="x", leaving_behind=True, by=dawn, at=NOW))
            except (actions.SameRecord, actions.AlreadyMerged):
                continue
    while live:
        _take_back_what_may_be(live, 0, dawn)

    assert everything() == before


def _take_back_what_may_be(live, at, by):
    made = live[at % len(live)]
    try:
        unmerge(made, reason="y", by=by, at=NOW)
    except actions.LaterMergeFirst as said:
        made = said.later
        _take_back_what_may_be(live, live.index(made), by)
        return
    live.remove(made)
