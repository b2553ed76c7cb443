"""Taking a threshold review through its steps (J12). Nothing here changes wording that is in force."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.notices.actions import tell
from lintel.oversight.alike import permissions
from lintel.oversight.alike.codes import Factor
from lintel.oversight.alike.examples.actions import keep_example
from lintel.oversight.alike.examples.models import CaseExample
from lintel.oversight.alike.reviews import queries, rules
from lintel.oversight.alike.reviews.codes import Half, Part, Stage
from lintel.oversight.alike.reviews.models import Answer, Discussion, Panelist, Review, ReviewCase
from lintel.oversight.alike.reviews.rules import Refused
from lintel.oversight.alike.reviews.strip import blank, ordinary_words, strip
from lintel.oversight.alike.reviews.telling import names_of_workers, people_in, text_of
from lintel.statute.calendar import LONDON, local_day
from lintel.steps.front_door.codes import Concern
from lintel.steps.front_door.models import Decision

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.oversight.thresholds.models import ThresholdVersion


class WordsMissing(Exception):
    """A review has a title and terms, an answer a reason, a note words, a signature what was learned."""


class NotYet(Exception):
    """The step cannot be taken yet; `why` says what to do first."""

    def __init__(self, why: Refused) -> None:
        super().__init__(why.words)
        self.why = why


class OnThePanelAlready(Exception):
    """This person was asked already."""


class AnsweredAlready(Exception):
    """This member of the panel has decided this case, or may not; an answer is never changed."""


@transaction.atomic
def open_review(
    title: str, *, terms: str, ends_on: date, since: date, size: int, seed: str = "", by: User, at: datetime
) -> Review:
    """
    Open a review and draw its cases, stripped of names and of what was decided.

    :param seed: draws the same cases again; without one a new seed is made, and kept.
    :raises NotAllowed: if this person may not run reviews.
    :raises WordsMissing: without a title or terms of reference.
    :raises NotYet: if the size is not one a review may have, or there are not that many contacts.
    """
    require(by, permissions.RUN_REVIEWS)
    if not title.strip() or not terms.strip():
        raise WordsMissing
    if not rules.FEWEST_CASES <= size <= rules.MOST_CASES:
        raise NotYet(Refused.SIZE)
    if ends_on < local_day(at):
        raise NotYet(Refused.ENDS)
    begins = datetime.combine(since, time(), tzinfo=LONDON)
    found = queries.decisions_to_draw_from(viewer=by, since=begins, until=at)
    if len(found) < size:
        raise NotYet(Refused.TOO_FEW)
    review = Review.objects.create(
        title=title.strip(), terms=terms.strip(), ends_on=ends_on, seed=seed or secrets.token_hex(16), opened_by=by,
        opened_at=at,
    )  # fmt: skip
    drawn = rules.drawn(found, seed=review.seed, size=size)
    _strip_and_keep(review, drawn)
    note("threshold review opened", by=by, at=at, subject=review, cases=len(drawn), since=str(since))
    return review


def _strip_and_keep(review: Review, drawn: Sequence[int]) -> None:
    first, _ = rules.halves(drawn)
    decisions = Decision.objects.select_related("child_contact__contact").in_bulk(list(drawn))
    workers = names_of_workers()
    told = {pk: text_of(decision) for pk, decision in decisions.items()}
    ordinary = ordinary_words(told.values())
    cases = []
    for number, pk in enumerate(drawn, start=1):
        decision = decisions[pk]
        left = strip(told[pk], people_in(decision, workers), ordinary=ordinary)
        cases.append(ReviewCase(
            review=review, number=number, half=Half.FIRST if pk in set(first) else Half.FRESH, decision=decision,
            text=left.text, concerns=decision.child_contact.contact.concerns, doubtful=list(left.doubtful),
        ))  # fmt: skip
    ReviewCase.objects.bulk_create(cases)


@transaction.atomic
def ask_onto_panel(review: Review, *, user: User, part: Part, by: User, at: datetime) -> Panelist:
    """
    Ask somebody onto the panel.

    :raises NotAllowed: if this person may not run reviews, or the other may not sit on panels.
    :raises NotYet: once the panel has begun to decide.
    :raises OnThePanelAlready: if they are on it.
    """
    require(by, permissions.RUN_REVIEWS)
    require(user, permissions.SIT_ON_PANELS)
    locked = _at(review, Stage.CHECKING, by)
    if locked.panel.filter(user=user).exists():
        raise OnThePanelAlready
    seat = Panelist.objects.create(review=locked, user=user, part=part, asked_at=at)
    note("asked onto a panel", by=by, at=at, subject=locked, user=user.pk, part=str(part))
    return seat


@transaction.atomic
def check_cases(review: Review, *, blanked: Sequence[tuple[int, str]], by: User, at: datetime) -> int:
    """
    Say that every case was read for names: the words pointed at are taken out, all other doubtful words may stay.

    :param blanked: the number of a case and a word in it that is a name.
    :raises NotAllowed: if this person may not run reviews.
    :raises NotYet: once the panel has begun to decide.
    """
    require(by, permissions.RUN_REVIEWS)
    locked = _at(review, Stage.CHECKING, by)
    taken_out = 0
    for case in queries.readable(locked.cases.select_for_update(of=("self",)), viewer=by):
        words = [word for number, word in blanked if number == case.number and word.strip()]
        for word in words:
            case.text = blank(case.text, word.strip())
        taken_out += len(words)
        case.doubtful = []
        case.save(update_fields=["text", "doubtful"])
    note("cases of a review read for names", by=by, at=at, subject=locked, taken_out=taken_out)
    return taken_out


@transaction.atomic
def put_to_panel(review: Review, *, by: User, at: datetime) -> Review:
    """
    Let the panel decide the first half, each alone.

    :raises NotAllowed: if this person may not run reviews.
    :raises NotYet: with fewer than two on the panel, words left that may be names, or at another step.
    """
    require(by, permissions.RUN_REVIEWS)
    locked = _at(review, Stage.CHECKING, by)
    if locked.panel.count() < rules.FEWEST_ON_A_PANEL:
        raise NotYet(Refused.PANEL)
    # A case of a child who was restricted since waits for somebody who may read it, and holds nobody up.
    if queries.readable(locked.cases.exclude(doubtful=[]), viewer=by).exists():
        raise NotYet(Refused.DOUBT)
    locked.put_to_panel_at = at
    locked.save(update_fields=["put_to_panel_at"])
    note("review put to its panel", by=by, at=at, subject=locked)
    _tell_the_panel(locked, Half.FIRST, by=by, at=at)
    return locked


@transaction.atomic
def answer(
    case: ReviewCase, *, level: int, rationale: str, factors: Sequence[Factor] = (), by: User, at: datetime
) -> Answer:
    """
    Decide one case, alone. An answer is never changed, and never shown with a name.

    :raises NotAllowed: if they do not sit on the panel.
    :raises WordsMissing: if it does not say why.
    :raises AnsweredAlready: if they have answered it, it is not theirs to answer, or its half is closed.
    """
    if not rationale.strip():
        raise WordsMissing
    review = Review.objects.select_for_update(of=("self",)).get(pk=case.review_id)
    seat = queries.seat_of(review, viewer=by)
    if case.pk not in {each.pk for each in queries.to_answer(review, viewer=by)}:
        raise AnsweredAlready
    given = Answer.objects.create(
        case=case, panelist=seat, level=level, rationale=rationale.strip(), factors=list(factors), answered_at=at
    )
    # Not what was answered: the log is read by others than the panel.
    note("case of a review decided", by=by, at=at, subject=review)
    return given


@transaction.atomic
def compare_first_half(review: Review, *, by: User, at: datetime) -> Review:
    """
    Close the first half and compare. No more answers are taken.

    :raises NotAllowed: if this person may not run reviews.
    :raises NotYet: if nothing was answered by two people, or at another step.
    """
    require(by, permissions.RUN_REVIEWS)
    locked = _at(review, Stage.FIRST_HALF, by)
    _somebody_answered(locked, Half.FIRST)
    locked.comparing_from = at
    locked.save(update_fields=["comparing_from"])
    note("first half of a review compared", by=by, at=at, subject=locked)
    return locked


@transaction.atomic
def note_discussion(case: ReviewCase, *, words: str, by: User, at: datetime) -> Discussion:
    """
    Note what was said about a case when the panel talked.

    :raises NotAllowed: if this person may not run reviews.
    :raises WordsMissing: without words.
    :raises NotYet: unless the panel is talking.
    """
    require(by, permissions.RUN_REVIEWS)
    if not words.strip():
        raise WordsMissing
    _at(case.review, Stage.TALKING, by)
    said = Discussion.objects.create(case=case, words=words.strip(), noted_at=at, noted_by=by)
    note("discussion of a case noted", by=by, at=at, subject=case.review, case=case.number)
    return said


@transaction.atomic
def keep_as_example(
    case: ReviewCase, *, title: str, level: int, rationale: str, annotation: str, by: User, at: datetime
) -> CaseExample:
    """
    Keep a case that was talked about in the library of examples, with how the panel had decided it.

    :raises NotAllowed: if this person may not keep the library.
    :raises WordsMissing: without words (`examples.actions.WordsMissing` where one of them is empty).
    :raises NotYet: unless the panel is talking.
    """
    require(by, permissions.KEEP_EXAMPLES)
    _at(case.review, Stage.TALKING, by)
    locked = ReviewCase.objects.select_for_update().get(pk=case.pk)
    decided: dict[str, int] = {}
    for given in locked.answers.values_list("level", flat=True):
        decided[str(given)] = decided.get(str(given), 0) + 1
    example = keep_example(
        title, text=locked.text, concerns=[Concern(each) for each in locked.concerns], level=level,
        rationale=rationale, annotation=annotation, decided=decided, by=by, at=at,
    )  # fmt: skip
    locked.example = example
    locked.save(update_fields=["example"])
    return example


@transaction.atomic
def link_draft(review: Review, *, draft: ThresholdVersion, by: User, at: datetime) -> Review:
    """
    Say which draft of the threshold document came of the talking. The wording in force stays as it is.

    :raises NotAllowed: if this person may not run reviews.
    :raises NotYet: if the version is in effect already, or at another step.
    """
    require(by, permissions.RUN_REVIEWS)
    locked = _at(review, Stage.TALKING, by)
    if draft.activated_at is not None or draft.withdrawn_at is not None:
        raise NotYet(Refused.DRAFT)
    locked.draft = draft
    locked.save(update_fields=["draft"])
    note("draft linked to a review", by=by, at=at, subject=locked, draft=draft.number)
    return locked


@transaction.atomic
def open_fresh_half(review: Review, *, by: User, at: datetime) -> Review:
    """
    Let the panel decide the fresh half with the draft. It has seen none of its cases.

    :raises NotAllowed: if this person may not run reviews.
    :raises NotYet: without a draft, without having talked about a case, or at another step.
    """
    require(by, permissions.RUN_REVIEWS)
    locked = _at(review, Stage.TALKING, by)
    if locked.draft is None:
        raise NotYet(Refused.DRAFT)
    if not Discussion.objects.filter(case__review=locked).exists():
        raise NotYet(Refused.TALK)
    locked.fresh_from = at
    locked.save(update_fields=["fresh_from"])
    note("fresh half of a review opened", by=by, at=at, subject=locked)
    _tell_the_panel(locked, Half.FRESH, by=by, at=at)
    return locked


@transaction.atomic
def compare_fresh_half(review: Review, *, by: User, at: datetime) -> Review:
    """
    Close the fresh half and compare it with the first.

    :raises NotAllowed: if this person may not run reviews.
    :raises NotYet: if nothing was answered by two people, or at another step.
    """
    require(by, permissions.RUN_REVIEWS)
    locked = _at(review, Stage.FRESH_HALF, by)
    _somebody_answered(locked, Half.FRESH)
    locked.fresh_until = at
    locked.save(update_fields=["fresh_until"])
    note("fresh half of a review compared", by=by, at=at, subject=locked)
    return locked


@transaction.atomic
def sign(review: Review, *, learned: str, by: User, at: datetime) -> Review:
    """
    Sign what a review found, frozen as it was found. The draft then goes to its what-if.

    :raises NotAllowed: if this person may not sign reviews.
    :raises WordsMissing: if it does not say what was learned.
    :raises NotYet: at another step.
    """
    require(by, permissions.SIGN_REVIEWS)
    if not learned.strip():
        raise WordsMissing
    locked = _at(review, Stage.TO_SIGN, by)
    found = {half: queries.comparison(locked, half, viewer=by) for half in Half}
    before, after = found[Half.FIRST], found[Half.FRESH]
    assert before is not None and after is not None  # noqa: PT018 — both halves are closed before a review is signed
    locked.findings = {
        "first": rules.signed_findings(before), "fresh": rules.signed_findings(after),
        "in_words": rules.in_words(before, after),
    }  # fmt: skip
    locked.learned, locked.signed_by, locked.signed_at = learned.strip(), by, at
    locked.save(update_fields=["findings", "learned", "signed_by", "signed_at"])
    note("threshold review signed", by=by, at=at, subject=locked, draft=locked.draft.number if locked.draft else None)
    return locked


def _at(review: Review, wanted: Stage, by: User) -> Review:
    locked = Review.objects.select_for_update(of=("self",)).select_related("draft").get(pk=review.pk)
    if queries.stage(locked, viewer=by) is not wanted:
        raise NotYet(Refused.ORDER)
    return locked


def _tell_the_panel(review: Review, half: Half, *, by: User, at: datetime) -> None:
    for seat in review.panel.select_related("user"):
        tell(
            key=f"review/{review.pk}/{half}/{seat.pk}", words=f"Cases wait for you in the review “{review.title}”",
            path=f"/alike/reviews/{review.pk}/", user=seat.user, by=by, at=at,
        )  # fmt: skip


def _somebody_answered(review: Review, half: Half) -> None:
    answered = Answer.objects.filter(case__review=review, case__half=half).values_list("case", flat=True)
    if len(answered) == len(set(answered)):
        raise NotYet(Refused.UNANSWERED)
