"""Accounts, roles and records kept apart: each action's effect, its refusals and its entry in the audit log."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from lintel.foundation.access import actions
from lintel.foundation.access.actions import (
    close_account,
    disable_unused_accounts,
    end_role,
    exclude,
    first_account,
    give_password,
    grant_role,
    lift_exclusion,
    lift_restriction,
    open_account,
    open_restriction,
    reopen_account,
    service_account,
)
from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.permissions import MANAGE_ACCOUNTS, NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.models import Entry
from tests.cast import LONDON, NOW, PASSWORD

pytestmark = pytest.mark.django_db


def last_entry():
    return Entry.objects.order_by("pk").last()


def afresh(user):
    return User.objects.get(pk=user.pk)


NOT_ADMINISTRATORS = ["dawn", "priya", "marcus", "tom", "sofia", "anil", "helen", "grace", "ola", "ines", "della"]


# --- opening ----------------------------------------------------------------------------------------------------------


def test_an_account_is_opened_without_a_role_and_leaves_an_entry(cast):
    robin = open_account(email="Robin@Ravenshire.example ", name="Robin Vale", by=cast.sam, at=NOW)

    assert (robin.email, robin.roles, robin.joined_at) == ("robin@ravenshire.example", frozenset(), NOW)
    assert not robin.has_usable_password()
    assert (last_entry().act, last_entry().by, last_entry().subject_id) == ("account opened", cast.sam, robin.pk)


@pytest.mark.parametrize("name", NOT_ADMINISTRATORS)
def test_only_a_system_administrator_manages_accounts(cast, name):
    by = cast.people[name]
    attempts = [
        lambda: open_account(email="robin@ravenshire.example", name="Robin Vale", by=by, at=NOW),
        lambda: grant_role(cast.tom, role=Role.HEAD_OF_SERVICE, by=by, at=NOW),
        lambda: end_role(cast.priya, role=Role.SOCIAL_WORKER, team=cast.north, by=by, at=NOW),
        lambda: close_account(cast.priya, by=by, at=NOW),
        lambda: reopen_account(cast.priya, by=by, at=NOW),
        lambda: give_password(cast.priya, password=PASSWORD, by=by, at=NOW),
    ]

    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize("email", ["priya@ravenshire.example", " PRIYA@ravenshire.example"])
def test_an_address_has_one_account(cast, email):
    with pytest.raises(actions.AccountExists):
        open_account(email=email, name="Another Priya", by=cast.sam, at=NOW)


def test_a_worker_has_one_account(cast):
    with pytest.raises(actions.AccountExists):
        open_account(email="p2@ravenshire.example", name="Priya Nair", worker=cast.priya.worker, by=cast.sam, at=NOW)


@pytest.mark.parametrize("password", ["short", "password1234", "aaaaaaaaaaa"])
def test_a_weak_password_is_refused_with_a_reason(cast, password):
    with pytest.raises(actions.PasswordTooWeak, match="This password is"):
        open_account(email="r@ravenshire.example", name="Robin Vale", password=password, by=cast.sam, at=NOW)


def test_a_password_that_is_given_works_and_is_not_in_the_log(cast):
    give_password(cast.priya, password=PASSWORD, by=cast.sam, at=NOW)

    assert afresh(cast.priya).check_password(PASSWORD)
    assert PASSWORD not in str(list(Entry.objects.values()))


# --- the first account and the command line's -------------------------------------------------------------------------


def test_the_first_account_runs_the_system():
    first = first_account(email="first@ravenshire.example", name="First Person", password=PASSWORD, at=NOW)

    assert afresh(first).roles == {Role.SYSTEM_ADMINISTRATOR}
    assert last_entry().act == "first account opened"


def test_the_command_line_having_been_used_does_not_keep_the_first_account_from_being_opened():
    service_account(at=NOW)

    assert first_account(email="first@ravenshire.example", name="First Person", password=PASSWORD, at=NOW).pk


def test_there_is_one_first_account(cast):
    with pytest.raises(actions.NotTheFirst):
        first_account(email="second@ravenshire.example", name="Second Person", password=PASSWORD, at=NOW)


def test_the_command_line_has_one_account_that_loads_and_reads_and_nobody_signs_in_to():
    one, same = service_account(at=NOW), service_account(at=NOW)

    assert one.pk == same.pk
    assert one.roles == {Role.PERFORMANCE_ANALYST, Role.DATA_OFFICER}
    assert not one.has_usable_password()
    assert Entry.objects.filter(act="service account opened").count() == 1


def test_the_command_line_cannot_be_given_a_password(cast):
    with pytest.raises(User.DoesNotExist):
        give_password(cast.command_line, password=PASSWORD, by=cast.sam, at=NOW)


# --- roles ------------------------------------------------------------------------------------------------------------


def test_a_role_that_is_granted_counts_at_once_and_leaves_an_entry(cast):
    grant_role(cast.priya, role=Role.AUDITOR, by=cast.sam, at=NOW)

    assert Role.AUDITOR in cast.priya.roles
    assert (last_entry().act, last_entry().details) == ("role granted", {"role": "auditor", "team": None})


def test_a_role_that_is_ended_is_gone_at_once_and_stays_in_the_record(cast):
    grant = end_role(cast.priya, role=Role.SOCIAL_WORKER, team=cast.north, by=cast.sam, at=NOW)

    assert cast.priya.roles == frozenset()
    assert (grant.ended_at, grant.ended_by) == (NOW, cast.sam)
    assert last_entry().act == "role ended"


def test_nobody_gives_a_role_to_themselves(cast):
    with pytest.raises(actions.NotYourOwn):
        grant_role(cast.sam, role=Role.HEAD_OF_SERVICE, by=cast.sam, at=NOW)


@pytest.mark.parametrize("role", [Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.EARLY_HELP_COORDINATOR])
def test_a_role_that_sees_a_team_line_names_the_team(cast, role):
    with pytest.raises(actions.RoleNeedsATeam):
        grant_role(cast.priya, role=role, by=cast.sam, at=NOW)


def test_a_role_is_held_once_in_a_team(cast):
    with pytest.raises(actions.RoleAlreadyHeld):
        grant_role(cast.marcus, role=Role.TEAM_MANAGER, team=cast.north, by=cast.sam, at=NOW)


def test_a_manager_may_answer_for_two_teams(cast):
    grant_role(cast.marcus, role=Role.TEAM_MANAGER, team=cast.front_door, by=cast.sam, at=NOW)

    assert cast.marcus.role_grants.filter(ended_at__isnull=True).count() == 2


def test_a_role_that_is_not_held_cannot_be_ended(cast):
    with pytest.raises(actions.RoleNotHeld):
        end_role(cast.marcus, role=Role.TEAM_MANAGER, team=cast.south, by=cast.sam, at=NOW)


def test_whoever_sees_children_does_not_become_a_system_administrator(cast):
    with pytest.raises(actions.RolesDoNotMix):
        grant_role(cast.priya, role=Role.SYSTEM_ADMINISTRATOR, by=cast.sam, at=NOW)


def test_a_system_administrator_does_not_get_a_role_that_sees_children(cast):
    grant_role(cast.ola, role=Role.SYSTEM_ADMINISTRATOR, by=cast.sam, at=NOW)

    with pytest.raises(actions.RolesDoNotMix):
        grant_role(cast.sam, role=Role.PERFORMANCE_ANALYST, by=cast.ola, at=NOW)


def test_the_last_system_administrator_keeps_the_role(cast):
    with pytest.raises(actions.LastAdministrator):
        end_role(cast.sam, role=Role.SYSTEM_ADMINISTRATOR, by=cast.sam, at=NOW)


def test_the_role_of_the_last_but_one_administrator_may_be_ended(cast):
    grant_role(cast.ola, role=Role.SYSTEM_ADMINISTRATOR, by=cast.sam, at=NOW)

    end_role(cast.ola, role=Role.SYSTEM_ADMINISTRATOR, by=cast.sam, at=NOW)

    assert Role.SYSTEM_ADMINISTRATOR not in cast.ola.roles


# --- closing, disabling, reopening ------------------------------------------------------------------------------------


def test_a_closed_account_may_do_nothing_and_keeps_no_role(cast):
    closed = close_account(cast.marcus, by=cast.sam, at=NOW)

    assert closed.roles == frozenset()
    assert not closed.role_grants.filter(ended_at__isnull=True).exists()
    assert last_entry().act == "account closed"


def test_nobody_closes_their_own_account(cast):
    with pytest.raises(actions.NotYourOwn):
        close_account(cast.sam, by=cast.sam, at=NOW)


def test_a_reopened_account_comes_back_without_its_roles(cast):
    close_account(cast.marcus, by=cast.sam, at=NOW)
    reopened = reopen_account(cast.marcus, by=cast.sam, at=NOW)

    assert (reopened.is_active, reopened.roles) == (True, frozenset())


def test_a_suspended_account_holds_no_permission(cast):
    cast.sam.is_active = False
    cast.sam.forget_roles()

    assert not cast.sam.holds(MANAGE_ACCOUNTS)


def test_a_suspended_administrator_does_nothing_more(cast):
    User.objects.filter(pk=cast.sam.pk).update(is_active=False)

    with pytest.raises(NotAllowed):
        open_account(email="robin@ravenshire.example", name="Robin Vale", by=afresh(cast.sam), at=NOW)


@pytest.mark.parametrize(
    ("last_used", "is_disabled"),
    [
        (datetime(2025, 4, 7, 9, 0, tzinfo=LONDON), False),  # 35 days to the minute
        (datetime(2025, 4, 7, 8, 59, tzinfo=LONDON), True),
        (datetime(2025, 5, 11, 9, 0, tzinfo=LONDON), False),
    ],
)
def test_an_account_nobody_used_for_35_days_is_disabled(cast, last_used, is_disabled):
    User.objects.filter(pk=cast.priya.pk).update(last_login=last_used)

    disable_unused_accounts(at=datetime(2025, 5, 12, 9, 0, tzinfo=LONDON))

    assert afresh(cast.priya).is_active is not is_disabled


def test_an_account_nobody_ever_used_is_disabled_35_days_after_it_was_opened(cast):
    robin = open_account(email="robin@ravenshire.example", name="Robin Vale", by=cast.sam, at=NOW)

    disable_unused_accounts(at=NOW + timedelta(days=35))
    on_the_day = afresh(robin).is_active
    disable_unused_accounts(at=NOW + timedelta(days=35, minutes=1))

    assert on_the_day
    assert not afresh(robin).is_active
    assert Entry.objects.filter(act="account disabled: unused for 35 days", subject_id=robin.pk).count() == 1


def test_an_account_disabled_as_unused_comes_back_with_its_roles_and_another_35_days(cast):
    later = NOW + timedelta(days=60)
    User.objects.filter(pk=cast.sam.pk).update(last_login=later)
    disable_unused_accounts(at=later)

    reopen_account(cast.marcus, by=cast.sam, at=later)
    disable_unused_accounts(at=later + timedelta(days=34))

    assert afresh(cast.marcus).roles == {Role.TEAM_MANAGER}


def test_the_command_line_is_never_disabled_as_unused(cast):
    disable_unused_accounts(at=NOW + timedelta(days=4000))

    assert afresh(cast.command_line).is_active


# --- records kept apart -----------------------------------------------------------------------------------------------

MAY_KEEP_APART = {"helen", "sofia", "grace"}


@pytest.mark.parametrize("name", sorted(set(NOT_ADMINISTRATORS) - MAY_KEEP_APART | {"sam"}))
def test_most_people_neither_exclude_nor_restrict(cast, bells, name):
    with pytest.raises(NotAllowed):
        exclude(bells.mia, user=cast.tom, reason="A grudge", by=cast.people[name], at=NOW)
    with pytest.raises(NotAllowed):
        open_restriction(
            bells.mia, named=[cast.tom], reason="x", together_with=cast.helen, by=cast.people[name], at=NOW
        )


def test_the_second_person_needs_the_permission_too(cast, bells):
    with pytest.raises(NotAllowed):
        open_restriction(bells.mia, named=[cast.priya], reason="Threats", together_with=cast.tom, by=cast.helen, at=NOW)


def test_one_person_does_not_restrict_a_record_alone(cast, bells):
    with pytest.raises(actions.TwoPeopleNeeded):
        open_restriction(
            bells.mia, named=[cast.priya], reason="Threats", together_with=cast.helen, by=cast.helen, at=NOW
        )


def test_a_restriction_names_somebody(cast, bells):
    with pytest.raises(actions.NamesNobody):
        open_restriction(bells.mia, named=[], reason="Threats", together_with=cast.grace, by=cast.helen, at=NOW)


def restrict(cast, child):
    return open_restriction(
        child, named=[cast.priya, cast.helen], reason="Threats", together_with=cast.grace, by=cast.helen, at=NOW
    )


def test_a_restriction_says_in_the_log_who_opened_it_and_whom_it_names(cast, bells):
    restrict(cast, bells.mia)

    assert (last_entry().act, last_entry().by, last_entry().child_id) == (
        "restriction opened",
        cast.helen,
        bells.mia.pk,
    )
    assert last_entry().details == {
        "together_with": cast.grace.pk,
        "named": sorted([cast.priya.pk, cast.helen.pk]),
    }


def test_a_record_is_restricted_once(cast, bells):
    restrict(cast, bells.mia)

    with pytest.raises(actions.AlreadyKeptApart):
        restrict(cast, bells.mia)


def test_a_restriction_is_lifted_by_two_people_and_once(cast, bells):
    restriction = restrict(cast, bells.mia)

    with pytest.raises(actions.TwoPeopleNeeded):
        lift_restriction(restriction, together_with=cast.helen, by=cast.helen, at=NOW)
    lifted = lift_restriction(restriction, together_with=cast.grace, by=cast.sofia, at=NOW)
    with pytest.raises(actions.AlreadyLifted):
        lift_restriction(restriction, together_with=cast.grace, by=cast.sofia, at=NOW)

    assert (lifted.lifted_by, lifted.lifted_with, last_entry().act) == (cast.sofia, cast.grace, "restriction lifted")


def test_a_record_may_be_restricted_again_after_it_was_lifted(cast, bells):
    lift_restriction(restrict(cast, bells.mia), together_with=cast.grace, by=cast.sofia, at=NOW)

    assert restrict(cast, bells.mia).lifted_at is None


def test_an_exclusion_is_made_once(cast, bells):
    exclude(bells.mia, user=cast.tom, reason="His niece", by=cast.sofia, at=NOW)

    with pytest.raises(actions.AlreadyKeptApart):
        exclude(bells.mia, user=cast.tom, reason="His niece", by=cast.helen, at=NOW)


def test_only_the_head_of_service_and_information_governance_together_lift_an_exclusion(cast, bells):
    exclusion = exclude(bells.mia, user=cast.tom, reason="His niece", by=cast.sofia, at=NOW)

    for by, together_with in [(cast.sofia, cast.helen), (cast.sofia, cast.grace), (cast.helen, cast.helen)]:
        with pytest.raises(actions.TwoPeopleNeeded):
            lift_exclusion(exclusion, together_with=together_with, by=by, at=NOW)
    lifted = lift_exclusion(exclusion, together_with=cast.helen, by=cast.grace, at=NOW)

    assert (lifted.lifted_at, last_entry().act, last_entry().child_id) == (NOW, "exclusion lifted", bells.mia.pk)


def test_nobody_lifts_an_exclusion_set_against_themselves(cast, bells):
    exclusion = exclude(bells.mia, user=cast.helen, reason="Her godchild", by=cast.grace, at=NOW)

    with pytest.raises(actions.NotYourOwn):
        lift_exclusion(exclusion, together_with=cast.helen, by=cast.grace, at=NOW)


# --- at the same time -------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_eight_commands_started_at_once_share_one_service_account():
    made = []

    def start():
        try:
            made.append(service_account(at=NOW).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 8
    assert len(set(made)) == 1
    assert RoleGrant.objects.count() == 2
