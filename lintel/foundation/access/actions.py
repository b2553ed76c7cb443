"""Opening and closing accounts, giving and ending roles, and keeping records apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet

from lintel.foundation.access import permissions
from lintel.foundation.access.models import Exclusion, Restriction, RoleGrant, User
from lintel.foundation.access.permissions import Permission, require
from lintel.foundation.access.roles import Role, Scope
from lintel.foundation.access.rules import UNUSED_FOR, roles_that_do_not_mix
from lintel.foundation.audit_log.actions import note

if TYPE_CHECKING:
    from lintel.foundation.people.models import Person
    from lintel.foundation.workforce.models import Team, Worker

Apart = TypeVar("Apart", Exclusion, Restriction)

COMMAND_LINE = "command-line@lintel.invalid"
ACCOUNTS_LOCK = 716_001


class AccountExists(Exception):
    """Somebody already signs in with this e-mail address, or this worker already has an account."""


class PasswordTooWeak(Exception):
    """The password is too easy to guess; the message says why."""


class NotTheFirst(Exception):
    """There are accounts already; a system administrator opens the next one."""


class RoleAlreadyHeld(Exception):
    """This person holds this role already."""


class RoleNotHeld(Exception):
    """This person does not hold this role."""


class RoleNeedsATeam(Exception):
    """This role sees the children of a team line, so it must say which team's."""


class RolesDoNotMix(Exception):
    """A system administrator sees no child, so cannot also hold a role that does."""


class NotYourOwn(Exception):
    """Nobody gives roles to themselves, closes their own account, or lifts what was set against them."""


class LastAdministrator(Exception):
    """Somebody must be left who can manage accounts."""


class TwoPeopleNeeded(Exception):
    """One person cannot do this alone."""


class AlreadyKeptApart(Exception):
    """The record is restricted, or the person excluded from it, already."""


class AlreadyLifted(Exception):
    """The restriction or exclusion was lifted already."""


class NamesNobody(Exception):
    """A restriction names the people who may still see the record; this one names nobody."""


# --- accounts ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def open_account(
    *, email: str, name: str, worker: Worker | None = None, password: str | None = None, by: User, at: datetime
) -> User:
    """
    Open an account. It can do nothing until it is given a role; without a password nobody can sign in to it yet.

    :raises NotAllowed: if this person may not manage accounts.
    :raises AccountExists: if the address or the worker has an account already.
    :raises PasswordTooWeak: if the password is too easy to guess.
    """
    require(by, permissions.MANAGE_ACCOUNTS)
    _one_change_to_accounts_at_a_time()
    user = _add_account(email=email, name=name, worker=worker, password=password, at=at)
    note("account opened", by=by, at=at, subject=user, email=user.email)
    return user


@transaction.atomic
def first_account(*, email: str, name: str, password: str, at: datetime) -> User:
    """
    Open the first account of a new installation, with the role of system administrator.

    :raises NotTheFirst: if anybody has an account already (the command line's own does not count).
    :raises PasswordTooWeak: if the password is too easy to guess.
    """
    _one_change_to_accounts_at_a_time()
    if User.objects.filter(is_service_account=False).exists():
        raise NotTheFirst
    user = _add_account(email=email, name=name, worker=None, password=password, at=at)
    RoleGrant.objects.create(user=user, role=Role.SYSTEM_ADMINISTRATOR, granted_at=at)
    note("first account opened", by=user, at=at, subject=user, email=user.email)
    return user


@transaction.atomic
def service_account(*, at: datetime) -> User:
    """The command line's own account, made on first use. It loads and reads; nobody signs in to it."""
    if held := User.objects.filter(email=COMMAND_LINE).first():
        return held
    _one_change_to_accounts_at_a_time()
    if held := User.objects.filter(email=COMMAND_LINE).first():
        return held
    user = _add_account(email=COMMAND_LINE, name="The command line", worker=None, password=None, at=at, is_service=True)
    for role in (Role.PERFORMANCE_ANALYST, Role.DATA_OFFICER):
        RoleGrant.objects.create(user=user, role=role, granted_at=at)
    note("service account opened", by=user, at=at, subject=user)
    return user


@transaction.atomic
def give_password(user: User, *, password: str, by: User, at: datetime) -> User:
    """
    Give somebody a new password.

    :raises NotAllowed: if this person may not manage accounts.
    :raises PasswordTooWeak: if it is too easy to guess.
    """
    require(by, permissions.MANAGE_ACCOUNTS)
    _refuse_weak(password, user)
    user = User.objects.select_for_update().get(pk=user.pk, is_service_account=False)
    user.set_password(password)
    user.save(update_fields=["password"])
    note("password given", by=by, at=at, subject=user)
    return user


@transaction.atomic
def close_account(user: User, *, by: User, at: datetime) -> User:
    """
    Close an account and end all of its roles. What it did stays in the record under its name.

    :raises NotAllowed: if this person may not manage accounts.
    :raises NotYourOwn: if it is their own.
    """
    require(by, permissions.MANAGE_ACCOUNTS)
    if user.pk == by.pk:
        raise NotYourOwn
    _one_change_to_accounts_at_a_time()
    user = User.objects.select_for_update().get(pk=user.pk)
    user.role_grants.filter(ended_at__isnull=True).update(ended_at=at, ended_by=by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    note("account closed", by=by, at=at, subject=user)
    return user


@transaction.atomic
def reopen_account(user: User, *, by: User, at: datetime) -> User:
    """
    Let somebody sign in again. A closed account comes back without roles; one disabled as unused keeps those it had.

    :raises NotAllowed: if this person may not manage accounts.
    """
    require(by, permissions.MANAGE_ACCOUNTS)
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = True
    user.reopened_at = at
    user.save(update_fields=["is_active", "reopened_at"])
    note("account reopened", by=by, at=at, subject=user)
    return user


@transaction.atomic
def disable_unused_accounts(*, at: datetime) -> list[User]:
    """Disable every account that nobody has signed in to for 35 days, and return them. Their roles wait for them."""
    unused = list(User.objects.unused_since(at - UNUSED_FOR).select_for_update())
    for user in unused:
        user.is_active = False
        user.save(update_fields=["is_active"])
        note("account disabled: unused for 35 days", by=None, at=at, subject=user)
    return unused


# --- roles ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def grant_role(user: User, *, role: Role, team: Team | None = None, by: User, at: datetime) -> RoleGrant:
    """
    Give somebody a role and, for a role that sees a team line, the team at the head of it.

    :raises NotAllowed: if this person may not manage accounts.
    :raises NotYourOwn: if they give it to themselves.
    :raises RoleNeedsATeam: if the role sees a team line and no team is named.
    :raises RolesDoNotMix: if a system administrator would see children, or somebody who does would become one.
    :raises RoleAlreadyHeld: if they hold it there already.
    """
    require(by, permissions.MANAGE_ACCOUNTS)
    if user.pk == by.pk:
        raise NotYourOwn
    if role.scope is Scope.TEAM_LINE and team is None:
        raise RoleNeedsATeam
    _one_change_to_accounts_at_a_time()
    held = user.role_grants.filter(ended_at__isnull=True)
    if roles_that_do_not_mix({Role(grant.role) for grant in held} | {role}):
        raise RolesDoNotMix
    if held.filter(role=role, team=team).exists():
        raise RoleAlreadyHeld
    grant = RoleGrant.objects.create(user=user, role=role, team=team, granted_at=at, granted_by=by)
    note("role granted", by=by, at=at, subject=user, role=role, team=team.pk if team else None)
    user.forget_roles()
    return grant


@transaction.atomic
def end_role(user: User, *, role: Role, team: Team | None = None, by: User, at: datetime) -> RoleGrant:
    """
    End a role somebody holds. The grant stays, with the day it ended and who ended it.

    :raises NotAllowed: if this person may not manage accounts.
    :raises RoleNotHeld: if they do not hold it there.
    :raises LastAdministrator: if nobody would be left to manage accounts.
    """
    require(by, permissions.MANAGE_ACCOUNTS)
    _one_change_to_accounts_at_a_time()
    grant = user.role_grants.filter(role=role, team=team, ended_at__isnull=True).first()
    if grant is None:
        raise RoleNotHeld
    if role is Role.SYSTEM_ADMINISTRATOR and not _administrators().exclude(user=user).exists():
        raise LastAdministrator
    grant.ended_at = at
    grant.ended_by = by
    grant.save(update_fields=["ended_at", "ended_by"])
    note("role ended", by=by, at=at, subject=user, role=role, team=team.pk if team else None)
    user.forget_roles()
    return grant


# --- records kept apart -----------------------------------------------------------------------------------------------


@transaction.atomic
def exclude(child: Person, *, user: User, reason: str, by: User, at: datetime) -> Exclusion:
    """
    Keep somebody with a conflict of interest away from a child. One person may do it; two are needed to lift it.

    :raises NotAllowed: if this person may not name conflicts of interest.
    :raises AlreadyKeptApart: if they are excluded already.
    """
    require(by, permissions.EXCLUDE_PEOPLE)
    _lock(child)
    if Exclusion.objects.filter(child=child, user=user, lifted_at__isnull=True).exists():
        raise AlreadyKeptApart
    exclusion = Exclusion.objects.create(child=child, user=user, reason=reason, made_at=at, made_by=by)
    note("excluded from a child", by=by, at=at, subject=exclusion, child_id=child.pk, user=user.pk)
    return exclusion


@transaction.atomic
def lift_exclusion(exclusion: Exclusion, *, together_with: User, by: User, at: datetime) -> Exclusion:
    """
    Lift an exclusion: the head of service and the information governance officer, together.

    :raises NotAllowed: if either may not.
    :raises TwoPeopleNeeded: if it is not two people who hold those two roles between them.
    :raises NotYourOwn: if one of them is the person excluded.
    :raises AlreadyLifted: if it was lifted already.
    """
    _require_two(by, together_with, permissions.EXCLUDE_PEOPLE)
    if not {Role.HEAD_OF_SERVICE, Role.INFORMATION_GOVERNANCE} <= by.roles | together_with.roles:
        raise TwoPeopleNeeded
    exclusion = Exclusion.objects.select_for_update().get(pk=exclusion.pk)
    if exclusion.user_id in (by.pk, together_with.pk):
        raise NotYourOwn
    return _lift(exclusion, "exclusion lifted", together_with, by, at)


@transaction.atomic
def open_restriction(
    child: Person, *, named: Sequence[User], reason: str, together_with: User, by: User, at: datetime
) -> Restriction:
    """
    Restrict a child's record to the people named, whatever anybody's role or team.

    :raises NotAllowed: if either of the two people may not.
    :raises TwoPeopleNeeded: if it is one person twice.
    :raises NamesNobody: if nobody could see the record any more.
    :raises AlreadyKeptApart: if the record is restricted already.
    """
    _require_two(by, together_with, permissions.RESTRICT_RECORDS)
    if not named:
        raise NamesNobody
    _lock(child)
    if Restriction.objects.filter(child=child, lifted_at__isnull=True).exists():
        raise AlreadyKeptApart
    restriction = Restriction.objects.create(
        child=child, reason=reason, opened_at=at, opened_by=by, opened_with=together_with
    )
    restriction.named.set(named)
    note(
        "restriction opened", by=by, at=at, subject=restriction, child_id=child.pk,
        together_with=together_with.pk, named=sorted(user.pk for user in named),
    )  # fmt: skip
    return restriction


@transaction.atomic
def lift_restriction(restriction: Restriction, *, together_with: User, by: User, at: datetime) -> Restriction:
    """
    Lift a restriction; two people.

    :raises NotAllowed: if either may not.
    :raises TwoPeopleNeeded: if it is one person twice.
    :raises AlreadyLifted: if it was lifted already.
    """
    _require_two(by, together_with, permissions.RESTRICT_RECORDS)
    restriction = Restriction.objects.select_for_update().get(pk=restriction.pk)
    return _lift(restriction, "restriction lifted", together_with, by, at)


# --- the steps of the actions above -----------------------------------------------------------------------------------


def _add_account(
    *, email: str, name: str, worker: Worker | None, password: str | None, at: datetime, is_service: bool = False
) -> User:
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists() or (worker and User.objects.filter(worker=worker).exists()):
        raise AccountExists(email)
    user = User(email=email, name=name, worker=worker, joined_at=at, is_service_account=is_service)
    if password is None:
        user.set_unusable_password()
    else:
        _refuse_weak(password, user)
        user.set_password(password)
    user.save()
    return user


def _refuse_weak(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise PasswordTooWeak(" ".join(weak.messages)) from weak


def _administrators() -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(role=Role.SYSTEM_ADMINISTRATOR, ended_at__isnull=True, user__is_active=True)


def _one_change_to_accounts_at_a_time() -> None:
    """Two administrators at once must not open one account twice, nor take the last role from each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ACCOUNTS_LOCK])


def _lock(child: Person) -> None:
    type(child).objects.select_for_update().get(pk=child.pk)


def _require_two(by: User, together_with: User, permission: Permission) -> None:
    require(by, permission)
    require(together_with, permission)
    if by.pk == together_with.pk:
        raise TwoPeopleNeeded


def _lift(apart: Apart, act: str, together_with: User, by: User, at: datetime) -> Apart:
    if apart.lifted_at is not None:
        raise AlreadyLifted
    apart.lifted_at = at
    apart.lifted_by = by
    apart.lifted_with = together_with
    apart.save(update_fields=["lifted_at", "lifted_by", "lifted_with"])
    note(act, by=by, at=at, subject=apart, child_id=apart.child_id, together_with=together_with.pk)
    return apart
