"""Asking about teams and workers. Names of teams are no secret within the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintel.foundation.workforce.models import Team

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def teams(*, viewer: User) -> list[Team]:
    """Every team by name, for anybody who is signed in and active."""
    return list(Team.objects.order_by("name")) if viewer.is_active else []
