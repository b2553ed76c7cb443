"""Who sees whom: every role with every relation to a child, and what beats what."""

from datetime import date, timedelta

import pytest

from lintel.foundation.access.actions import (
    close_account,
    disable_unused_accounts,
    end_role,
    exclude,
    grant_role,
    lift_exclusion,
    lift_restriction,
    open_account,
    open_restriction,
)
from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.roles import Role, Scope
from lintel.foundation.access.visibility import sees_whole_service, team_line, visible_children
from lintel.foundation.workforce.actions import load_teams, load_workers
from lintel.foundation.workforce.models import Team, Worker
from tests.cast import NOW, TYPED, give_reason

pytestmark = pytest.mark.django_db

TODAY = date(2025, 3, 3)

# Reasons a colleague in the North team may have: none; their own; their team's; a team's beneath their service.
RELATIONS = ["none", "own", "team", "team beneath"]


def sees(viewer, child, **when):
    # Read the person afresh, as every request does.
    return visible_children(User.objects.get(pk=viewer.pk), **when).filter(pk=child.pk).exists()


@pytest.fixture
def newcomer(cast):
    """Somebody with a worker behind the account and no role yet."""
    worker = Worker(**TYPED, key="W99", name="Robin Vale")
    load_workers([worker], by=cast.command_line, at=NOW)
    return open_account(email="robin@ravenshire.example", name="Robin Vale", worker=worker, by=cast.sam, at=NOW)


def relate(cast, newcomer, child, relation):
    """Give the reason, and return the team at the head of which a role that needs one is given."""
    if relation == "own":
        give_reason(child, to=newcomer, team=None, begins_on=TODAY, key="own")
        return cast.front_door
    if relation == "none":
        return cast.front_door
    give_reason(child, to=None, team=cast.north, begins_on=TODAY, key="team")
    return cast.north if relation == "team" else cast.service


EXPECTED = {
    Scope.SERVICE: {"none": True, "own": True, "team": True, "team beneath": True},
    Scope.TEAM_LINE: {"none": False, "own": True, "team": True, "team beneath": True},
    Scope.OWN_CHILDREN: {"none": False, "own": True, "team": False, "team beneath": False},
    Scope.NOBODY: {"none": False, "own": False, "team": False, "team beneath": False},
}


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("role", Role)
def test_every_role_with_every_relation_to_a_child(cast, bells, newcomer, role, relation):
    team = relate(cast, newcomer, bells.kit, relation)
    grant_role(newcomer, role=role, team=team, by=cast.sam, at=NOW)

    assert sees(newcomer, bells.kit) is EXPECTED[role.scope][relation]
    assert sees_whole_service(newcomer) is (role.scope is Scope.SERVICE)


@pytest.mark.parametrize("relation", RELATIONS)
def test_somebody_without_a_role_sees_no_child_whatever_reason_they_have(cast, bells, newcomer, relation):
    relate(cast, newcomer, bells.kit, relation)

    assert not sees(newcomer, bells.kit)


# --- whoever runs the system ------------------------------------------------------------------------------------------


def test_a_system_administrator_seeded_as_a_worker_with_an_involvement_sees_no_child(cast, bells, newcomer):
    give_reason(bells.mia, to=newcomer, team=cast.north, begins_on=TODAY, key="seeded")
    grant_role(newcomer, role=Role.SYSTEM_ADMINISTRATOR, by=cast.sam, at=NOW)

    assert not visible_children(newcomer).exists()


@pytest.mark.parametrize("other", [role for role in Role if role.scope is not Scope.NOBODY])
def test_a_system_administrator_sees_no_child_even_if_another_role_was_written_into_the_database(
    cast, bells, newcomer, other
):
    give_reason(bells.mia, to=newcomer, team=cast.north, begins_on=TODAY, key="seeded")
    for role in (Role.SYSTEM_ADMINISTRATOR, other):
        RoleGrant.objects.create(user=newcomer, role=role, team=cast.north, granted_at=NOW)

    assert not visible_children(newcomer).exists()
    assert not sees_whole_service(newcomer)
    assert team_line(newcomer) == frozenset()


# --- team lines -------------------------------------------------------------------------------------------------------


def test_a_team_line_reaches_every_team_beneath_however_deep(cast, newcomer):
    above = cast.north
    for depth in range(4):
        team = Team(**TYPED, key=f"pod {depth}", name=f"Pod {depth}", part_of=above)
        load_teams([team], by=cast.command_line, at=NOW)
        above = team

    assert {team.pk for team in Team.objects.filter(name__startswith="Pod")} <= team_line(cast.marcus)
    assert cast.service.pk not in team_line(cast.marcus)


def test_teams_drawn_in_a_circle_end_the_search(cast):
    Team.objects.filter(pk=cast.service.pk).update(part_of=cast.north)

    beneath = {cast.north.pk, cast.south.pk, cast.front_door.pk, cast.out_of_hours.pk, cast.early_help.pk}
    assert team_line(cast.marcus) == {cast.service.pk} | beneath


def test_only_a_role_that_sees_a_team_line_gives_one(cast):
    assert team_line(cast.priya) == frozenset()
    assert team_line(cast.tom) == {cast.south.pk}


def test_a_manager_whose_role_has_ended_sees_the_team_no_more(cast, bells):
    end_role(cast.marcus, role=Role.TEAM_MANAGER, team=cast.north, by=cast.sam, at=NOW)

    assert not sees(cast.marcus, bells.mia)


# --- reasons begin and end --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 3, 2), False),  # the day before it begins
        (date(2025, 3, 3), True),  # the first day
        (date(2025, 3, 9), True),  # the last day
        (date(2025, 3, 10), False),  # the first day without
    ],
)
def test_a_reason_counts_from_its_first_day_to_the_day_before_its_end(cast, bells, on, expected):
    give_reason(bells.kit, to=cast.priya, team=None, begins_on=TODAY, ends_on=date(2025, 3, 10), key="for a week")

    assert sees(cast.priya, bells.kit, on=on) is expected


def test_a_reason_with_an_end_does_not_count_where_no_day_is_asked_about(cast, bells):
    give_reason(bells.kit, to=cast.priya, team=None, begins_on=TODAY, ends_on=date(2025, 3, 10), key="for a week")

    assert not sees(cast.priya, bells.kit)


# --- exclusion beats everything ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dawn", "priya", "marcus", "sofia", "anil", "helen", "ines", "della"])
def test_an_exclusion_beats_every_role_and_every_reason(cast, bells, name):
    viewer = cast.people[name]
    by = cast.grace if name == "helen" else cast.helen
    exclude(bells.mia, user=viewer, reason="Her neighbour", by=by, at=NOW)

    assert not sees(viewer, bells.mia)
    assert sees(viewer, bells.noah)


def test_an_exclusion_beats_being_named_on_a_restriction(cast, bells):
    open_restriction(bells.mia, named=[cast.priya], reason="Threats", together_with=cast.sofia, by=cast.helen, at=NOW)
    exclude(bells.mia, user=cast.priya, reason="Her cousin", by=cast.helen, at=NOW)

    assert not sees(cast.priya, bells.mia)


def test_a_lifted_exclusion_gives_back_what_there_was_and_no_more(cast, bells):
    for viewer in (cast.priya, cast.tom):
        exclusion = exclude(bells.mia, user=viewer, reason="A mistake", by=cast.helen, at=NOW)
        lift_exclusion(exclusion, together_with=cast.grace, by=cast.helen, at=NOW)

    assert sees(cast.priya, bells.mia)
    assert not sees(cast.tom, bells.mia)


# --- a restriction shrinks to the people named ------------------------------------------------------------------------


@pytest.fixture
def restriction(cast, bells):
    return open_restriction(
        bells.mia, named=[cast.priya, cast.helen], reason="Threats", together_with=cast.sofia, by=cast.helen, at=NOW
    )


@pytest.mark.parametrize("name", ["dawn", "marcus", "tom", "sofia", "anil", "grace", "sam", "ola", "ines", "della"])
def test_a_restricted_child_is_hidden_from_everybody_who_is_not_named(cast, bells, restriction, name):
    assert not sees(cast.people[name], bells.mia)


@pytest.mark.parametrize("name", ["priya", "helen"])
def test_a_restricted_child_is_seen_by_the_people_named(cast, bells, restriction, name):
    assert sees(cast.people[name], bells.mia)


def test_being_named_is_not_a_reason_by_itself(cast, bells):
    open_restriction(bells.mia, named=[cast.tom], reason="Threats", together_with=cast.sofia, by=cast.helen, at=NOW)

    assert not sees(cast.tom, bells.mia)


def test_a_restriction_on_one_child_hides_no_other(cast, bells, restriction):
    assert sees(cast.marcus, bells.noah)


def test_a_lifted_restriction_gives_back_what_there_was_and_no_more(cast, bells, restriction):
    lift_restriction(restriction, together_with=cast.grace, by=cast.sofia, at=NOW)

    assert sees(cast.marcus, bells.mia)
    assert not sees(cast.tom, bells.mia)


# --- accounts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["priya", "marcus", "anil", "helen"])
def test_a_closed_account_sees_nobody(cast, bells, name):
    close_account(cast.people[name], by=cast.sam, at=NOW)

    assert not visible_children(User.objects.get(pk=cast.people[name].pk)).exists()


@pytest.mark.parametrize("name", ["priya", "marcus", "anil", "helen"])
def test_an_account_disabled_as_unused_sees_nobody_although_its_roles_wait(cast, bells, name):
    disable_unused_accounts(at=NOW + timedelta(days=36))
    viewer = User.objects.get(pk=cast.people[name].pk)

    assert viewer.role_grants.filter(ended_at__isnull=True).exists()
    assert not visible_children(viewer).exists()
