"""J12: a panel decides past contacts again, alone, without names and without the decision; then the wording follows."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from lintel.foundation.access.actions import exclude, open_restriction
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.oversight.alike.examples.models import CaseExample
from lintel.oversight.alike.reviews import actions, queries
from lintel.oversight.alike.reviews.codes import Half, Part, Stage
from lintel.oversight.alike.reviews.models import Answer, ReviewCase
from lintel.oversight.alike.reviews.rules import Refused
from lintel.oversight.alike.reviews.tests.builders import AT, SECRET_REASON, a_review, everybody_answers, past_decisions
from lintel.oversight.thresholds.tests.builders import a_draft
from lintel.steps.front_door.models import ChildContact, Decision
from tests.cast import NOW, TYPED
from tests.once import once
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def review(cast, request):
    return once("a review drawn", lambda: a_review(cast), request)


@pytest.fixture
def with_panel(cast, review):
    actions.check_cases(review, blanked=[(number, "Gemma") for number in range(1, 61)], by=cast.helen, at=AT)
    return actions.put_to_panel(review, by=cast.helen, at=AT)


def refused(call, *args, **more):
    with pytest.raises(actions.NotYet) as why:
        call(*args, **more)
    return why.value.why


@finding("S21", screen="/alike/reviews/")
@finding("S7", screen="/alike/reviews/")
def test_a_review_from_the_draw_to_the_what_if_of_its_draft(cast, with_panel):
    """Draw, strip, decide alone, compare, talk, re-draft, decide a fresh half, sign, hand over."""
    review, helen = with_panel, cast.helen
    everybody_answers(cast, review, apart=True)
    assert queries.comparison(review, Half.FIRST, viewer=helen) is None

    review = actions.compare_first_half(review, by=helen, at=AT)
    before = queries.comparison(review, Half.FIRST, viewer=helen)
    assert before.agreement.coefficient < 0.4
    hard = queries.case_to_discuss(review, before.hardest[0].number, viewer=helen)
    actions.note_discussion(hard, words="Some read a missing coat as neglect, some as poverty.", by=helen, at=AT)
    example = actions.keep_as_example(
        hard, title="A coat", level=2, rationale="Poverty is not neglect.", annotation="Ask what they tried.",
        by=helen, at=AT,
    )  # fmt: skip
    assert sum(example.decided.values()) == 3

    draft = a_draft(by=helen, at=AT)
    assert refused(actions.open_fresh_half, review, by=helen, at=AT) is Refused.DRAFT
    review = actions.link_draft(review, draft=draft, by=helen, at=AT)
    review = actions.open_fresh_half(review, by=helen, at=AT)
    everybody_answers(cast, review, apart=False)
    review = actions.compare_fresh_half(review, by=helen, at=AT)
    with pytest.raises(NotAllowed):
        actions.sign(review, learned="Ours", by=cast.rosa, at=AT)
    review = actions.sign(review, learned="Write poverty into level 2.", by=helen, at=AT)

    assert queries.stage(review, viewer=helen) is Stage.SIGNED
    assert review.findings["fresh"]["agreement"] == 1
    assert "People agree more with the draft" in review.findings["in_words"][0]
    assert (review.draft.activated_at, review.draft.what_if) == (None, None)


def test_the_same_seed_draws_the_same_cases(cast, review):
    again = actions.open_review(
        "Again", terms="The same", ends_on=date(2025, 7, 1), since=date(2025, 1, 1), size=60, seed="a seed",
        by=cast.helen, at=AT,
    )  # fmt: skip

    assert list(again.cases.values_list("decision", "half")) == list(review.cases.values_list("decision", "half"))


def test_a_case_has_no_name_and_no_decision(cast, review):
    for case in review.cases.all():
        assert "Perrin" not in case.text
        assert "[child] came to school without a coat" in case.text
        assert "Age: 7 years." in case.text
        assert case.doubtful == ["Gemma"]
        assert SECRET_REASON not in case.text
    assert "outcome" not in {field.name for field in ReviewCase._meta.get_fields()}


def test_a_review_has_sixty_to_two_hundred_cases_and_terms(cast):
    past_decisions(cast, 3)
    asked = {"terms": "T", "ends_on": date(2025, 6, 30), "since": date(2025, 1, 1), "by": cast.helen, "at": AT}

    assert refused(actions.open_review, "R", size=59, **asked) is Refused.SIZE
    assert refused(actions.open_review, "R", size=201, **asked) is Refused.SIZE
    assert refused(actions.open_review, "R", size=60, **asked) is Refused.TOO_FEW
    with pytest.raises(actions.WordsMissing):
        actions.open_review("R", size=60, **asked | {"terms": " "})
    with pytest.raises(NotAllowed):
        actions.open_review("R", size=60, **asked | {"by": cast.tom})


def test_nobody_on_the_panel_reads_a_case_before_it_was_read_for_names(cast, review):
    assert queries.to_answer(review, viewer=cast.rosa) == []
    assert refused(actions.put_to_panel, review, by=cast.helen, at=AT) is Refused.DOUBT
    actions.check_cases(review, blanked=[(1, "Gemma")], by=cast.helen, at=AT)
    assert "[name] saw it" in review.cases.get(number=1).text
    assert "Gemma saw it" in review.cases.get(number=2).text

    review = actions.put_to_panel(review, by=cast.helen, at=AT)

    assert len(queries.to_answer(review, viewer=cast.rosa)) == 30
    assert refused(actions.check_cases, review, blanked=[], by=cast.helen, at=AT) is Refused.ORDER


def test_each_decides_alone_and_once_and_it_is_never_changed(cast, with_panel):
    case = queries.to_answer(with_panel, viewer=cast.rosa)[0]
    actions.answer(case, level=3, rationale="Because", by=cast.rosa, at=AT)

    with pytest.raises(actions.AnsweredAlready):
        actions.answer(case, level=2, rationale="Changed my mind", by=cast.rosa, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Answer.objects.update(level=1)
    with pytest.raises(queries.ReviewCase.DoesNotExist):
        queries.case_to_discuss(with_panel, case.number, viewer=cast.marcus)


def test_answers_are_for_the_panel_and_nobodys_by_name(cast, with_panel):
    everybody_answers(cast, with_panel, apart=True, only=2)
    review = actions.compare_first_half(with_panel, by=cast.helen, at=AT)
    case = queries.case_to_discuss(review, queries.comparison(review, Half.FIRST, viewer=cast.rosa).spreads[0].number,
                                   viewer=cast.rosa)  # fmt: skip

    shown = queries.answers_to(case, viewer=cast.rosa)
    assert len(shown) == 3
    assert not any(name in repr(shown) for name in ("Rosa", "Marcus", "Hart"))
    with pytest.raises(NotAllowed):
        queries.answers_to(case, viewer=cast.helen)
    logged = Entry.objects.filter(act="case of a review decided")
    assert all(entry.details == {} for entry in logged)


def test_who_decided_the_contact_does_not_decide_it_again_and_a_conflict_keeps_apart(cast, review):
    actions.ask_onto_panel(review, user=cast.femi, part=Part.SCREENER, by=cast.helen, at=AT)
    actions.check_cases(review, blanked=[], by=cast.helen, at=AT)
    review = actions.put_to_panel(review, by=cast.helen, at=AT)
    child = review.cases.get(number=1).decision.child_contact.child
    exclude(child, user=cast.rosa, reason="Her nephew", by=cast.sofia, at=NOW)

    assert queries.to_answer(review, viewer=cast.femi) == []
    assert len(queries.to_answer(review, viewer=cast.marcus)) == 30
    assert 1 not in {case.number for case in queries.to_answer(review, viewer=cast.rosa)}


def test_a_brother_in_the_contact_who_is_kept_from_them_keeps_the_case_from_them(cast, bells, with_panel):
    case = with_panel.cases.get(number=1)
    _is_in_it_too(bells.mia, case)
    assert 1 in {each.number for each in queries.to_answer(with_panel, viewer=cast.rosa)}

    exclude(bells.mia, user=cast.rosa, reason="Her niece", by=cast.sofia, at=NOW)

    assert 1 not in {each.number for each in queries.to_answer(with_panel, viewer=cast.rosa)}
    assert 1 in {each.number for each in queries.to_answer(with_panel, viewer=cast.marcus)}
    everybody_answers(cast, with_panel, apart=False)
    review = actions.compare_first_half(with_panel, by=cast.helen, at=AT)
    assert queries.case_to_discuss(review, 1, viewer=cast.marcus) == case
    with pytest.raises(ReviewCase.DoesNotExist):
        queries.case_to_discuss(review, 1, viewer=cast.rosa)


def test_a_case_of_a_child_restricted_since_is_read_by_those_named_alone_and_holds_nobody_up(cast, bells, review):
    case = review.cases.get(number=1)
    _is_in_it_too(bells.mia, case)
    open_restriction(bells.mia, named=[cast.rosa], reason="Threats", together_with=cast.grace, by=cast.helen, at=NOW)

    assert 1 not in {each.number for each in queries.to_check(review, viewer=cast.helen)}
    actions.check_cases(review, blanked=[], by=cast.helen, at=AT)
    review = actions.put_to_panel(review, by=cast.helen, at=AT)

    case.refresh_from_db()
    assert case.doubtful
    for member in (cast.rosa, cast.marcus):  # nobody read it for names, so not even Rosa
        assert 1 not in {each.number for each in queries.to_answer(review, viewer=member)}


def test_no_contact_is_drawn_with_a_restricted_child_in_it(cast, bells):
    past_decisions(cast, 3)
    begins = NOW - timedelta(days=1)
    first, *others = Decision.objects.order_by("pk")
    ChildContact.objects.create(**TYPED, key="too", contact=first.child_contact.contact, child=bells.mia)
    named = [cast.helen, cast.rosa]
    open_restriction(bells.mia, named=named, reason="Threats", together_with=cast.grace, by=cast.helen, at=NOW)

    drawn = queries.decisions_to_draw_from(viewer=cast.helen, since=begins, until=AT)

    assert drawn == [each.pk for each in others]


def _is_in_it_too(child, case):
    ChildContact.objects.create(**TYPED, key="too", contact=case.decision.child_contact.contact, child=child)


def test_somebody_who_is_not_on_the_panel_sees_nothing_of_it(cast, with_panel):
    assert list(queries.reviews(viewer=cast.tom)) == []
    assert list(queries.reviews(viewer=cast.anil)) == []
    assert list(queries.reviews(viewer=cast.hart)) == [with_panel]
    for call in (queries.to_answer, queries.how_far, queries.panel_of):
        with pytest.raises(NotAllowed):
            call(with_panel, viewer=cast.tom)


def test_steps_are_not_skipped(cast, with_panel):
    assert refused(actions.compare_first_half, with_panel, by=cast.helen, at=AT) is Refused.UNANSWERED
    assert refused(actions.open_fresh_half, with_panel, by=cast.helen, at=AT) is Refused.ORDER
    assert refused(actions.compare_fresh_half, with_panel, by=cast.helen, at=AT) is Refused.ORDER
    assert refused(actions.sign, with_panel, learned="All", by=cast.helen, at=AT) is Refused.ORDER
    case = with_panel.cases.get(number=1)
    assert refused(actions.note_discussion, case, words="Too soon", by=cast.helen, at=AT) is Refused.ORDER
    assert not CaseExample.objects.exists()
