"""Reviews and examples on screen: each step, each refusal, and nobody's name at an answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lintel.foundation.drafts.actions import keep
from lintel.oversight.alike.codes import Measure
from lintel.oversight.alike.examples.models import CaseExample
from lintel.oversight.alike.patterns import actions as measuring
from lintel.oversight.alike.reviews import actions, queries
from lintel.oversight.alike.reviews.models import Review
from lintel.oversight.alike.reviews.tests.builders import a_review, everybody_answers, past_decisions
from lintel.oversight.thresholds.tests.builders import a_draft
from lintel.steps.front_door.tests.builders import knock
from tests.cast import NOW
from tests.once import once
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NEW = {"title": "Neglect, again", "terms": "Do we agree?", "since": "2025-01-01", "size": "60", "ends_on": "2099-06-30"}
LOOKS_UP = 'value="similar"'
KEEP = {"keep": "yes", "title": "A coat", "level": "2", "rationale": "Poverty.", "annotation": "Ask first."}


def page(client, user, path, /, **typed):
    client.force_login(user)
    answer = client.post(path, typed, follow=True) if typed else client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def step(client, user, review, name):
    client.force_login(user)
    return client.post(f"/alike/reviews/{review.pk}/steps/{name}/", follow=True).content.decode()


@pytest.fixture
def put_to_panel(cast, request):
    def build():
        review = a_review(cast)
        actions.check_cases(review, blanked=[], by=cast.helen, at=timezone.now())
        return actions.put_to_panel(review, by=cast.helen, at=timezone.now())

    return once("a review put to its panel", build, request)


def test_cases_are_drawn_read_for_names_and_put_to_the_panel(client, cast):
    late = NEW | {"ends_on": "2025-01-01"}
    assert "The day the review ends has passed" in page(client, cast.helen, "/alike/reviews/", **late)
    assert "not that many decided contacts" in page(client, cast.helen, "/alike/reviews/", **NEW)
    past_decisions(cast)
    shown = page(client, cast.helen, "/alike/reviews/", **NEW)
    review = Review.objects.get()
    where = f"/alike/reviews/{review.pk}/"
    assert "60 cases with words that may still be names" in shown
    assert "Ask at least two people" in step(client, cast.helen, review, "put-to-panel")
    for user, part in ((cast.rosa, "manager"), (cast.hart, "partner")):
        assert user.name in page(client, cast.helen, f"{where}panel/", user=user.pk, part=part)
    assert "words are left that may be names" in step(client, cast.helen, review, "put-to-panel")

    shown = page(client, cast.helen, f"{where}check/")
    assert "Perrin" not in shown
    page(client, cast.helen, f"{where}check/", **{"name": ["1:Gemma", "x:y"], "also-2": "Gemma, school"})

    assert "[name] saw it" in review.cases.get(number=1).text
    assert "came to [name] without" in review.cases.get(number=2).text
    assert "each alone" in step(client, cast.helen, review, "put-to-panel")


@finding("S21", screen="/alike/reviews/")
def test_the_panel_decides_alone_and_talks_afterwards(client, cast, put_to_panel):
    where = f"/alike/reviews/{put_to_panel.pk}/"
    shown = page(client, cast.hart, f"{where}decide/")
    assert "[child] came to school" in shown
    number = queries.to_answer(put_to_panel, viewer=cast.hart)[0].number
    assert "Enter why" in page(client, cast.hart, f"{where}decide/", case=number, level="3", rationale="")
    page(client, cast.hart, f"{where}decide/", case=number, level="3", rationale="Hart's own reason")
    client.force_login(cast.helen)
    assert client.get(f"{where}cases/{number}/").status_code == 404
    assert client.get(f"{where}decide/").status_code == 404

    everybody_answers(cast, put_to_panel, apart=True)
    step(client, cast.helen, put_to_panel, "compare")

    assert "for the panel alone" in page(client, cast.helen, f"{where}cases/{number}/")
    assert "Hart" not in page(client, cast.rosa, f"{where}cases/{number}/").replace("Hart&#39;s own", "")


@finding("S21", screen="/alike/reviews/")
def test_an_answer_is_for_the_case_it_was_written_for_or_not_saved(client, cast, put_to_panel):
    where = f"/alike/reviews/{put_to_panel.pk}/decide/"
    first, second, *_ = queries.to_answer(put_to_panel, viewer=cast.rosa)
    keep({"case": [str(second.number)], "rationale": ["Half a"]}, path=where, page="a" * 32, of=cast.rosa, at=NOW)
    shown = page(client, cast.rosa, where)
    assert f'name="case" value="{second.number}"' in shown
    assert "Half a" in shown
    actions.answer(second, level=2, rationale="Elsewhere", by=cast.rosa, at=timezone.now())
    shown = page(client, cast.rosa, where)
    assert f'name="case" value="{first.number}"' in shown
    assert "Half a" not in shown

    answer = client.post(where, {"case": second.number, "level": "1", "rationale": "Written for the second."})

    assert answer.status_code == 409
    assert "Written for the second." in answer.text
    assert not first.answers.exists()


def test_what_was_said_is_noted_kept_as_an_example_and_a_draft_follows(client, cast, put_to_panel):
    everybody_answers(cast, put_to_panel, apart=True)
    review = actions.compare_first_half(put_to_panel, by=cast.helen, at=timezone.now())
    where, helen = f"/alike/reviews/{review.pk}/", cast.helen
    assert "Hard cases to talk about" in page(client, helen, where)
    assert "There is no draft yet" in page(client, helen, where)
    page(client, helen, f"{where}cases/1/", words="Some read poverty, some neglect.")
    assert "Enter what makes it hard" in page(client, helen, f"{where}cases/1/", **KEEP | {"annotation": ""})
    assert "Kept in the library" in page(client, helen, f"{where}cases/1/", **KEEP)
    assert "A coat" in page(client, helen, "/alike/examples/")
    draft = a_draft(by=helen, at=NOW)
    assert "Choose the draft" in step(client, helen, review, "fresh")
    page(client, helen, f"{where}draft/", draft=draft.number)
    step(client, helen, review, "fresh")
    everybody_answers(cast, Review.objects.get(), apart=False)
    step(client, helen, review, "compare-fresh")
    assert "Write what was learned" in page(client, helen, f"{where}sign/", learned=" ")

    shown = page(client, helen, f"{where}sign/", learned="Write poverty into level 2.")

    assert "People agree more with the draft" in shown
    assert f'href="/thresholds/{draft.number}/what-if/"' in shown
    pack = page(client, helen, f"{where}pack/?as=page")
    assert "Write poverty into level 2." in pack
    assert "drawn by a rule that can be checked" in pack
    assert client.get(f"{where}pack/").content[:5] == b"%PDF-"
    client.force_login(cast.rosa)
    assert client.post(f"{where}sign/", {"learned": "I"}).status_code == 403


def test_tom_finds_no_review_and_no_case(client, cast, put_to_panel):
    assert "no review you run or sit on" in page(client, cast.tom, "/alike/reviews/")
    for path in ("", "decide/", "cases/1/"):
        assert client.get(f"/alike/reviews/{put_to_panel.pk}/{path}").status_code == 404
    for path in ("check/",):
        assert client.get(f"/alike/reviews/{put_to_panel.pk}/{path}").status_code == 403
    assert client.post(f"/alike/reviews/{put_to_panel.pk}/steps/compare/").status_code == 403
    assert client.get("/alike/examples/").status_code == 403


def test_an_example_is_taken_out_with_the_reason(client, cast):
    made = CaseExample.objects.create(
        title="A coat", text="No coat", level=2, rationale="Poverty", annotation="Ask", kept_by=cast.helen, kept_at=NOW
    )
    assert "Enter why it is taken out" in page(client, cast.helen, f"/alike/examples/{made.pk}/withdraw/", because=" ")

    shown = page(client, cast.helen, f"/alike/examples/{made.pk}/withdraw/", because="It teaches the wrong thing")

    assert "There are none yet" in shown


@finding("S7", screen="/alike/")
def test_examples_open_after_ones_own_view_and_are_off_until_switched_on(client, cast):
    CaseExample.objects.create(
        title="A coat", text="He comes to school without a coat", concerns=["neglect"], level=2, rationale="Poverty",
        annotation="Ask", decided={"2": 3}, kept_by=cast.helen, kept_at=NOW,
    )  # fmt: skip
    contact = knock(by=cast.dawn, once="1", received_at=timezone.now() - timedelta(hours=1))
    where = f"/alike/similar/{contact.pk}/"
    deciding = f"/front-door/{contact.pk}/decide/"
    assert "switched off" in page(client, cast.dawn, where)
    assert LOOKS_UP not in page(client, cast.femi, deciding)
    measuring.switch(Measure.SIMILAR, is_on=True, because="Trial", by=cast.helen, at=NOW)
    assert LOOKS_UP in page(client, cast.femi, deciding)
    assert "Poverty" not in page(client, cast.dawn, where)
    assert "at least a sentence" in page(client, cast.dawn, where, words="Early help")

    shown = page(client, cast.dawn, where, words="I think early help, the school has it in hand.", level="2")

    assert "1 at level 2" in shown
    assert "Poverty" in shown
    client.force_login(cast.tom)
    assert client.get(where).status_code == 403
