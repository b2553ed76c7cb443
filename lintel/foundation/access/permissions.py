"""
Permissions: what may be done, in words, and which roles hold each.

A step names its own with `permission("decide a contact", held_by={...})`; the table of all of them is generated into
the reference. `require` refuses and writes the refusal down; `may` only answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lintel.foundation.access.roles import Role

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True)
class Permission:
    """Something that may be done, in words a worker would use, and the roles that may do it."""

    name: str
    held_by: frozenset[Role]


ALL: dict[str, Permission] = {}


class PermissionNamedTwice(Exception):
    """Two permissions have the same name."""


def permission(name: str, *, held_by: Iterable[Role]) -> Permission:
    """Name a permission and say which roles hold it."""
    if name in ALL:
        raise PermissionNamedTwice(name)
    ALL[name] = Permission(name, frozenset(held_by))
    return ALL[name]


class NotAllowed(Exception):
    """This person may not do this."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(f"You may not {permission.name}.")
        self.permission = permission


def may(user: User, permission: Permission) -> bool:
    """Whether this person may do this. For templates and menus; actions use `require`."""
    return user.holds(permission)


def require(user: User, permission: Permission) -> None:
    """
    Refuse unless this person may do this.

    The entry about a refusal must outlive the transaction that is refused; the caller that turns the refusal into an
    answer (`gate.allow` for screens, the command line) writes it.

    :raises NotAllowed: if they may not.
    """
    if not user.holds(permission):
        raise NotAllowed(permission)


MANAGE_ACCOUNTS = permission("manage accounts and roles", held_by={Role.SYSTEM_ADMINISTRATOR})
READ_AUDIT_LOG = permission("read the audit log", held_by={Role.INFORMATION_GOVERNANCE})
# Says whether the log is whole, and shows nothing of what is in it; the command line's own account may do it.
VERIFY_AUDIT_LOG = permission(
    "verify the audit log", held_by={Role.INFORMATION_GOVERNANCE, Role.SYSTEM_ADMINISTRATOR, Role.DATA_OFFICER}
)
RESTRICT_RECORDS = permission(
    "open or lift a restriction", held_by={Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER, Role.INFORMATION_GOVERNANCE}
)
EXCLUDE_PEOPLE = permission(
    "name or lift a conflict of interest",
    held_by={Role.HEAD_OF_SERVICE, Role.SERVICE_MANAGER, Role.INFORMATION_GOVERNANCE},
)
SEE_CHILDREN = permission(
    "see the children behind a number",
    held_by=set(Role)
    - {Role.PLANNER, Role.INFORMATION_GOVERNANCE, Role.SYSTEM_ADMINISTRATOR, Role.PARTNER, Role.INTAKE},
)
