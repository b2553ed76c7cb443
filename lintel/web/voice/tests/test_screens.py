"""The card that never nags, the protected route on screen, and everybody who finds nothing there."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from lintel.foundation.access.actions import end_role
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.drafts.models import Draft
from lintel.oversight.performance import queries as performance
from lintel.oversight.voice.actions import acknowledge, escalate_waiting, load_pulse_weeks
from lintel.oversight.voice.models import PulseAnswer, SafetyConcern
from lintel.oversight.voice.tests.builders import WORDS, principal, said, weeks_of_pulse
from tests.cast import NOW
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
HOSTILE = "<script>alert('x')</script> {{ 7*7 }} \u202e '; DROP TABLE people; --"
STATEMENT = "I can do my work safely this week"
GIVEN = "You have given your pulse this week."


@pytest.fixture
def wren(cast):
    return principal(cast)


def start(client, user):
    client.force_login(user)
    return client.get("/").text


def write(client, **typed):
    return client.post("/voice/unsafe/", {"words": WORDS, "to": "principal_social_worker", **typed})


# --- the card ---------------------------------------------------------------------------------------------------------


@finding("S35", screen="/")
@pytest.mark.parametrize("who", ["priya", "marcus", "tom", "dawn", "femi", "rosa", "nell", "elsie"])
def test_every_worker_is_asked_on_their_start_page_and_one_press_is_enough(client, cast, bells, who):
    assert STATEMENT in start(client, cast.people[who])

    client.post("/voice/pulse/", {"pulse": "2"})

    page = client.get("/").text
    assert STATEMENT not in page
    assert GIVEN in page
    assert [row.answer for row in PulseAnswer.objects.all()] == [2]


@pytest.mark.parametrize("who", ["helen", "anil", "sam", "grace", "ola", "della", "ines"])
def test_nobody_else_is_asked(client, cast, bells, who):
    page = start(client, cast.people[who])

    assert STATEMENT not in page
    assert client.post("/voice/pulse/", {"pulse": "2"}).status_code == 403


@finding("S35", screen="/")
def test_after_any_answer_the_page_is_the_same_for_everybody(client, cast, bells):
    pages = set()
    for who, answer in (("femi", 1), ("nell", 5)):
        start(client, cast.people[who])
        client.post("/voice/pulse/", {"pulse": str(answer)})
        page = client.get("/").text
        pages.add(page[page.index(GIVEN) : page.index("</p>", page.index(GIVEN))])

    assert len(pages) == 1
    assert "/voice/unsafe/" in pages.pop()


@pytest.mark.parametrize("nonsense", ["", "0", "6", "three"])
def test_what_is_no_answer_is_not_taken_for_one(client, cast, bells, nonsense):
    start(client, cast.priya)

    client.post("/voice/pulse/", {"pulse": nonsense})

    assert not PulseAnswer.objects.exists()
    assert STATEMENT in client.get("/").text


def test_a_second_answer_is_refused_and_says_why(client, cast, bells):
    start(client, cast.priya)
    client.post("/voice/pulse/", {"pulse": "4"})

    assert "it cannot be changed" in client.post("/voice/pulse/", {"pulse": "1"}, follow=True).text
    assert PulseAnswer.objects.get().answer == 4


def test_the_card_says_beforehand_that_it_cannot_be_changed(client, cast, bells):
    assert "it cannot be changed afterwards" in " ".join(start(client, cast.priya).split())


@finding("S35")
def test_an_answer_is_never_kept_as_a_draft_whatever_happens_to_the_session(client, cast, bells):
    page = start(client, cast.priya)
    card = page[page.index('class="lintel-pulse"') : page.index("</section>", page.index('class="lintel-pulse"'))]
    assert "kept_for" not in card
    assert "data-keep" not in card
    marked = page[page.index('name="kept_for" value="') + len('name="kept_for" value="') :].split('"')[0]

    strict = Client(enforce_csrf_checks=True)
    for somebody in (Client(), strict, client):
        # Even where the mark of the page is sent along by hand.
        somebody.post("/voice/pulse/", {"pulse": "1", "kept_for": marked}, headers={"referer": "http://testserver/"})
    client.post("/drafts/keep/", {"pulse": "1", "kept_for": marked, "kept_path": "/"})

    assert not Draft.objects.exists()


@finding("S35")
def test_the_log_of_a_request_has_no_answer_and_no_name(client, cast, bells):
    start(client, cast.priya)
    before = Entry.objects.count()
    client.post("/voice/pulse/", {"pulse": "1"})

    [entry] = Entry.objects.order_by("pk")[before:]
    assert (entry.act, entry.by, entry.details) == ("pulse given", None, {})


# --- the pulse beside the caseload ------------------------------------------------------------------------------------


@finding("S35", screen="/voice/")
def test_the_pulse_stands_beside_the_caseload_of_each_group(client, cast, bells):
    weeks_of_pulse(cast)
    client.force_login(cast.helen)
    page = client.get("/voice/?as_at=2025-03-03").text

    assert page.index("The whole service") < page.index("North assessment") < page.index("South assessment")
    north = page[page.index(">North assessment<") : page.index(">South assessment<")]
    row = north[north.index("24 Feb 2025") :]
    assert "No (1 of 5)" in row[: row.index("</tr>")]  # the middle answer
    assert 'data-label="Answers">6<' in row
    assert 'data-label="Children for each full-time worker">3<' in row  # Priya holds three


@finding("S35")
@pytest.mark.parametrize(("who", "own", "other"), [("marcus", "North", "South"), ("tom", "South", "North")])
def test_a_manager_sees_their_own_team_and_the_whole_and_no_ranking_of_others(client, cast, bells, who, own, other):
    weeks_of_pulse(cast)
    client.force_login(cast.people[who])
    page = client.get("/voice/?as_at=2025-03-03").text

    assert f"{own} assessment" in page
    assert f"{other} assessment" not in page
    assert "Priya" not in page


@finding("S35")
@pytest.mark.parametrize("who", ["priya", "marcus", "sofia", "tom"])
def test_who_does_not_see_the_whole_reads_the_pulse_and_nobodys_caseload(client, cast, bells, who):
    """Priya would read her three children as the caseload of the whole service."""
    weeks_of_pulse(cast)
    client.force_login(cast.people[who])
    page = client.get("/voice/?as_at=2025-03-03").text

    whole = page[page.index(">The whole service<") :]
    assert "Pulse week by week: The whole service" in whole
    assert "children for each full-time worker" not in page.lower()
    assert "Caseload (K35)" not in page
    assert "Caseload is shown to whoever answers for the whole." in page


def test_the_caseloads_of_all_groups_are_worked_out_at_once_and_then_kept(client, cast, bells, settings, monkeypatch):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    weeks_of_pulse(cast)
    asked, answer = [], performance.weeks_to_add_up
    monkeypatch.setattr(performance, "weeks_to_add_up", lambda *a, **more: asked.append(a) or answer(*a, **more))
    client.force_login(cast.helen)
    pages = [client.get("/voice/?as_at=2025-03-03").text for _ in range(2)]

    assert len(asked) == 1  # for the whole service, the north and the south
    for page in pages:
        assert 'data-label="Children for each full-time worker">3<' in page[page.index(">North assessment<") :]


def test_a_group_that_is_not_shown_in_a_week_does_not_say_how_few_it_was(client, cast, bells):
    weeks_of_pulse(cast, weeks=2)
    load_pulse_weeks(
        {date(2025, 2, 10): {cast.north.pk: [1] * 5, cast.south.pk: [4] * 3}}, by=cast.command_line, at=NOW
    )
    load_pulse_weeks({date(2025, 2, 3): {cast.north.pk: [1] * 5, cast.south.pk: [4] * 5}}, by=cast.command_line, at=NOW)
    client.force_login(cast.helen)
    page = client.get("/voice/?as_at=2025-03-03").text

    for name in ("North assessment", "South assessment"):  # five and three: shown together, and neither alone
        group = page[page.index(f">{name}<") :]
        row = group[group.index("10 Feb 2025") :]
        assert row[: row.index("</tr>")].count("not shown") == 2


def test_before_a_week_is_counted_it_says_so(client, cast, bells):
    client.force_login(cast.helen)

    assert "No week has been counted yet" in client.get("/voice/").text


# --- "I cannot do this safely" ----------------------------------------------------------------------------------------


@finding("S35", screen="/voice/unsafe/")
def test_the_page_says_to_whom_it_goes_before_anything_is_written(client, cast, bells, wren):
    client.force_login(cast.priya)
    page = client.get("/voice/unsafe/").text

    assert page.index("Wren Calloway") < page.index("<textarea")
    assert "Mia Bell" in page
    assert "Ivy Marsh" not in page


@finding("S35", screen="/voice/unsafe/")
def test_without_a_principal_the_head_of_service_is_named_first(client, cast, bells):
    client.force_login(cast.priya)
    page = client.get("/voice/unsafe/").text

    assert page.index("no principal social worker") < page.index("Helen Strand") < page.index("<textarea")


def test_it_is_said_answered_and_read_by_both(client, cast, bells, wren):
    client.force_login(cast.priya)
    write(client, child=str(bells.mia.pk), would_be_safe="Fewer.")
    one = SafetyConcern.objects.get()
    client.force_login(wren)
    assert "Priya Nair" in client.get("/voice/unsafe/waiting/").text
    page = client.get(f"/voice/unsafe/{one.pk}/").text
    for words in ("eleven visits", "Fewer.", "Mia Bell", "Priya Nair"):
        assert words in page
    assert "Write what will be done" in client.post(f"/voice/unsafe/{one.pk}/", {"answer": ""}).text
    client.post(f"/voice/unsafe/{one.pk}/", {"answer": "Tom takes two."})

    client.force_login(cast.priya)
    assert "Tom takes two." in client.get(f"/voice/unsafe/{one.pk}/").text
    client.post(f"/voice/unsafe/{one.pk}/end/", {"ended_as": "settled"})
    assert "It is settled" in client.get(f"/voice/unsafe/{one.pk}/").text


def test_words_are_asked_for_and_kept(client, cast, bells, wren):
    client.force_login(cast.priya)
    assert "Write what you cannot do safely" in write(client, words="").text

    end_role(wren, role=Role.PRINCIPAL_SOCIAL_WORKER, by=cast.sam, at=NOW)
    answer = write(client).text

    assert "It now goes to somebody else than the page said" in answer
    assert "eleven visits" in answer
    assert "Helen Strand" in answer
    assert not SafetyConcern.objects.exists()


def test_a_draft_of_it_is_for_who_typed_it(client, cast, bells, wren):
    client.force_login(cast.priya)
    page = client.get("/voice/unsafe/").text
    marked = page[page.rindex('name="kept_for" value="') + len('name="kept_for" value="') :].split('"')[0]
    client.post("/drafts/keep/", {"words": "Half a sent", "kept_for": marked, "kept_path": "/voice/unsafe/"})

    assert "Half a sent</textarea>" in client.get("/voice/unsafe/").text
    client.force_login(cast.marcus)
    assert "Half a sent" not in client.get("/voice/unsafe/").text


def test_a_colleague_who_answered_first_is_said_and_no_word_is_lost(client, cast, bells, wren):
    one = said(cast.priya)
    acknowledge(one, answer="Done.", by=wren, at=NOW)
    client.force_login(wren)

    page = client.post(f"/voice/unsafe/{one.pk}/", {"answer": "I wanted to say more."}).text

    assert "A colleague has answered this already." in page
    assert "I wanted to say more.</textarea>" in page


@finding("S35", screen="/voice/unsafe/waiting/")
def test_the_head_of_service_reads_that_one_waits_and_not_whose(client, cast, bells, wren):
    one = said(cast.priya, at=NOW - timedelta(days=6), child_id=bells.mia.pk)
    escalate_waiting(by=None, at=NOW)
    client.force_login(cast.helen)

    for path in ("/", "/notices/", "/voice/unsafe/waiting/"):
        page = client.get(path).text
        assert "1 worker waits" in page
        for trace in ("Priya", "eleven visits", f"/voice/unsafe/{one.pk}/"):
            assert trace not in page
    client.force_login(cast.priya)
    assert "The head of service was told that somebody waits" in client.get(f"/voice/unsafe/{one.pk}/").text


@finding("S35")
@pytest.mark.parametrize("who", ["tom", "marcus", "sofia", "helen", "sam", "grace", "anil", "ola", "ines", "dawn"])
def test_nobody_else_finds_a_trace_on_any_address(client, cast, bells, wren, who):
    one = said(cast.priya, child_id=bells.mia.pk)
    client.force_login(cast.people[who])

    for path in ("/voice/", "/voice/unsafe/", "/voice/unsafe/waiting/"):
        page = client.get(path).text
        for trace in ("eleven visits", "Priya Nair", "Mia Bell"):
            assert trace not in page, path
    for path in (f"/voice/unsafe/{one.pk}/", f"/voice/unsafe/{one.pk}/end/"):
        for answer in (client.get(path), client.post(path, {"answer": "Never mind.", "ended_as": "settled"})):
            assert answer.status_code in (403, 404, 405)
            assert "eleven visits" not in answer.text
    one.refresh_from_db()
    assert (one.answer, one.ended_as) == ("", "")


@pytest.mark.parametrize("who", ["sam", "grace", "hart"])
def test_who_does_not_work_with_families_is_refused(client, cast, bells, who):
    client.force_login(cast.people[who])

    for path in ("/voice/", "/voice/unsafe/", "/voice/unsafe/waiting/", "/voice/unsafe/1/"):
        assert client.get(path).status_code == 403


def test_the_audit_trail_shows_information_governance_no_word(client, cast, bells, wren):
    said(cast.priya, child_id=bells.mia.pk)
    client.force_login(cast.grace)

    page = client.get(f"/audit-trail/?person={cast.priya.pk}").text

    assert "said that work is not safe" in page
    assert "eleven visits" not in page
    assert not Entry.objects.filter(act="said that work is not safe", child_id__isnull=False).exists()


def test_hostile_words_stay_words(client, cast, bells, wren):
    one = said(cast.priya, HOSTILE)
    acknowledge(one, answer=HOSTILE, by=wren, at=NOW)
    for who in (cast.priya, wren):
        client.force_login(who)
        assert "<script>alert" not in client.get(f"/voice/unsafe/{one.pk}/").text


def test_the_counts_are_not_shown_below_five(client, cast, bells, wren, time_machine):
    for user in (cast.priya, cast.tom, cast.dawn, cast.marcus):
        said(user)
    time_machine.move_to(NOW + timedelta(days=7))
    client.force_login(cast.helen)
    assert "Fewer than five" in client.get("/voice/unsafe/waiting/").text
    said(cast.femi)

    time_machine.move_to(NOW + timedelta(days=14))
    client.force_login(cast.helen)
    assert "Fewer than five" not in client.get("/voice/unsafe/waiting/").text
    # The fifth was said to be of the week before; none had an answer.
    assert "0 of 5" in client.get("/voice/unsafe/waiting/").text


@pytest.mark.long
def test_every_screen_of_it_is_in_order(visit, phone, cast, bells, wren):
    weeks_of_pulse(cast, until=date(2025, 3, 3))
    one = said(cast.priya, at=NOW - timedelta(days=6), child_id=bells.mia.pk)
    two = said(cast.priya, at=NOW - timedelta(days=12))
    acknowledge(two, answer="Two children go to Tom.", by=wren, at=NOW - timedelta(days=11))
    for look in (visit, phone):
        for who in (cast.priya, cast.marcus, cast.femi, cast.dawn):
            look("/", as_=who).is_in_order()
        look("/voice/?as_at=2025-03-03", as_=cast.helen).is_in_order()
        look("/indicators/K123/?as_at=2025-03-03", as_=cast.helen).is_in_order()
        look("/voice/unsafe/", as_=cast.priya).is_in_order()
        for who in (cast.priya, wren):
            for which in (one, two):
                look(f"/voice/unsafe/{which.pk}/", as_=who).is_in_order()
        for who in (wren, cast.helen):
            look("/voice/unsafe/waiting/", as_=who).is_in_order()
