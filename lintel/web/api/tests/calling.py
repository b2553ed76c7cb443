"""Calling the API in tests, as an agency's machine does."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

PERRIN: dict[str, Any] = {
    "words": "He comes to school without a coat.",
    "writer": {"name": "Wren Tallow", "post": "Designated safeguarding lead", "email": "wren@larchmere.example"},
    "children": [{"given": "Perrin", "family": "Oakapple", "date_of_birth": "2017-05-04", "school": "Larchmere"}],
    "concerns": ["neglect"],
}


def send(
    client: Client, secret: str, body: Any = PERRIN, *, once: str | None = "delivery-0001", path: str = "contacts"
) -> HttpResponse:
    """Hand something in."""
    headers = {"Authorization": f"Bearer {secret}"} | ({"Idempotency-Key": once} if once else {})
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(f"/api/v1/{path}", content, content_type="application/json", headers=headers)


def ask(client: Client, secret: str, reference: str) -> HttpResponse:
    """Ask what became of something."""
    return client.get(f"/api/v1/contacts/{reference}", headers={"Authorization": f"Bearer {secret}"})
