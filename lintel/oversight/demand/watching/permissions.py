"""Holding signed what-ifs against what happens."""

from lintel.foundation.access.permissions import permission
from lintel.oversight.demand.what_if.permissions import PLANNERS

WATCH_WHAT_IFS = permission("hold a signed what-if against what happened", held_by=PLANNERS)
