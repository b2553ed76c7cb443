"""Posts of the two assessment teams, one in every stage, with what usually takes how long before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lintel.foundation.access.models import User
from lintel.foundation.workforce.actions import set_protected_time
from lintel.foundation.workforce.codes import Basis, Protection, Stage
from lintel.foundation.workforce.models import Post
from lintel.foundation.workforce.posts.actions import open_post
from lintel.foundation.workforce.recruiting import actions
from tests.cast import NOW, Cast

TODAY = date(2025, 3, 3)


@dataclass(frozen=True)
class Posts:
    """One post of North in each stage, and one of South."""

    north: dict[Stage, Post]
    south: Post
    not_funded: Post


def opened(team, by: User, **said) -> Post:
    usual = {"title": "Social worker", "fte": Decimal(1), "is_case_holding": True, "funding_line": "Base budget"}
    return open_post(team=team, opens_on=date(2024, 1, 1), **usual | said, by=by, at=NOW)


def bring(post: Post, stage: Stage, by: User, *, from_day: date, name: str = "") -> Post:
    """Walk a post as far as a stage, a week at a time."""
    week = timedelta(weeks=1)
    walked = [
        (Stage.REQUISITION, lambda: actions.ask_to_fill(post, signed_on=from_day, by=by, at=NOW)),
        (Stage.OFFER, lambda: actions.note_offer(post, on=from_day + week, by=by, at=NOW)),
        (Stage.CHECKS, lambda: actions.note_acceptance(post, on=from_day + 2 * week, by=by, at=NOW)),
        (Stage.START, lambda: actions.note_checks_done(post, on=from_day + 3 * week, by=by, at=NOW)),
        (Stage.STARTED, lambda: actions.note_started(post, starts_on=from_day + 4 * week, name=name, basis=Basis.AGENCY,
                                                     by=by, at=NOW)),
    ]  # fmt: skip
    for each, act in walked:
        if stage is Stage.VACANCY:
            break
        act()
        if each is stage:
            break
    post.refresh_from_db()
    return post


@pytest.fixture
def posts(cast: Cast, ola: User) -> Posts:
    for number in range(5):
        bring(
            opened(cast.south, ola, title="Practitioner"), Stage.STARTED, ola, from_day=date(2024, 2, 5),
            name=f"Una Larch the {number}th",
        )  # fmt: skip
    days = {stage: TODAY - timedelta(weeks=5) for stage in Stage if stage is not Stage.CASE_HOLDING}
    north = {
        stage: bring(opened(cast.north, ola), stage, ola, from_day=day, name="Ada Finch") for stage, day in days.items()
    }
    return Posts(
        north, bring(opened(cast.south, ola), Stage.OFFER, ola, from_day=date(2025, 1, 6)),
        opened(cast.north, ola, funding_line=""),
    )  # fmt: skip


@pytest.fixture
def protected(cast: Cast, marcus: User, priya: User) -> None:
    set_protected_time(
        priya.worker, hours_per_week=Decimal("3.7"), reason=Protection.UNION, why="Branch meetings", starts_on=TODAY,
        by=marcus, at=NOW,
    )  # fmt: skip
