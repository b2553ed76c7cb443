"""The chronology on a child's page: what is chosen, what matters, events of one's own, and the document for court."""

import time
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from lintel.foundation.audit_log.models import Entry
from lintel.foundation.people.models import Address
from lintel.steps.chronology_entries.actions import Happened, mark, write_event
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.chronology_entries.models import Mark, WrittenEvent
from lintel.steps.front_door.tests.builders import knock, tells_of
from lintel.steps.visits.models import Visit
from tests.cast import NOW, TYPED
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]


@pytest.fixture
def event(cast, bells):
    happened = Happened(on=date(2024, 11, 2), kind=ItemKind.MOVE, words="To their grandmother.", told_by="Ruth Bell")
    return write_event(happened, children=[bells.mia, bells.noah], by=cast.priya, at=NOW)


def shown(client, user, child, query=""):
    client.force_login(user)
    return client.get(f"/children/{child.pk}/{query}").content.decode()


def test_what_is_chosen_is_said_with_what_it_hides(client, cast, bells, event):
    page = shown(client, cast.priya, bells.mia, "?kind=move&from=2024-01-01")

    assert "1 line of 4." in page
    assert "3 of another kind" in page
    assert "To their grandmother." in page
    assert "Referral and episode of need" not in page


def test_only_what_matters_can_be_shown_and_the_day_stays_chosen(client, cast, bells, event):
    mark(bells.mia, record=f"chronology_entries.writtenevent/{event.pk}", because="The third move.", by=cast.priya,
         at=NOW)  # fmt: skip

    page = shown(client, cast.priya, bells.mia, "?significant=1&as_at=2025-03-03")

    assert "1 line of 4." in page
    assert "The third move." in page
    assert "chronology.pdf?as_at=2025-03-03&amp;significant=1" in page


def test_what_nobody_understands_asks_for_nothing(client, cast, bells, event):
    assert "4 lines, none marked" in shown(client, cast.priya, bells.mia, "?kind=nonsense&from=soon&order=7")


@finding("S47", screen="/children/<child>/significant/")
def test_a_line_is_marked_with_why_and_taken_back_with_why(client, cast, bells, event):
    client.force_login(cast.priya)
    line = f"/children/{bells.mia.pk}/significant/?line=chronology_entries.writtenevent/{event.pk}"
    assert "To their grandmother." in client.get(line).content.decode()

    client.post(line, {"because": "The third move."})
    made = Mark.objects.get()
    client.post(f"/children/{bells.mia.pk}/significant/{made.pk}/", {"because": "It was the second."})

    page = shown(client, cast.priya, bells.mia)
    assert "Was marked by Priya Nair on 3 March 2025 (“The third move.”); taken back by Priya Nair" in page
    assert "It was the second." in page


def test_a_line_that_is_not_in_the_childs_story_cannot_be_marked(client, cast, bells):
    client.force_login(cast.priya)

    assert client.post(f"/children/{bells.mia.pk}/significant/?line=x/1", {"because": "So."}).status_code == 404
    assert not Mark.objects.exists()


def test_an_event_is_added_corrected_and_withdrawn(client, cast, bells):
    client.force_login(cast.priya)
    typed = {"happened_on": ["2", "11", "2024"], "kind": "injury", "words": "A fall.", "told_by": "School"}
    day = dict(zip(("happened_on-day", "happened_on-month", "happened_on-year"), typed.pop("happened_on"), strict=True))
    address = f"/children/{bells.mia.pk}/events/"

    client.post(address, typed | day)
    event = WrittenEvent.objects.get()
    client.post(f"{address}{event.pk}/", typed | day | {"words": "A push.", "because": "School rang again."})
    corrected = client.get(f"{address}{event.pk}/").content.decode()
    client.post(f"{address}{event.pk}/withdraw/", {"because": "It was another child."})

    assert "A fall." in corrected
    assert "School rang again." in corrected
    assert "A push." not in shown(client, cast.priya, bells.mia)
    assert list(event.about.values_list("child", flat=True)) == [bells.mia.pk]


def test_an_event_of_tomorrow_is_not_taken_and_its_words_stay(client, cast, bells):
    client.force_login(cast.priya)
    answer = client.post(f"/children/{bells.mia.pk}/events/", {
        "happened_on-day": "4", "happened_on-month": "3", "happened_on-year": "2025", "kind": "other",
        "words": "Something.", "told_by": "Ruth",
    })  # fmt: skip

    assert "The day must be today or earlier" in answer.content.decode()
    assert "Something." in answer.content.decode()


@pytest.fixture
def secret(cast, bells):
    Address.objects.create(**TYPED, key="s", person=bells.mia, lines="4 Wren Close", is_confidential=True,
                           lived_from=date(2024, 6, 1))  # fmt: skip
    knock(by=cast.dawn, once="x", received_at=NOW - timedelta(hours=1), words="Seen at 4 Wren Close with a bruise.",
          children=[tells_of(bells.mia)])  # fmt: skip


@finding("S48", screen="/children/<child>/chronology.pdf")
def test_the_document_for_court_has_numbers_sources_page_numbers_and_no_secret_address(
    client, cast, bells, event, secret
):
    client.force_login(cast.priya)

    answer = client.get(f"/children/{bells.mia.pk}/chronology.pdf")

    read = PdfReader(BytesIO(answer.content))
    words = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for said in ("Chronology", "Mia Bell, born 2 September 2013", "Priya Nair, Social worker", "Page 1 of",
                 "an address stood in 2 lines and was taken out there", "with a bruise"):  # fmt: skip
        assert said in words
    assert "Wren" not in words
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert Entry.objects.get(act="exported", child_id=bells.mia.pk).by == cast.priya


def test_tom_finds_nothing_at_any_of_these_addresses(client, cast, bells, event):
    client.force_login(cast.tom)
    line = f"significant/?line=chronology_entries.writtenevent/{event.pk}"

    for where in ("", "chronology.pdf", "chronology.pdf?as=page", line, "events/", f"events/{event.pk}/", "last-time/"):
        answer = client.get(f"/children/{bells.mia.pk}/{where}")
        assert answer.status_code == 404, where
        assert "Bell" not in answer.content.decode()


def test_four_hundred_lines_take_little_longer_than_a_hundred(client, cast, bells):
    client.force_login(cast.priya)
    address = f"/children/{bells.mia.pk}/"
    a_hundred = _opened_in(client, bells.mia, visits=range(100))
    four_hundred = _opened_in(client, bells.mia, visits=range(100, 400))
    page = client.get(address).content.decode()

    print(f"\n{a_hundred:.3f} s, {four_hundred:.3f} s")
    assert "403 lines" in page
    assert 'href="?page=4#y2019"' in page
    assert four_hundred < 2.5 * a_hundred


def _opened_in(client, child, *, visits):
    """Seconds a page takes this process once so many visits more were written down: the least of three times."""
    first, address = date(2019, 1, 7), f"/children/{child.pk}/"
    Visit.objects.bulk_create(
        Visit(**TYPED, key=f"v{n}", child=child, visited_on=first + timedelta(days=5 * n)) for n in visits
    )
    client.get(address)
    took = []
    for _ in range(3):
        began = time.process_time()
        client.get(address)
        took.append(time.process_time() - began)
    return min(took)


@finding("S41", screen="/children/<child>/last-time/")
def test_the_way_to_the_last_time_is_only_where_there_was_one(client, cast, bells):
    assert "last-time" not in shown(client, cast.priya, bells.mia)
