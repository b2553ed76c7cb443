"""The style sheet is built from locked packages, and holds nothing we may not use."""

import json

import pytest

from lintel.web.components import assets


@pytest.fixture(scope="module")
def style_sheet() -> str:
    assets.build()
    return (assets.BUILT / "lintel.css").read_text()


def test_the_lock_names_every_package_by_its_hash_and_no_registry():
    packages = json.loads((assets.HERE / "package-lock.json").read_text())["packages"]
    fetched = {name: package for name, package in packages.items() if name}

    assert fetched
    assert all("integrity" in package and "resolved" not in package for package in fetched.values())


def test_the_pair_of_the_macros_is_locked():
    packages = json.loads((assets.HERE / "package-lock.json").read_text())["packages"]

    assert packages["node_modules/govuk-frontend"]["version"] == "6.3.0"


@pytest.mark.parametrize("not_ours", ["GDS Transport", "crest", "crown", "@font-face", "url("])
def test_the_style_sheet_has_nothing_that_is_not_ours_to_use(style_sheet, not_ours):
    # Not `not_ours not in style_sheet`: its failure would print all of it.
    assert style_sheet.count(not_ours) == 0


def test_a_second_build_has_nothing_to_do(style_sheet):
    assert assets.build() is False


def test_a_step_that_fails_says_what_it_said():
    with pytest.raises(assets.AssetsCannotBeBuilt, match="no such thing"):
        assets._run("sh", "-c", "echo no such thing >&2; exit 3")
