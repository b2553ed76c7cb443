"""Whoever writes more than a line loses no word: forms with a box for words are opened by `keeping.opened`."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.forms import BaseForm, Textarea

from tests.architecture.source import PACKAGE, here, name_called, our_modules, tree_of

WEB = PACKAGE / "web"
# Where words are not kept, and why. Each may leave this list; none may join it without a reason.
NOT_OPENED = {
    "lintel/web/police/portal.py: Send": "to put one more child on the page that was sent; else it is opened",
}


def with_words(forms: object) -> set[str]:
    """The forms of a module that have a box for words."""
    kinds = [each for each in vars(forms).values() if isinstance(each, type) and issubclass(each, BaseForm)]
    return {
        each.__name__
        for each in kinds
        if any(isinstance(field.widget, Textarea) for field in getattr(each, "base_fields", {}).values())
    }


def bound_by_hand(tree: ast.Module, names: set[str]) -> Iterator[str]:
    """Such forms that a module binds to what was sent, without `opened`: words kept of them never come back."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if name_called(call) in names and "request.POST" in " ".join(map(ast.unparse, call.args)):
            yield name_called(call)


def found_in(path: Path) -> list[str]:
    seat = path.relative_to(WEB).parts[0]
    forms = f"lintel.web.{seat}.forms"
    if not (WEB / seat / "forms.py").exists():
        return []
    return [f"{here(path)}: {name}" for name in bound_by_hand(tree_of(path), with_words(import_module(forms)))]


def test_every_form_with_a_box_for_words_is_opened_with_the_words_kept_of_it():
    found = {each for path in our_modules() if path.is_relative_to(WEB) for each in found_in(path)}

    assert found - set(NOT_OPENED) == set()


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("form = forms.Said(request.POST or None)", True), ("form = Said(request.POST, x=1)", True),
        ("form = opened(request, forms.Said)", False), ("form = forms.Said(initial={})", False),
    ],
)  # fmt: skip
def test_a_form_bound_by_hand_would_be_found(line, is_found):
    assert bool(list(bound_by_hand(ast.parse(line), {"Said"}))) is is_found
