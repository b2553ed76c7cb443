"""The rows of children and grown-ups: how many there are, made sound whatever was sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

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


class Together:
    """Several forms of one page as the page's summary of faults sees them: one."""

    def __init__(self, form: Any, *rows: Iterable[Any]) -> None:
        self.forms = [form, *(row for several in rows for row in several)]

    def __iter__(self) -> Iterator[Any]:
        return (bound for form in self.forms for bound in form)

    @property
    def errors(self) -> list[Any]:
        return [form.errors for form in self.forms if form.errors]

    def non_field_errors(self) -> list[str]:
        return [words for form in self.forms for words in form.non_field_errors()]
