"""Opening and funding posts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.workforce.models import Post, Team
from lintel.foundation.workforce.permissions import RECRUIT
from lintel.foundation.workforce.reach import NotInTheirLine, reaches_team

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

SCREEN = "workforce"


class NotAPost(Exception):
    """A post has a title, and is more than nobody and at most one person."""


@transaction.atomic
def open_post(
    *, title: str, team: Team, fte: Decimal, is_case_holding: bool, opens_on: date, funding_line: str = "", by: User,
    at: datetime,
) -> Post:  # fmt: skip
    """
    Open a post. Without a funding line nobody can count on it: it stands outside every forecast of capacity.

    :raises NotAllowed, NotInTheirLine: if this person opens no posts, or none in this team.
    :raises NotAPost: see there.
    """
    require(by, RECRUIT)
    if not reaches_team(by, team.pk, RECRUIT):
        raise NotInTheirLine(team.pk)
    if not title.strip() or not 0 < fte <= 1:
        raise NotAPost(fte)
    post = Post.objects.create(
        key=f"post/{team.pk}/{at.isoformat()}/{team.posts.count() + 1}", screen=SCREEN, recorded_at=at,
        title=title.strip(), team=team, fte=fte, is_case_holding=is_case_holding, opens_on=opens_on,
        funding_line=funding_line.strip(),
    )  # fmt: skip
    note("post opened", subject=post, by=by, at=at, team=team.pk, fte=str(fte), funding_line=post.funding_line)
    return post


@transaction.atomic
def fund_post(post: Post, *, funding_line: str, by: User, at: datetime) -> Post:
    """
    Say out of which line a post is paid, or that there is none any more (empty).

    :raises NotAllowed, NotInTheirLine: as for opening one.
    """
    require(by, RECRUIT)
    post = locked(post, by)
    post.funding_line = funding_line.strip()
    post.save(update_fields=["funding_line"])
    note("post funded", subject=post, by=by, at=at, funding_line=post.funding_line)
    return post


def locked(post: Post, by: User) -> Post:
    """
    The post as it is now, held until the transaction ends.

    :raises NotInTheirLine: if this person does not answer for its team.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    if not reaches_team(by, post.team_id, RECRUIT):
        raise NotInTheirLine(post.team_id)
    return post
