"""The week, a flag and its answer, the rules, and who saw it first; and everybody who finds nothing there."""

from datetime import date

import pytest

from lintel.foundation.audit_log.models import Entry
from lintel.journey.family_versions.tests.families import finished, papers_of_mia
from lintel.oversight.drift.actions import look_for_drift
from lintel.oversight.drift.codes import Rule
from lintel.oversight.drift.models import Flag, HandCheck, RuleVersion
from lintel.oversight.drift.tests.builders import found_by_now
from lintel.oversight.drift.weighing import rules as weighing
from tests.cast import NOW
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
SENTENCE = "was promised by 25 February 2025; nobody has said that it was sent."
ACT = {
    "answer": "act", "words": "The solicitor sends it today.", "by_when-day": "5", "by_when-month": "3",
    "by_when-year": "2025",
}  # fmt: skip


@pytest.fixture
def flags(cast, bells):
    return found_by_now(cast, bells)


@pytest.fixture
def page(client, cast):
    """The page at an address as somebody sees it."""

    def opened(address, as_="marcus", **posted):
        client.force_login(cast.people[as_])
        return client.post(address, posted) if posted else client.get(address)

    return opened


# --- the week ---------------------------------------------------------------------------------------------------------


@finding("S16", screen="/drift/")
def test_a_manager_finds_what_is_theirs_to_answer_and_by_when(page, flags):
    shown = page("/drift/").text

    assert "Mia Bell" in shown
    assert SENTENCE in shown
    assert "Answer by 10 March 2025" in shown
    assert Entry.objects.filter(act="list opened", details__what="flags of drift").exists()


def test_every_number_opens_the_list_behind_it(page, flags):
    assert "rule=letter_not_sent" in page("/drift/", as_="helen").text

    assert "Mia Bell" in page("/drift/?rule=letter_not_sent&new=1", as_="helen").text
    assert "Mia Bell" not in page("/drift/?rule=no_visit", as_="helen").text


@pytest.mark.parametrize("who", ["tom"])
def test_another_teams_manager_finds_nothing(page, flags, who):
    assert "Mia Bell" not in page("/drift/", as_=who).text
    assert page(f"/drift/flags/{flags[0].pk}/", as_=who).status_code == 404
    assert page(f"/drift/flags/{flags[0].pk}/", as_=who, **ACT).status_code == 404
    assert "Mia Bell" not in page("/drift/first/", as_=who).text


@pytest.mark.parametrize("who", ["sam", "grace", "ola", "hart", "dawn"])
def test_nobody_else_comes_in(page, flags, who):
    assert page("/drift/", as_=who).status_code == 403


def test_the_worker_reads_the_flag_and_does_not_answer_it(page, flags):
    shown = page(f"/drift/flags/{flags[0].pk}/", as_="priya")

    assert SENTENCE in shown.text
    assert "Your answer" not in shown.text
    assert page(f"/drift/flags/{flags[0].pk}/", as_="priya", **ACT).status_code == 404


# --- answering --------------------------------------------------------------------------------------------------------


@finding("S16", screen="/drift/flags/")
def test_a_flag_is_answered_in_a_line_and_leaves_the_list(page, flags):
    assert page(f"/drift/flags/{flags[0].pk}/", **ACT).status_code == 302

    shown = page("/drift/").text
    assert "The flag is answered." in shown
    assert "No flag waits for your answer." in shown
    assert "The solicitor sends it today." in page(f"/drift/flags/{flags[0].pk}/").text


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ({"answer": ""}, "Choose to act, to accept, or that the flag is wrong"),
        ({"words": ""}, "Write what is done, why it is accepted, or what is wrong"),
        ({"by_when-day": "", "by_when-month": "", "by_when-year": ""}, "Enter the day it is done by"),
        ({"by_when-year": "2024"}, "The day must lie ahead, and at most three months away"),
        ({"by_when-year": "2026"}, "The day must lie ahead, and at most three months away"),
        ({"answer": "accept", "by_when-day": "", "by_when-month": "", "by_when-year": ""},
         "Enter the day it is looked at again"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_typed_is_lost(page, flags, left_out, said):
    shown = page(f"/drift/flags/{flags[0].pk}/", **ACT | left_out)

    assert said in shown.text
    if left_out != {"words": ""}:
        assert ACT["words"] in shown.text
    assert Flag.objects.open().filter(pk=flags[0].pk).exists()


def test_wrong_needs_no_day(page, flags):
    said = {"answer": "wrong", "words": "It was sent on 20 February; the promise was written twice."}

    assert page(f"/drift/flags/{flags[0].pk}/", **said).status_code == 302


def test_whoever_comes_second_keeps_their_words(page, flags, cast):
    page(f"/drift/flags/{flags[0].pk}/", as_="sofia", **ACT)

    shown = page(f"/drift/flags/{flags[0].pk}/", **ACT | {"words": "I send it myself."})

    assert shown.status_code == 409
    assert "A colleague answered this flag first." in shown.text
    assert "I send it myself." in shown.text


def test_what_is_half_written_is_kept_by_the_page(page, flags):
    assert "data-keep" in page(f"/drift/flags/{flags[0].pk}/").text


# --- where else it stands, and where never ----------------------------------------------------------------------------


def test_it_stands_on_the_childs_record_for_staff(page, flags, bells):
    shown = page(f"/children/{bells.mia.pk}/", as_="priya").text

    assert SENTENCE in shown
    assert f"/drift/flags/{flags[0].pk}/" in shown
    assert SENTENCE not in page(f"/children/{bells.noah.pk}/", as_="priya").text


def test_the_managers_start_page_says_how_many_wait(page, flags):
    assert "1 flag of drift waits for your answer" in page("/").text
    assert "of drift wait" not in page("/", as_="tom").text


@finding("S16", screen="/family-versions/")
def test_no_flag_ever_stands_on_paper_for_the_family(page, flags, cast, bells):
    papers_of_mia(cast, bells)
    version = finished(bells.mia, bells.ruth, by=cast.priya)

    for act in ("", "paper/?as=page"):
        shown = page(f"/family-versions/{version.pk}/{act}", as_="priya")
        assert shown.status_code == 200
        assert not [words for words in (SENTENCE, "drift", Rule.LETTER_NOT_SENT.title) if words in shown.text]


# --- the rules --------------------------------------------------------------------------------------------------------


def test_each_rule_reads_as_a_sentence_with_how_often_it_was_right(page, flags):
    shown = page("/drift/rules/").text

    assert "An action of the plan is 10 working days or more past its day." in shown
    assert "Too few answers to tell (1 of 1)" in shown
    assert "Priya writes it this week." in page("/drift/rules/audit-action/answers/").text


@finding("S16", screen="/drift/rules/")
def test_the_head_of_service_takes_a_better_number_that_answers_propose(page, flags, monkeypatch):
    better = weighing.Better(number=4, spared=3, lost=0, before=0.6, after=1.0)
    monkeypatch.setattr("lintel.oversight.drift.queries.better_number", lambda answers, number: better)
    path = "/drift/rules/audit-action/"
    assert "would have spared 3 flags that were wrong and missed 0 delays" in page(path, as_="helen").text
    assert 'value="4"' in page(f"{path}?proposed=1", as_="helen").text

    said = {
        "number_working_days": "4", "effective_from-day": "3", "effective_from-month": "3",
        "effective_from-year": "2025", "why": "Audits ask for a week.",
    }  # fmt: skip
    assert page(path, as_="helen", **said).status_code == 302

    assert RuleVersion.objects.get().numbers == {"working_days": 4}
    assert "more than 4 working days past its day" in page(path).text


def test_the_same_numbers_or_a_day_that_is_over_are_refused_with_what_was_typed(page, flags):
    path = "/drift/rules/audit-action/"
    said = {
        "number_working_days": "0", "effective_from-day": "3", "effective_from-month": "3",
        "effective_from-year": "2025", "why": "Audits ask for a week.",
    }  # fmt: skip

    assert "These are the numbers the rule has already" in page(path, as_="helen", **said).text
    over = page(path, as_="helen", **said | {"number_working_days": "4", "effective_from-day": "2"}).text
    assert "The day must be today or later" in over
    assert "Audits ask for a week." in over
    assert page(path, as_="marcus", **said).status_code == 403


# --- who saw it first -------------------------------------------------------------------------------------------------


@finding("S16", screen="/drift/first/")
def test_the_month_says_how_many_delays_a_manager_had_named_and_lists_them(page, flags):
    shown = page("/drift/first/").text

    assert "0 of 1 confirmed delays: too few to say a share" in shown
    assert "Mia Bell" in shown
    assert "No delay was confirmed" in page("/drift/first/?month=2025-02").text
    assert "March 2025" in page("/drift/first/?month=nonsense").text


def test_one_in_ten_is_checked_by_hand_by_somebody_else(page, flags, monkeypatch):
    path = f"/drift/first/{flags[1].pk}/"
    monkeypatch.setattr(weighing, "ONE_IN", 2**300)
    assert "Chance did not draw this one" in page(path, as_="helen").text
    monkeypatch.setattr(weighing, "ONE_IN", 1)
    assert "nobody had named it before the flag" in page(path, as_="helen").text
    assert page(path, as_="marcus").status_code == 403

    page(path, as_="helen", agrees="yes", words="Nothing in the record before the flag.")

    assert HandCheck.objects.get().agrees
    assert "As the manager said." in page(path, as_="helen").text
    assert page(f"/drift/first/{flags[0].pk}/", as_="helen").status_code == 404


def test_the_list_is_the_same_after_another_night(page, flags):
    look_for_drift(by=None, at=NOW)

    assert Flag.objects.filter(raised_at__date=date(2025, 3, 3)).count() == Flag.objects.count()
