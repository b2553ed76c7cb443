"""Constraints are named as sentences; there are no drawers; nothing names a machine or a registry."""

import re
import subprocess

from django.apps import apps
from django.urls import get_resolver

from lintel.foundation.access.permissions import ALL
from lintel.foundation.audit_log.models import Entry
from tests.architecture.source import PACKAGE, ROOT, here, our_modules

DRAWERS = {
    "manager", "managers", "handler", "handlers", "helper", "helpers", "processor", "util", "utils", "common",
    "core", "base", "data", "info", "misc", "services", "selectors",
}  # fmt: skip

# Written in two parts, so that this file does not find itself.
NEVER = [
    "pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "deb.debian" + ".org",
    "/work" + "/main", "/work" + "/shared", "/root" + "/", "/tmp" + "/lintel",
]  # fmt: skip


def is_a_sentence(name: str) -> bool:
    """At least three words in small letters, and not what Django would have made up."""
    return re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+){2,}", name) is not None and not name.endswith(("_uniq", "_check"))


def our_models():
    return [m for m in apps.get_models() if m.__module__.startswith("lintel.")]


def test_every_constraint_name_is_a_sentence():
    names = [c.name for model in our_models() for c in model._meta.constraints]

    assert names
    assert [name for name in names if not is_a_sentence(name)] == []


def test_a_refusal_of_every_permission_fits_the_audit_log():
    longest = Entry._meta.get_field("act").max_length
    get_resolver().url_patterns  # noqa: B018 — reading the addresses imports every screen and so every permission

    assert ALL
    assert [name for name in ALL if len(f"refused: {name}") > longest] == []


def test_a_constraint_with_a_made_up_name_would_be_found():
    assert not is_a_sentence("contact_check")
    assert not is_a_sentence("uniq_1")


def test_there_are_no_drawers():
    named = [here(path) for path in our_modules() if path.stem in DRAWERS or path.parent.name in DRAWERS]

    assert named == []


def test_every_part_says_what_it_is():
    silent = [here(path) for path in PACKAGE.rglob("__init__.py") if _is_a_part(path) and '"""' not in path.read_text()]

    assert silent == []


def _is_a_part(path) -> bool:
    return path.parent.name not in ("migrations", "tests")


def test_nothing_names_a_machine_or_a_registry():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    named = []
    for name in filter(None, listed.decode().split("\0")):
        path = ROOT / name
        if path.is_file() and any(word.encode() in path.read_bytes() for word in NEVER):
            named.append(name)

    assert named == []
