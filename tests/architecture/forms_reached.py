"""Every form that people reach by following links, and what each asks: for tests that look at all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve
from lxml import html

NOT_PAGES = (".csv", ".xlsx", ".xml", ".json", ".svg", "download/", "paper/", "picture/")
NOT_ASKED = ("hidden", "submit", "file", "password")


@dataclass(frozen=True)
class Prompt:
    """One thing a form asks for: where, what for, and whether something stands there already."""

    seat: str
    route: str
    label: str
    name: str
    is_filled: bool
    is_for_words: bool
    is_kept: bool

    @property
    def where(self) -> str:
        return f"{self.route}: {self.name}"


def forms_reached(client: Client, starts: Iterable[str]) -> Iterator[Prompt]:
    """Follow links, one page of each kind, and tell what every form that posts asks."""
    waiting, seen = list(starts), set()
    while waiting:
        path = waiting.pop(0)
        page_of = page_at(path)
        if page_of is None or page_of.route in seen:
            continue
        seen.add(page_of.route)
        answer = client.get(path)
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            page = html.fromstring(answer.content)
            waiting += [str(link) for link in page.xpath("//a/@href") if str(link).startswith("/")]
            yield from prompts_of(page, seat=page_of.app_name, route=page_of.route)


def page_at(path: str) -> ResolverMatch | None:
    """What stands at an address; nothing where it is no page of ours."""
    where = urlsplit(path).path
    try:
        return None if where.endswith(NOT_PAGES) else resolve(where)
    except Resolver404:
        return None


def prompts_of(page: html.HtmlElement, *, seat: str, route: str) -> Iterator[Prompt]:
    """What the forms of a page ask: each box once, a day and a group of choices once."""
    for form in page.xpath("//form[@method = 'post']"):
        told = set()
        for box in form.xpath(".//input | .//select | .//textarea"):
            name = str(box.get("name", "")).removesuffix("-day")
            if box.get("type") in NOT_ASKED or not name or name in told or name.endswith(("-month", "-year")):
                continue
            told.add(name)
            yield Prompt(
                seat, route, label_of(page, box), name, is_filled(form, box), box.tag == "textarea",
                form.get("data-keep") is not None,
            )  # fmt: skip


def label_of(page: html.HtmlElement, box: html.HtmlElement) -> str:
    """The words that stand over a box: of its group, where it is one of several, and its own."""
    group = box.xpath("ancestor::fieldset[1]/legend")
    own = page.xpath("//label[@for = $it]", it=box.get("id", "")) or box.xpath("ancestor::label[1]")
    is_one_of_several = box.get("type") in ("radio", "checkbox") or str(box.get("name", "")).endswith("-day")
    parts = group if group and is_one_of_several else [*group, *own[:1]]
    return ", ".join(" ".join(part.text_content().split()) for part in parts) or str(box.get("aria-label", ""))


def is_filled(form: html.HtmlElement, box: html.HtmlElement) -> bool:
    """Whether something stands there already, or is chosen."""
    if box.tag == "select":
        return any(str(option.get("value", "")) for option in box.xpath(".//option[@selected]"))
    if box.get("type") in ("radio", "checkbox"):
        return bool(form.xpath(".//input[@name = $it][@checked]", it=box.get("name")))
    said = box.text if box.tag == "textarea" else box.get("value")
    return bool((said or "").strip())
