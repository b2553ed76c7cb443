"""What the tests of loading may ask for."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import pytest

from lintel.journey.imports import actions
from lintel.journey.imports.models import Load
from lintel.journey.imports.tests.builders import Lists, workbook
from tests.cast import LONDON

# The year's lists are drawn at the end of March and offered two days later.
OFFERED = datetime(2025, 4, 2, 9, 0, tzinfo=LONDON)

Take = Callable[..., Load]


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """Where files that are offered are kept."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def offer(cast: Any) -> Take:
    """Offer a file, or lists to be written as a workbook; the analyst does it."""

    def _offer(
        what: Lists | IO[bytes] | bytes | str, *, kind: str = "annex_a", name: str = "", at: Any = OFFERED
    ) -> Load:
        if isinstance(what, str):
            what = what.encode()
        if isinstance(what, bytes):
            file: IO[bytes] = io.BytesIO(what)
        else:
            file = workbook(what) if isinstance(what, dict) else what
        return actions.offer(file, kind=kind, name=name or "lists.xlsx", by=cast.anil, at=at)

    return _offer


@pytest.fixture
def take(offer: Take, cast: Any) -> Take:
    """Offer a file and store it."""

    def _take(what: Any, *, at: Any = OFFERED, **how: Any) -> Load:
        load = offer(what, at=at, **how)
        assert not load.refusal, load.refusal
        return actions.store(load, by=cast.anil, at=at)

    return _take
