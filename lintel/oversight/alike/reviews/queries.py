"""Asking for reviews. Who runs one sees how far it is; the panel sees its cases; nobody sees whose an answer was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from lintel.foundation.access.models import Restriction, User
from lintel.foundation.access.permissions import NotAllowed, may, require
from lintel.foundation.access.visibility import kept_from
from lintel.oversight.alike import permissions
from lintel.oversight.alike.reviews.codes import Half, Stage
from lintel.oversight.alike.reviews.models import Answer, Panelist, Review, ReviewCase
from lintel.oversight.alike.reviews.rules import Comparison, Given, Progress, compare, stage_of
from lintel.oversight.thresholds.models import ThresholdVersion
from lintel.oversight.thresholds.queries import in_force, versions
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.models import ChildContact, Decision
from lintel.steps.front_door.queries import contacts

if TYPE_CHECKING:
    from datetime import date

# Where no threshold document is in force, the four levels nearly every authority has (DOMAIN.md 7.1).
USUAL_LEVELS = ((1, "Universal"), (2, "Early help"), (3, "Targeted"), (4, "Statutory"))


@dataclass(frozen=True, kw_only=True)
class Unnamed:
    """An answer to a case without whose it was."""

    level: int
    rationale: str
    factors: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HowFar:
    """How many answers a half has and could have. Not whose are missing."""

    stage: Stage
    cases: int
    panel: int
    answers: int
    possible: int
    doubtful: int


def reviews(*, viewer: User) -> QuerySet[Review]:
    """The reviews this person runs or sits on, the latest first; none for anybody else."""
    found = Review.objects.select_related("draft", "opened_by", "signed_by").order_by("-opened_at", "-pk")
    if may(viewer, permissions.RUN_REVIEWS):
        return found
    if not may(viewer, permissions.SIT_ON_PANELS):
        return found.none()
    return found.filter(Exists(Panelist.objects.filter(review=OuterRef("pk"), user=viewer)))


def stage(review: Review, *, viewer: User) -> Stage:
    """The step a review is at."""
    assert viewer is not None
    return stage_of(Progress(
        is_put_to_panel=review.put_to_panel_at is not None, is_compared=review.comparing_from is not None,
        is_fresh=review.fresh_from is not None, is_over=review.fresh_until is not None,
        is_signed=review.signed_at is not None,
    ))  # fmt: skip


def how_far(review: Review, *, viewer: User) -> HowFar:
    """
    How far a review has come.

    :raises NotAllowed: if this person neither runs it nor sits on it.
    """
    _of_it(review, viewer)
    half = current_half(review, viewer=viewer)
    cases = ReviewCase.objects.filter(review=review, half=half)
    panel = review.panel.count()
    return HowFar(
        stage=stage(review, viewer=viewer), cases=cases.count(), panel=panel, possible=cases.count() * panel,
        answers=Answer.objects.filter(case__in=cases).count(),
        doubtful=ReviewCase.objects.filter(review=review).exclude(doubtful=[]).count(),
    )  # fmt: skip


def current_half(review: Review, *, viewer: User) -> Half:
    """The half that is being decided, or was last."""
    assert viewer is not None
    return Half.FRESH if review.fresh_from is not None else Half.FIRST


def to_check(review: Review, *, viewer: User) -> list[ReviewCase]:
    """
    Every case this person may read, for whoever reads them for names before the panel does.

    :raises NotAllowed: if this person may not run reviews.
    """
    require(viewer, permissions.RUN_REVIEWS)
    return list(readable(review.cases.all(), viewer=viewer).order_by("number"))


def readable(cases: QuerySet[ReviewCase], *, viewer: User) -> QuerySet[ReviewCase]:
    """
    Those of some cases that are of no child kept from this viewer, today: the words are about all in the contact.
    """
    lines = ChildContact.objects.filter(contact=OuterRef("decision__child_contact__contact"))
    return cases.exclude(Exists(lines.filter(child__in=kept_from(viewer))))


def to_answer(review: Review, *, viewer: User) -> list[ReviewCase]:
    """
    The cases of the current half that this member of the panel has still to decide.

    Never one they decided themselves, one about a child who is kept from them, or one that nobody read for names.

    :raises NotAllowed: if they do not sit on the panel.
    """
    seat = seat_of(review, viewer=viewer)
    if stage(review, viewer=viewer) not in (Stage.FIRST_HALF, Stage.FRESH_HALF):
        return []
    cases = review.cases.filter(half=current_half(review, viewer=viewer), doubtful=[]).exclude(answers__panelist=seat)
    return list(readable(cases, viewer=viewer).exclude(decision__decided_by=viewer).order_by("number"))


def seat_of(review: Review, *, viewer: User) -> Panelist:
    """
    The viewer's seat on a panel.

    :raises NotAllowed: if they have none.
    """
    require(viewer, permissions.SIT_ON_PANELS)
    seat = review.panel.filter(user=viewer).first()
    if seat is None:
        raise NotAllowed(permissions.SIT_ON_PANELS)
    return seat


def is_on_panel(review: Review, *, viewer: User) -> bool:
    """Whether the viewer sits on the panel."""
    return may(viewer, permissions.SIT_ON_PANELS) and review.panel.filter(user=viewer).exists()


def comparison(review: Review, half: Half, *, viewer: User) -> Comparison | None:
    """
    How alike the panel decided a half; None before that half is closed.

    :raises NotAllowed: if this person neither runs it nor sits on it.
    """
    _of_it(review, viewer)
    closed_at = review.comparing_from if half is Half.FIRST else review.fresh_until
    if closed_at is None:
        return None
    rows = Answer.objects.filter(case__review=review, case__half=half).order_by("case__number", "level", "pk")
    return compare([
        Given(case=case, number=number, level=level, factors=tuple(factors))
        for case, number, level, factors in rows.values_list("case", "case__number", "level", "factors")
    ])  # fmt: skip


def case_to_discuss(review: Review, number: int, *, viewer: User) -> ReviewCase:
    """
    A case of a half that is closed, to talk about.

    :raises NotAllowed: if this person neither runs the review nor sits on it.
    :raises ReviewCase.DoesNotExist: if there is none, its half is still being decided, or a child is kept from them.
    """
    _of_it(review, viewer)
    closed = [half for half, at in ((Half.FIRST, review.comparing_from), (Half.FRESH, review.fresh_until)) if at]
    cases = readable(review.cases.filter(half__in=closed), viewer=viewer)
    return cases.select_related("example").prefetch_related("discussions").get(number=number)


def answers_to(case: ReviewCase, *, viewer: User) -> list[Unnamed]:
    """
    What the panel decided about a case and why, for the panel alone, by level and without names.

    :raises NotAllowed: if this person does not sit on the panel.
    """
    seat_of(case.review, viewer=viewer)
    rows = case.answers.order_by("level", "rationale").values_list("level", "rationale", "factors")
    return [Unnamed(level=level, rationale=why, factors=tuple(factors)) for level, why, factors in rows]


def levels_for(review: Review, *, viewer: User, on: date) -> list[tuple[int, str]]:
    """The levels the current half is decided with: of the version in force, or of the draft for the fresh half."""
    version = review.draft if review.fresh_from is not None else in_force(viewer=viewer, on=on)
    found = list(version.levels.values_list("number", "name")) if version is not None else []
    return found or list(USUAL_LEVELS)


def drafts(*, viewer: User) -> list[ThresholdVersion]:
    """Versions that are not in effect yet, which a fresh half may be decided with."""
    return list(versions(viewer=viewer).filter(activated_at__isnull=True, withdrawn_at__isnull=True))


def people_to_ask(review: Review, *, viewer: User) -> list[User]:
    """
    Everybody who may sit on a panel and is not on this one.

    :raises NotAllowed: if this person may not run reviews.
    """
    require(viewer, permissions.RUN_REVIEWS)
    able = User.objects.filter(
        is_active=True, is_service_account=False, role_grants__ended_at__isnull=True,
        role_grants__role__in=list(permissions.SIT_ON_PANELS.held_by),
    )  # fmt: skip
    return list(able.exclude(pk__in=review.panel.values("user")).distinct().order_by("name", "pk"))


def panel_of(review: Review, *, viewer: User) -> list[Panelist]:
    """
    Who sits on the panel.

    :raises NotAllowed: if this person neither runs it nor sits on it.
    """
    _of_it(review, viewer)
    return list(review.panel.select_related("user").order_by("part", "user__name"))


def decisions_to_draw_from(*, viewer: User, since: datetime, until: datetime) -> list[int]:
    """
    Past decisions a review may be drawn from: one for each contact, about children nobody is kept from.

    :raises NotAllowed: if this person may not run reviews.
    """
    require(viewer, permissions.RUN_REVIEWS)
    restricted = Restriction.objects.filter(
        child__child_contacts__contact=OuterRef("child_contact__contact"), lifted_at__isnull=True
    )
    met_no_threshold = (Outcome.TO_ALLOCATED_WORKER, Outcome.OTHER_AUTHORITY, Outcome.AWAITING_INFORMATION)
    held = Decision.objects.filter(
        decided_at__gte=since, decided_at__lt=until, returned_at__isnull=True,
        child_contact__contact__in=contacts(viewer=viewer),
    ).exclude(Exists(restricted))  # fmt: skip
    told = held.exclude(outcome__in=met_no_threshold).exclude(Q(child_contact__contact__words=""))
    first: dict[int, int] = {}
    for contact, pk in told.order_by("pk").values_list("child_contact__contact", "pk"):
        first.setdefault(contact, pk)
    return list(first.values())


def _of_it(review: Review, viewer: User) -> None:
    if not may(viewer, permissions.RUN_REVIEWS):
        seat_of(review, viewer=viewer)
