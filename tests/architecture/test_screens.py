"""Every address names the permission it needs; the truth is read off the view, not out of its source."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from lintel.foundation.access.gate import PUBLIC, SIGNED_IN, allow
from lintel.foundation.access.permissions import Permission
from tests.architecture.source import PACKAGE, here


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, where)
        else:
            yield where, pattern.callback


def undeclared(patterns: list[URLPattern | URLResolver]) -> list[str]:
    """Addresses whose view does not say who may come in."""
    return [where for where, view in routes(patterns) if not _is_declared(getattr(view, "permission", None))]


def _is_declared(permission: object) -> bool:
    return isinstance(permission, Permission) or permission in (PUBLIC, SIGNED_IN)


def test_every_screen_names_the_permission_it_needs():
    assert undeclared(get_resolver().url_patterns) == []


def test_there_are_screens_to_check():
    assert len(list(routes(get_resolver().url_patterns))) > 10


def test_a_screen_without_a_permission_would_be_found():
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert undeclared([path("open/", view), path("closed/", allow(SIGNED_IN)(view))]) == ["open/"]


@pytest.mark.parametrize("address", ["/static/lintel/none.css"])
def test_static_files_are_not_a_way_round(client, address):
    assert client.get(address).status_code == 404


def test_the_page_alone_says_what_is_wrong_with_its_form():
    """`components/page.html` does; a template that says it again shows every fault twice."""
    twice = [here(path) for path in PACKAGE.rglob("*.html") if "{{ error_summary(form) }}" in path.read_text()]

    assert twice == ["lintel/web/components/templates/components/page.html"]
