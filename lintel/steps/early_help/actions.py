"""Writing early help episodes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.steps.early_help.models import EarlyHelpEpisode

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def load_early_help_episodes(records: Sequence[EarlyHelpEpisode], *, by: User, at: datetime) -> Loaded:
    """
    Lay down early help episodes read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)
