"""What a key may be used for."""

from enum import StrEnum


class KeyScope(StrEnum):
    CONTACTS_WRITE = "contacts:write"
    NOTIFICATIONS_WRITE = "notifications:write"
    STATUS_READ = "status:read"

    @property
    def words(self) -> str:
        return _SCOPES[self]


_SCOPES = {
    KeyScope.CONTACTS_WRITE: "Hand in contacts",
    KeyScope.NOTIFICATIONS_WRITE: "Hand in police notifications",
    KeyScope.STATUS_READ: "Ask what became of the contacts it handed in",
}
