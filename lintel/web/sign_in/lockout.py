"""After ten wrong passwords for one address from one place, that address waits a quarter of an hour there."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest


def address_typed(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Whose sign-in it is: allauth says `email`, Django `username`, and before either there is only the form."""
    said = credentials or {}
    typed = said.get("email") or said.get("username") or request.POST.get("login", "")
    return str(typed).strip().lower()
