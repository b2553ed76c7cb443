"""What changed about children since a moment: by when it was written down, with no question for each child."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lintel.foundation.people.models import SafeContact
from lintel.journey.allocating.tests.given import accepted, referred
from lintel.journey.chronology.news.queries import changed_since
from lintel.steps.enquiries.actions import load_strategy_discussions
from lintel.steps.enquiries.models import ReasonableCause, StrategyDiscussion
from lintel.steps.front_door.tests.builders import knock, tells_of
from lintel.steps.promises.actions import promise
from lintel.steps.visits.actions import load_visits
from lintel.steps.visits.models import Visit
from tests.cast import LONDON, NOW, TYPED
from tests.trace import finding

pytestmark = pytest.mark.django_db
SINCE = datetime(2025, 2, 28, 0, 0, tzinfo=LONDON)


def news(viewer, *children, since=SINCE):
    return changed_since([child.pk for child in children], since=since, viewer=viewer)


def said(viewer, *children, **more):
    return [(each.what, each.who) for each in news(viewer, *children, **more)]


@finding("S12", screen="/")
def test_a_new_contact_about_ones_child_is_news_once_for_brothers_and_sisters(cast, bells):
    knock(by=cast.dawn, once="again", received_at=NOW, children=[tells_of(bells.mia), tells_of(bells.noah)])

    (one,) = news(cast.priya, *bells.children)

    assert one.what == "New contact at the front door"
    assert set(one.children) == {bells.mia.pk, bells.noah.pk}
    assert one.at == NOW


def test_who_told_us_is_not_named(cast, bells):
    knock(by=cast.dawn, once="again", received_at=NOW, children=[tells_of(bells.mia)])

    assert not any("Wren" in each.who or "Ravenshire" in each.who for each in news(cast.priya, bells.mia))


def test_what_came_before_is_no_news(cast, bells):
    knock(by=cast.dawn, once="old", received_at=SINCE - timedelta(minutes=1), children=[tells_of(bells.mia)])

    assert said(cast.priya, bells.mia) == []


def test_a_danger_stands_first(cast, bells):
    knock(by=cast.dawn, once="now", received_at=NOW, children=[tells_of(bells.mia)], is_danger_now=True)
    promise(bells.mia, words="Ring.", due_on=date(2025, 3, 7), by=cast.marcus, at=NOW + timedelta(hours=1))

    first, second = news(cast.priya, bells.mia)

    assert (first.what, first.is_danger) == ("Somebody says a child is in danger now", True)
    assert (second.what, second.who) == ("Promised by 7 March: Ring.", "Marcus Reed")


def test_what_one_wrote_oneself_is_no_news(cast, bells):
    promise(bells.mia, words="Ring.", due_on=date(2025, 3, 7), by=cast.priya, at=NOW)
    visits = [
        Visit(**TYPED, key=f"v{n}", child=bells.mia, visited_on=date(2025, 2, 21), child_seen=True, worker=worker,
              recorded_at=NOW)
        for n, worker in enumerate((cast.priya.worker, cast.tom.worker))
    ]  # fmt: skip
    load_visits(visits, by=cast.command_line, at=NOW)

    assert said(cast.priya, bells.mia) == [("Visit on 21 February, child seen", "Tom Ashby")]


def test_it_is_judged_by_when_it_was_written_down_and_not_by_when_it_happened(cast, bells):
    long_ago = Visit(**TYPED, key="v", child=bells.mia, visited_on=date(2024, 5, 1), recorded_at=NOW)
    load_visits([long_ago], by=cast.command_line, at=NOW)

    assert said(cast.priya, bells.mia) == [("Visit on 1 May", "")]


def test_harm_thought_likely_a_discussion_and_a_rule_for_reaching_the_child_are_news(cast, bells):
    ReasonableCause.objects.create(
        child=bells.mia, reason="A mark.", known_since=NOW, stamped_at=NOW, stamped_by=cast.femi
    )
    SafeContact.objects.create(person=bells.mia, words="Only at school.", made_at=NOW, made_by=cast.femi)
    load_strategy_discussions(
        [StrategyDiscussion(**TYPED, key="sd", child=bells.mia, held_on=NOW.date(), recorded_at=NOW)],
        by=cast.command_line, at=NOW,
    )  # fmt: skip

    assert {what for what, _ in said(cast.priya, bells.mia)} == {
        "Significant harm is thought likely", "New rule for reaching the family safely",
        "Strategy discussion held on 3 March",
    }  # fmt: skip


def test_a_decision_is_news_to_the_worker_and_a_new_worker_is_news_to_their_manager(cast, bells):
    (held,) = accepted(cast)

    assert ("Has a worker now", "Priya Nair") in said(cast.marcus, held.child)
    mine = said(cast.priya, held.child)
    assert ("Decided: Referral to children’s social care", "Femi Adeyemi") in mine
    assert "Has a worker now" not in [what for what, _ in mine]


def test_nobody_reads_news_of_a_child_they_may_not_see(cast, bells):
    knock(by=cast.dawn, once="again", received_at=NOW, children=[tells_of(bells.mia)])
    (other,) = referred(cast)

    for stranger in (cast.tom, cast.sam, cast.ola, cast.grace):
        assert news(stranger, bells.mia) == []
    assert news(cast.priya, other.child) == []


def test_it_takes_as_many_questions_for_many_children_as_for_one(cast, bells):
    knock(by=cast.dawn, once="again", received_at=NOW, children=[tells_of(bells.mia), tells_of(bells.noah)])

    def asked(*children):
        with CaptureQueriesContext(connection) as queries:
            news(cast.priya, *children)
        return len(queries)

    asked(bells.mia)  # what is asked once of the viewer, and kept
    assert asked(*bells.children) == asked(bells.mia)
