"""Giving keys, and what a key opens."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role
from lintel.foundation.api_keys.codes import KeyScope

MANAGE_API_KEYS = permission("give and revoke keys to the API", held_by={Role.SYSTEM_ADMINISTRATOR})

# Only accounts of channels hold these; each also needs a key with the scope.
BY_SCOPE = {
    KeyScope.CONTACTS_WRITE: permission("hand in contacts through the API", held_by={Role.INTAKE}),
    KeyScope.NOTIFICATIONS_WRITE: permission("hand in police notifications through the API", held_by={Role.INTAKE}),
    KeyScope.STATUS_READ: permission("ask the API what became of one’s own contacts", held_by={Role.INTAKE}),
}
