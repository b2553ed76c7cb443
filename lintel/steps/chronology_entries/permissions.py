"""Adding to a child's chronology, and saying what in it matters."""

from lintel.foundation.access.permissions import permission
from lintel.foundation.access.roles import Role

_WHO = {
    Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.DUTY_SOCIAL_WORKER, Role.FRONT_DOOR_MANAGER, Role.OUT_OF_HOURS,
    Role.SERVICE_MANAGER, Role.CHAIR,
}  # fmt: skip

WRITE_EVENTS = permission("add an event to a child's chronology", held_by=_WHO)
MARK_SIGNIFICANCE = permission("say that a line of a child's chronology matters", held_by=_WHO)
