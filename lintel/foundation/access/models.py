from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from lintel.foundation.access.roles import Role
from lintel.foundation.provenance.models import happens_no_later_than, keep_history

if TYPE_CHECKING:
    from lintel.foundation.access.permissions import Permission


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def unused_since(self, moment: datetime) -> models.QuerySet[User]:
        """People's accounts that could be signed in to, and were not since then; opening and reopening count as use."""
        return self.filter(is_active=True, is_service_account=False, joined_at__lt=moment).exclude(
            Q(last_login__gte=moment) | Q(reopened_at__gte=moment)
        )


class User(AbstractBaseUser):
    """Somebody who may sign in. What they may do comes from their roles; whom they may see, from reasons to see."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    worker = models.OneToOneField("workforce.Worker", null=True, on_delete=models.PROTECT, related_name="user")
    is_active = models.BooleanField(default=True)
    is_service_account = models.BooleanField(default=False, help_text="The command line; cannot sign in.")
    joined_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="an_email_address_has_one_account"),
            # Django writes "!" before something random where there is no password.
            models.CheckConstraint(
                condition=Q(is_service_account=False) | Q(password__startswith="!"),  # noqa: S106
                name="a_service_account_has_no_password",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    # Django's sign-in machinery asks for these two; nobody is ever "staff" or "superuser" here.
    is_staff = False
    is_superuser = False

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held now, read once for each request. An account that is not active holds none."""
        if not self.is_active:
            return frozenset()
        return frozenset(Role(r) for r in self.role_grants.filter(ended_at__isnull=True).values_list("role", flat=True))

    def forget_roles(self) -> None:
        """Read the roles again when they are next asked for; called where they have just changed."""
        self.__dict__.pop("roles", None)

    def holds(self, permission: Permission) -> bool:
        return bool(self.roles & permission.held_by)


class RoleGrant(models.Model):
    """A role given to somebody, and where: the team whose line a manager sees. Ended, never deleted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=30, choices=[(r, r) for r in Role])
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "team"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="a_role_is_held_once",
            ),
            happens_no_later_than("granted_at", "ended_at", name="a_role_ends_after_it_is_granted"),
        ]


class ReasonToSeeQuerySet(models.QuerySet["ReasonToSee"]):
    def in_force(self, on: date) -> ReasonToSeeQuerySet:
        return self.filter(begins_on__lte=on).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))


@keep_history
class ReasonToSee(models.Model):
    """
    Why a worker or a team may see a child: involvement, duty, a named grant. Dated; `ends_on` is the first day without.

    Steps give and end reasons through `access.actions`; that is how visibility knows about allocation without
    importing it.
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="reasons_to_see")
    worker = models.ForeignKey("workforce.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("workforce.Team", null=True, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=60)
    key = models.CharField(max_length=160, unique=True, help_text="The record that gives the reason.")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)

    objects = ReasonToSeeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(worker__isnull=False) | Q(team__isnull=False), name="a_reason_to_see_is_somebodys"
            ),
            happens_no_later_than("begins_on", "ends_on", name="a_reason_to_see_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["worker", "child"]), models.Index(fields=["team", "child"])]


@keep_history
class Exclusion(models.Model):
    """A conflict of interest: this person may not see this child, whatever their role; nothing overrides it."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="exclusions")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_with = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "user"], condition=Q(lifted_at__isnull=True), name="a_person_is_excluded_once"
            ),
            happens_no_later_than("made_at", "lifted_at", name="an_exclusion_is_lifted_after_it_is_made"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | (Q(lifted_by__isnull=False, lifted_with__isnull=False) & ~Q(lifted_by=models.F("lifted_with"))),
                name="an_exclusion_is_lifted_by_two_people",
            ),
        ]


@keep_history
class Restriction(models.Model):
    """A restricted record: only the people named may see it. Two people open or lift it (hard stop 12)."""

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="restrictions")
    reason = models.TextField()
    named = models.ManyToManyField(User, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_with = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_with = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(lifted_at__isnull=True), name="a_record_is_restricted_once"
            ),
            happens_no_later_than("opened_at", "lifted_at", name="a_restriction_is_lifted_after_it_is_opened"),
            models.CheckConstraint(
                condition=~Q(opened_by=models.F("opened_with")), name="a_restriction_is_opened_by_two_people"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | (Q(lifted_by__isnull=False, lifted_with__isnull=False) & ~Q(lifted_by=models.F("lifted_with"))),
                name="a_restriction_is_lifted_by_two_people",
            ),
        ]
