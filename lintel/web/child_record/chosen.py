"""Which lines of a chronology an address asks for: `?kind=injury&significant=1&from=2024-01-01&order=oldest`."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from django.http import HttpRequest

from lintel.journey.chronology.codes import Source
from lintel.journey.chronology.rules import Asked
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.web.components.asking import as_at_query, day_of

Code = TypeVar("Code", bound=StrEnum)


def asked_by(request: HttpRequest, *, child: int) -> Asked:
    """What the address asks to see of a child's chronology; whatever is not understood asks for nothing."""
    return Asked(
        child=child, kinds=_codes(request, "kind", ItemKind), sources=_codes(request, "source", Source),
        only_significant=request.GET.get("significant") == "1", only_child=request.GET.get("whose") == "child",
        first=day_of(request.GET.get("from")), last=day_of(request.GET.get("until")),
    )  # fmt: skip


def is_oldest_first(request: HttpRequest) -> bool:
    return request.GET.get("order") == "oldest"


def to_carry_along(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """What to carry from page to page so that the same lines stay chosen, and the day."""
    return as_at_query(request) | {
        "kind": ",".join(sorted(asked.kinds)), "source": ",".join(sorted(asked.sources)),
        "significant": "1" if asked.only_significant else "", "whose": "child" if asked.only_child else "",
        "from": asked.first.isoformat() if asked.first else "", "until": asked.last.isoformat() if asked.last else "",
        "order": "oldest" if is_oldest_first(request) else "",
    }  # fmt: skip


def _codes(request: HttpRequest, name: str, codes: type[Code]) -> frozenset[Code]:
    """Several boxes of a form, or one value with commas out of a link."""
    said = {text for value in request.GET.getlist(name) for text in value.split(",")}
    return frozenset(code for code in codes if code.value in said)
