"""The rows of children and grown-ups: how many there are, made sound whatever was sent."""

from __future__ import annotations

from django.http import QueryDict

from lintel.web.knock.forms import AT_MOST


def with_rows(typed: QueryDict) -> QueryDict:
    """What was typed, with at least one row of each kind and no more than a page can hold."""
    typed = typed.copy()
    for name in ("child", "adult"):
        typed[f"{name}-TOTAL_FORMS"] = str(max(1, min(number(typed.get(f"{name}-TOTAL_FORMS")), AT_MOST)))
        typed[f"{name}-INITIAL_FORMS"] = "0"
    return typed


def number(text: str | None) -> int:
    """A number of rows; one for what is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 4 else 1
