"""People of one name: whoever fills a post says which of them it is, or that it is somebody new."""

from __future__ import annotations

from lintel.foundation.workforce import keys
from lintel.foundation.workforce.models import Worker


def namesakes(name: str) -> list[Worker]:
    """Everybody who works or worked here under a name, whether it is written `Nair, Priya` or `Priya Nair`."""
    wanted = keys.plain_name(name)
    if not wanted:
        return []
    return [each for each in Worker.objects.order_by("name", "pk") if keys.plain_name(each.name) == wanted]
