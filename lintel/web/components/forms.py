"""Form fields drawn by the design system. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

NAMES = ("day", "month", "year")
WHOLE_DAY = ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d.%m.%Y")


class ThreeBoxes(forms.Widget):
    """Day, month and year in boxes of their own; a whole date pasted into the first box is understood as well."""

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        if data.get(name):  # an address such as ?as_at=2025-03-03
            return data[name]
        return [str(data.get(f"{name}-{part}", "")).strip() for part in NAMES]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        return name not in data and not any(f"{name}-{part}" in data for part in NAMES)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day"

    @staticmethod
    def boxes(name: str, value: Any, errors: Any) -> list[dict[str, Any]]:
        """What the design system's date macro wants to know of each box."""
        if isinstance(value, date):
            value = [value.day, value.month, value.year]
        parts = list(value) if isinstance(value, list) else ["", "", ""]
        wrong = " govuk-input--error" if errors else ""
        return [
            {
                "name": part, "value": str(parts[i]),
                "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}", "inputmode": "numeric",
            }
            for i, part in enumerate(NAMES)
        ]  # fmt: skip


class DayField(forms.Field):
    """A day. The value is a `date`; errors say what is missing."""

    widget = ThreeBoxes

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        if isinstance(value, str):
            return self._whole(value)
        parts = [part for part in value or [] if part]
        if not parts:
            return None
        if len(parts) == 1:
            return self._whole(parts[0])
        missing = [name for name, part in zip(NAMES, value, strict=True) if not part]
        if missing:
            raise ValidationError(f"{self.label} must include a {' and a '.join(missing)}")
        try:
            return date(int(value[2]), int(value[1]), int(value[0]))
        except ValueError:
            raise ValidationError(f"{self.label} must be a real date, such as 27 3 2025") from None

    def _whole(self, text: str) -> date | None:
        for shape in WHOLE_DAY:
            try:
                return datetime.strptime(text.strip(), shape).date()  # noqa: DTZ007 — a day has no time zone
            except ValueError:
                continue
        raise ValidationError(f"{self.label} must be a real date, such as 27 3 2025")

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise ValidationError(f"Enter {str(self.label)[:1].lower()}{str(self.label)[1:]}")
