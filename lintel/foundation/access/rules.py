"""What must hold of accounts and roles."""

from collections.abc import Iterable
from datetime import timedelta

from lintel.foundation.access.roles import Role, Scope

# Accounts nobody uses are the ones nobody misses when they are stolen.
UNUSED_FOR = timedelta(days=35)


def roles_that_do_not_mix(roles: Iterable[Role]) -> bool:
    """Whether somebody who runs the system would also see children: the one who gives access never has it."""
    held = set(roles)
    return Role.SYSTEM_ADMINISTRATOR in held and any(role.scope is not Scope.NOBODY for role in held)
