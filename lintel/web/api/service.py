"""The API put together, and its description."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from django.conf import settings
from ninja import NinjaAPI

from lintel.web.api import contacts, police
from lintel.web.api.keys import ApiKeyDoor, EachKey
from lintel.web.api.problems import MEDIA_TYPE, say_plainly

VERSION = "1"
DESCRIPTION = (
    "For agencies that hand contacts and police notifications in by machine, and ask what became of them. A key is "
    "given by the council’s system administrator. Every POST carries an Idempotency-Key, so that it can be sent again "
    "without harm when an answer got lost. Refusals are in plain words (RFC 9457)."
)

api = NinjaAPI(
    title="Lintel", version=VERSION, description=DESCRIPTION, urls_namespace="api", openapi_url=None, docs_url=None,
    throttle=EachKey(settings.API_REQUESTS_PER_KEY),
)  # fmt: skip
say_plainly(api)
for each in (contacts, police):
    api.add_router("", each.router, throttle=EachKey(settings.API_REQUESTS_PER_KEY))


def addresses() -> list[Any]:
    """The addresses of the API, each saying which permission it needs: that of the scope its door asks for."""
    # `urls` is asked first: it is what puts the operations of the routers together.
    patterns, _, _ = api.urls
    wanted = {
        f"{router.prefix}{path}".strip("/").replace("{", "<").replace("}", ">"): view.operations
        for router in api._get_bound_routers()
        for path, view in router.path_operations.items()
    }
    found = []
    for pattern in patterns:
        operations = wanted.get(str(pattern.pattern).strip("/"))
        if operations is None:  # the library's own empty root page
            continue
        [door] = {door for operation in operations for door in operation.auth_callbacks}
        assert isinstance(door, ApiKeyDoor)
        view: Any = pattern.callback
        view.permission = door.permission
        found.append(pattern)
    return found


@cache
def description() -> dict[str, Any]:
    """The OpenAPI 3.1 description: what machines read, and what the page for people is made of."""
    addresses()
    found: dict[str, Any] = copy.deepcopy(dict(api.get_openapi_schema(path_prefix="/api/v1/")))
    for operations in found["paths"].values():
        for operation in operations.values():
            for status, said in operation["responses"].items():
                if int(status) >= 400 and "application/json" in said.get("content", {}):
                    said["content"] = {MEDIA_TYPE: said["content"]["application/json"]}
    return found
