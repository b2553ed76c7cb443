"""Somebody at a form."""

import html
import re

import pytest

from lintel.foundation.agencies.actions import name_agency
from lintel.foundation.agencies.codes import AgencyKind
from tests.cast import NOW

WORDS = "He comes to school without a coat."


@pytest.fixture(autouse=True)
def _at_nine(at_nine):
    """In every test here."""


@pytest.fixture
def school(rosa):
    return name_agency(key="ravenshire-primary", name="Ravenshire Primary", kind=AgencyKind.SCHOOL, by=rosa, at=NOW)


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden fields of the last form on a page, as a browser would send them."""
    form, found = page[page.rindex("<form") :], dict[str, list[str]]()
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(html.unescape(value))
    return found


@pytest.fixture
def send(client):
    """Fill in a form, check it, and send what the page of answers holds; what came of it, page by page."""

    def send(kind="professional", **said):
        path = f"/tell-us/{kind}/"
        rows = {"child-TOTAL_FORMS": "1", "adult-TOTAL_FORMS": "1"}
        opened = client.get(path).text
        once = re.search(r'name="once" value="([0-9a-f]+)"', opened)[1]
        check = client.post(path, rows | {"once": once, "step": "check", "words": WORDS} | said)
        if "Check before you send" not in check.text or "There is a problem" in check.text:
            return check
        return client.post(path, hidden(check.text) | {"step": "send"}, follow=True)

    return send
