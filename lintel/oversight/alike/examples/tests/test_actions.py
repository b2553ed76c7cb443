"""The library opens to those who have written their own view first, and who was shown what is kept."""

from datetime import timedelta

import pytest

from lintel.foundation.access.actions import exclude
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.oversight.alike.examples import actions, queries
from lintel.oversight.alike.examples.models import CaseExample
from lintel.steps.front_door.codes import Concern
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.tests.builders import knock, tells_of
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
VIEW = "I think this is early help: the school has it in hand."


def keep(by, title="A coat", level=2, text="Comes to school without a coat in winter.", concerns=(Concern.NEGLECT,)):
    return actions.keep_example(
        title, text=text, concerns=concerns, level=level, rationale="Poverty is not neglect.",
        annotation="Ask what the family has tried.", decided={"2": 3, "4": 1}, by=by, at=NOW,
    )  # fmt: skip


@pytest.fixture
def contact(cast):
    return knock(by=cast.dawn, once="1")


@finding("S7", screen="/alike/")
def test_nobody_sees_how_others_decided_before_they_wrote_their_own_view(cast, contact):
    keep(cast.rosa)

    with pytest.raises(queries.ViewFirst):
        queries.find_similar(contact, viewer=cast.dawn)
    with pytest.raises(queries.ViewFirst):
        queries.similar(contact, viewer=cast.dawn)
    with pytest.raises(actions.TooShort):
        actions.open_examples(contact, words="Early help.", by=cast.dawn, at=LATER)

    actions.open_examples(contact, words=VIEW, level=2, by=cast.dawn, at=LATER)

    assert [example.title for example, _ in queries.similar(contact, viewer=cast.dawn).examples] == ["A coat"]
    with pytest.raises(queries.ViewFirst):
        queries.similar(contact, viewer=cast.femi)


def test_who_was_shown_which_and_when_is_kept(cast, contact):
    example = keep(cast.rosa)

    view = actions.open_examples(contact, words=VIEW, by=cast.dawn, at=LATER)

    entry = Entry.objects.get(act="similar examples opened")
    assert (view.shown, entry.by, entry.at, entry.details["shown"]) == ([example.pk], cast.dawn, LATER, [example.pk])


def test_the_spread_of_what_was_decided_is_shown_and_the_unlike_left_out(cast, contact):
    keep(cast.rosa)
    keep(cast.rosa, title="Another coat", level=3)
    keep(cast.rosa, title="A quarrel", level=1, text="Parents quarrel about weekends.", concerns=(Concern.CONFLICT,))

    actions.open_examples(contact, words=VIEW, by=cast.dawn, at=LATER)
    shown = queries.similar(contact, viewer=cast.dawn)

    assert shown.levels == {2: 1, 3: 1}
    assert shown.view.words == VIEW


def test_an_example_says_nothing_of_what_came_later():
    names = {field.name for field in CaseExample._meta.get_fields()}

    assert not any("outcome" in name or "later" in name or "child" in name for name in names)


def test_a_withdrawn_example_is_not_shown_any_more(cast, contact):
    example = keep(cast.rosa)
    actions.open_examples(contact, words=VIEW, by=cast.dawn, at=LATER)
    with pytest.raises(actions.WordsMissing):
        actions.withdraw_example(example.pk, because=" ", by=cast.rosa, at=LATER)
    actions.withdraw_example(example.pk, because="It teaches the wrong thing", by=cast.rosa, at=LATER)

    assert queries.similar(contact, viewer=cast.dawn).examples == []
    assert not queries.library(viewer=cast.rosa).exists()
    with pytest.raises(actions.WithdrawnAlready):
        actions.withdraw_example(example.pk, because="Again", by=cast.rosa, at=LATER)


def test_tom_sees_neither_contact_nor_examples(cast, bells, contact):
    keep(cast.rosa)

    for call in (
        lambda: actions.open_examples(contact, words=VIEW, by=cast.tom, at=LATER),
        lambda: queries.find_similar(contact, viewer=cast.tom),
        lambda: queries.library(viewer=cast.tom),
        lambda: keep(cast.tom),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_a_contact_one_may_not_read_cannot_be_thought_about(cast, bells):
    contact = knock(by=cast.dawn, once="2", children=[tells_of(bells.mia)])
    exclude(bells.mia, user=cast.femi, reason="A cousin", by=cast.sofia, at=NOW)

    with pytest.raises(Contact.DoesNotExist):
        actions.open_examples(contact, words=VIEW, by=cast.femi, at=LATER)
