"""
What a browser test may ask for. Loaded for every test, so that the journeys use the same.

`visit` is a desk, `phone` a telephone, `without_javascript` what the name says. Each opens pages of a live server:

    def test_the_catalogue_can_be_read(visit, anil):
        page = visit("/indicators/", as_=anil)

        page.is_in_order()

A page that is closed without `is_in_order()` was still listened to: an error in its console fails the test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from lintel.foundation.access.models import User

# Without a window of its own to draw it is far quicker, and it lays a page out in the same way.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NO_CHROMIUM = "Chromium is not installed: the browser tests did not run. To install it: apt-get install chromium"
AXE = Axe().axe_script

# Where to leave a picture of every page looked at; unset, none is taken.
PICTURES = os.environ.get("LINTEL_SCREENSHOTS")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for a browser is marked so, and `-m 'not browser'` leaves it out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say loudly that nobody looked at the screens."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_CHROMIUM in str(report.longrepr) for report in skipped):
        terminalreporter.section("NOBODY LOOKED AT THE SCREENS", sep="!", red=True, bold=True)
        terminalreporter.line(NO_CHROMIUM)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Missing, it is a failure under CI=true and a loud skip elsewhere."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_CHROMIUM)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright waits inside an event loop of its own, which Django takes for asynchronous code of ours.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Look:
    """A page somebody has open, and what can be asked of it. `page` is Playwright's."""

    page: Page
    address: str
    name: str
    has_script: bool = True
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self._complain(said.text) if said.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self._complain(str(error)))

    def _complain(self, words: str) -> None:
        # A refusal is answered with a page of its own and its number; Chromium also says so in the console.
        if "Failed to load resource: the server responded with a status of 4" not in words:
            self.complaints.append(words)

    def go(self, path: str) -> Look:
        self.page.goto(self.address + path)
        self._picture()
        return self

    def press(self, words: str) -> Look:
        """Press a button that leads to another page, by what stands on it."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words).first.click()
        return self

    def follow(self, words: str) -> Look:
        """Follow a link by its words."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words).first.click()
        return self

    def fill(self, **boxes: str) -> Look:
        """Fill boxes of the page itself by the names of their fields."""
        for name, value in boxes.items():
            self.page.locator(f"main [name='{name}']").first.fill(value)
        return self

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address)

    @property
    def words(self) -> str:
        """Everything on the page that is between its head and its foot."""
        return self.page.locator("#main-content").inner_text()

    @property
    def heading(self) -> str:
        return self.page.locator("h1").first.inner_text()

    @property
    def links(self) -> list[tuple[str, str]]:
        """The links one can see: their words, and where they lead."""
        return [(words, target) for words, target in self.page.evaluate(_LINKS)]

    # --- what must hold of every page ---

    def accessibility_faults(self) -> list[str]:
        """What axe finds, by rule and place."""
        self.page.evaluate("layAxe()")
        return list(self.page.evaluate(_WHAT_AXE_FINDS))

    def sticks_out(self) -> list[str]:
        """The elements that make the page wider than its window, or nothing."""
        return list(self.page.evaluate(_WIDER_THAN_THE_WINDOW))

    def links_that_say_the_same(self) -> list[str]:
        """Words that lead to more than one place: read out of context, nobody could tell them apart."""
        places: dict[str, set[str]] = {}
        for words, target in self.links:
            places.setdefault(words, set()).add(target)
        return sorted(words for words, targets in places.items() if len(targets) > 1)

    def faults(self) -> list[str]:
        """What is wrong with this page, in words."""
        found = list(self.complaints)
        if self.page.locator("h1").count() != 1:
            found.append("it has not one main heading")
        found += [f"wider than its window: {element}" for element in self.sticks_out()]
        found += [f"more than one link says: {words}" for words in self.links_that_say_the_same()]
        if self.has_script:  # without it, axe cannot look
            found += self.accessibility_faults()
        return [f"{self.name} at {self.path}: {fault}" for fault in found]

    def is_in_order(self) -> Look:
        """The promises of every screen: accessible, no wider than its window, each link its own words, no errors."""
        found = self.faults()
        assert found == []
        self._picture()
        return self

    def _picture(self) -> None:
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            named = (
                f"{self.path.split('?')[0].strip('/').replace('/', '-') or 'root'}-{self.name.replace(' ', '-')}.png"
            )
            self.page.screenshot(path=str(Path(PICTURES) / named), full_page=True)


# Only what is wrong comes back: all that axe has to say of a page takes longer to hand over than to find. Our pages
# have no frames, and our style sheets are on our own server.
_WHAT_AXE_FINDS = """() => axe.run(document, {resultTypes: ['violations'], preload: false, iframes: false})
  .then(found => found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`)))"""

_WIDER_THAN_THE_WINDOW = """() => {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return []
  const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 1)
  return out.slice(0, 5).map(e => e.outerHTML.slice(0, 160)).concat(out.length ? [] : ['the page itself'])
}"""

# Points of a chart are links as well, whose words are in their label or their title.
_LINKS = """() => [...document.querySelectorAll('a[href]')]
  .filter(a => a.checkVisibility())
  .map(a => {
    const words = a.getAttribute('aria-label') || a.querySelector('title')?.textContent || a.textContent
    return [words.trim().replace(/\\s+/g, ' '), new URL(a.getAttribute('href'), document.baseURI).href]
  })"""

Visit = Callable[..., Look]


@pytest.fixture
def open_window(browser: Browser, live_server: Any) -> Iterator[Callable[..., Look]]:
    """Open a window; at the end, every window is closed and must have had nothing to complain of."""
    opened: list[tuple[BrowserContext, Look]] = []

    def open_one(name: str, *, as_: User | None = None, **manner: Any) -> Look:
        context = browser.new_context(locale="en-GB", timezone_id="Europe/London", **manner)
        # Handed over once for all pages of the window, and read where it is asked for.
        context.add_init_script(f"globalThis.layAxe = () => {{ {AXE}\n}}")
        context.set_default_timeout(30_000)  # a busy machine compiles its first page for long
        if as_ is not None:
            context.add_cookies([sign_in_cookie(as_, live_server.url)])  # type: ignore[list-item]
        look = Look(context.new_page(), live_server.url, name, has_script=manner.get("java_script_enabled", True))
        opened.append((context, look))
        return look

    yield open_one
    for context, _ in opened:
        context.close()
    assert [complaint for _, look in opened for complaint in look.complaints] == []


def sign_in_cookie(user: User, address: str) -> dict[str, str]:
    """A session of theirs, without typing a password: signing in by hand has tests of its own."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": address}


def _visitor(name: str, **manner: Any) -> Any:
    @pytest.fixture(name=name.replace(" ", "_").lower())
    def visitor(open_window: Callable[..., Look]) -> Visit:
        def visit(path: str = "/", *, as_: User | None = None) -> Look:
            return open_window(name, as_=as_, **manner).go(path)

        return visit

    return visitor


visit = _visitor("visit", viewport=DESK)
phone = _visitor("phone", viewport=PHONE, is_mobile=True, has_touch=True, device_scale_factor=2)
without_javascript = _visitor("without JavaScript", viewport=DESK, java_script_enabled=False)
