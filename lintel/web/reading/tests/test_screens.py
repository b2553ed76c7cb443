"""What the words say, on the pages where they are written and on the pages of the measures."""

import re
from datetime import date

import pytest
from django.template import engines

from lintel.foundation.audit_log.models import Entry
from lintel.foundation.drafts.models import Draft
from lintel.journey.assessing.tests.builders import begun, say
from lintel.journey.family_versions.tests.families import papers_of_mia
from lintel.journey.plans.tests.builders import planned
from lintel.oversight.reading.actions import see_differently, switch
from lintel.oversight.reading.codes import Differently, Measure
from lintel.oversight.reading.looking import mark_of
from lintel.oversight.reading.models import ReadingSwitch, SeenDifferently, ValidationRecord
from lintel.oversight.reading.tests.builders import BOTH, MIA, measures_on, words_of_the_bells
from lintel.web.reading import passages
from tests.cast import NOW

finding = pytest.mark.finding
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
HOSTILE = "<script>alert('x')</script> Mia is “<b>here</b>”. {{ 7*7 }}"


@pytest.fixture
def wren(cast):
    return measures_on(cast)


def look(client, bells, *, part=True, **more):
    sent = words_of_the_bells(bells.mia.pk, bells.noah.pk) | more
    return client.post("/words/look/", sent | ({"part": "yes"} if part else {}))


@finding("S43", screen="/words/children/")
def test_five_bars_stand_for_each_child_and_are_never_added_up(client, cast, bells, wren):
    client.force_login(cast.priya)
    page = " ".join(look(client, bells).text.split())

    mia = page[page.index(">Mia ") : page.index(">Noah ")]
    assert mia.count("lintel-bars__count") == 5
    for words in ("Mia is in the sentence", "About Mia’s life", "Mia’s own words", "Ends in what it means for Mia"):
        assert words in mia
    assert "I make the toast" in mia
    assert "score" not in page


@finding("S44", screen="/words/children/")
def test_what_was_copied_between_brother_and_sister_is_quoted(client, cast, bells, wren):
    client.force_login(cast.priya)
    page = look(client, bells).text

    assert "Sentences in both parts of Mia and Noah" in page
    assert "Stands in Mia’s part and in Noah’s." in page


@finding("S62", screen="/words/children/")
def test_words_of_our_work_stand_with_plain_ones(client, cast, bells, wren):
    client.force_login(cast.priya)
    page = look(client, bells).text

    assert "the point at which we must act" in page
    assert "initial child protection conference" in page  # ICPC
    assert "Hardest sentences in" in page


def test_every_measure_wears_the_label_trial(client, cast, bells, wren):
    client.force_login(cast.priya)

    assert look(client, bells).text.count(">Trial<") == 6


def test_what_is_switched_off_is_not_looked_at(client, cast, bells, wren):
    for measure in (Measure.PLAIN_WORDS, Measure.COPYING, Measure.IMPACT):
        switch(measure, is_on=False, by=wren, at=NOW)
    client.force_login(cast.priya)
    page = look(client, bells).text

    assert "Mia is in the sentence" in page
    for words in ("Reading age", "both parts", "Ends in what it means"):
        assert words not in page


def test_at_first_every_measure_is_off_and_the_panel_says_so(client, cast, bells):
    client.force_login(cast.priya)
    page = look(client, bells).text

    assert "switched off" in page
    assert "Mia" not in page


def test_without_script_it_is_a_page_of_its_own(client, cast, bells, wren):
    client.force_login(cast.priya)
    page = look(client, bells, part=False).text

    assert "<h1" in page
    assert 'type="submit" name="differently"' in page
    assert "Mia is in the sentence" in page


@pytest.mark.parametrize("part", [True, False])
def test_nothing_of_what_was_looked_at_is_kept(client, cast, bells, wren, part):
    client.force_login(cast.priya)
    before = Entry.objects.count()
    look(client, bells, part=part)

    assert Entry.objects.count() == before
    assert not Draft.objects.exists()
    assert not SeenDifferently.objects.exists()


@finding("S43")
def test_a_sentence_is_seen_differently_with_a_reason_and_counted(client, cast, bells, wren):
    client.force_login(cast.priya)
    page = look(client, bells).text
    pressed = re.search(r'name="differently" value="(child-focus\|[0-9a-f]{64}\|child is in it)"', page)[1]
    answer = client.post("/words/differently/", {"differently": pressed, "part": "yes"})

    assert answer.text == "Noted: you see it differently."
    assert "You see it differently. That is counted." in look(client, bells).text
    page = client.get("/measures/child-focus/").text
    assert "The child is in it, in other words" in page
    assert "Mia Bell" not in page.replace("the child is Mia Bell", "")


def test_only_the_writer_sees_that_they_saw_it_differently(client, cast, bells, wren):
    mark = mark_of("She is scared of the stairs at night.")
    for measure in Measure:
        because = Differently.MEASURE_IS_WRONG
        see_differently(measure, mark=mark, because=because, by=cast.priya, at=NOW)
    client.force_login(cast.marcus)

    assert "You see it differently" not in look(client, bells).text
    assert not SeenDifferently.objects.filter(mark=mark).exists()  # kept under the writer's own key


@pytest.mark.parametrize(
    "nonsense", ["", "child-focus", "child-focus|abc|child is in it", "nothing|" + "0" * 64 + "|child is in it",
                 "copied-text|" + "0" * 64 + "|child is in it", "impact|" + "0" * 64 + "|because"],
)  # fmt: skip
def test_what_cannot_be_said_is_refused(client, cast, bells, wren, nonsense):
    client.force_login(cast.priya)

    assert client.post("/words/differently/", {"differently": nonsense}).status_code == 404
    assert not SeenDifferently.objects.exists()


def test_without_script_seeing_it_differently_is_answered_by_a_page(client, cast, bells, wren):
    client.force_login(cast.priya)
    said = "impact|" + "a" * 64 + "|says it elsewhere"

    assert "That is counted" in client.post("/words/differently/", {"differently": said}).text


def test_what_is_far_too_long_is_looked_at_from_its_beginning_and_says_so(client, cast, bells, wren, monkeypatch):
    client.force_login(cast.priya)
    assert "It is too long" not in look(client, bells).text

    monkeypatch.setattr(passages, "MOST_LETTERS", 100)
    page = look(client, bells, shared="Mia is scared of the stairs. " * 5).text

    assert "It is too long to look at whole: the first 21 words looked at" in page


# --- trying it --------------------------------------------------------------------------------------------------------


def test_words_written_elsewhere_can_be_looked_at_and_are_kept_as_a_draft_only(client, cast, bells, wren):
    client.force_login(cast.priya)
    page = client.get(f"/words/children/{bells.mia.pk}/").text

    assert "What the family shares" in page
    assert "Mia’s own part" in page
    assert f'value="{bells.mia.pk}|child_{bells.mia.pk}|Mia’s own part"' in page


@finding("S43")
@pytest.mark.parametrize("who", ["tom", "dawn"])
def test_whoever_may_not_see_a_child_learns_nothing_by_asking(client, cast, bells, wren, who):
    client.force_login(cast.people[who])
    page = look(client, bells).text

    if who == "tom":  # the words are his own; whom they mean he is not told
        assert "lintel-bars" not in page
        assert client.get(f"/words/children/{bells.mia.pk}/").status_code == 404
    else:
        assert "lintel-bars" in page


@pytest.mark.parametrize("who", ["anil", "grace", "sam", "hart", "helen", "ines"])
def test_who_writes_about_no_child_has_no_use_of_it(client, cast, bells, wren, who):
    client.force_login(cast.people[who])

    assert look(client, bells).status_code == 403
    assert client.get(f"/words/children/{bells.mia.pk}/").status_code == 403


def test_hostile_words_stay_words(client, cast, bells, wren):
    client.force_login(cast.priya)
    for part in (True, False):
        page = look(client, bells, part=part, shared=HOSTILE * 4).text
        assert "<script>alert" not in page
        assert "<b>here" not in page


@pytest.mark.parametrize(
    "sent", [{}, {"words_child": "x"}, {"words_child": "9" * 40}, {"words_passage": "shared"},
             {"words_passage": "shared|a|A", "a": "\0\ufffd ? ... !"}, {"words_passage": "||", "": "."}],
)  # fmt: skip
def test_nonsense_is_answered(client, cast, bells, wren, sent):
    client.force_login(cast.priya)

    assert client.post("/words/look/", sent | {"part": "yes"}).status_code == 200


# --- the measures -----------------------------------------------------------------------------------------------------


@finding("S43", screen="/measures/child-focus/")
@pytest.mark.parametrize("measure", list(Measure))
def test_a_measure_says_how_it_works_where_it_fails_and_how_it_was_held(client, cast, bells, measure):
    client.force_login(cast.priya)
    page = client.get(f"/measures/{measure.value}/").text

    for words in ("How it is worked out", "Where it fails", "No validation record is signed yet", ">Off<", ">Trial<"):
        assert words in page
    assert "Switch it on" not in page


def test_whoever_leads_practice_switches_a_measure_on_and_off(client, cast, bells, wren):
    client.force_login(wren)
    for is_on, said in (("no", ">Off<"), ("yes", ">On<")):
        page = client.post("/measures/impact/switch/", {"is_on": is_on}, follow=True).text
        assert said in page

    page = client.post("/measures/impact/switch/", {"is_on": "yes"}, follow=True).text
    assert "a colleague was first" in page
    assert ReadingSwitch.objects.filter(measure="impact").count() == 3


def sign(client, **more):
    typed = {
        "what": "100 assessments.", "rated_on": "2025-02-03", "texts": "100",
        "raters": "3", "agreement": "0.71", "groups": "babies 0.62\nteenagers: 0.58", "known_failures": "He and she.",
    }  # fmt: skip
    return client.post("/measures/child-focus/validate/", typed | more, follow=True)


@finding("S43", screen="/measures/child-focus/")
def test_a_signed_record_ends_the_trial_and_stands_on_the_page(client, cast, bells, wren):
    client.force_login(wren)
    page = sign(client).text

    assert "No longer a trial" in page
    assert "babies 0.62; teenagers 0.58" in page
    client.force_login(cast.priya)
    assert look(client, bells).text.count(">Trial<") == 4  # both children’s bars but the last


@pytest.mark.parametrize(
    "more", [{"agreement": "0.59"}, {"groups": "babies 0.62\nteenagers 0.39"}, {"texts": "99"}, {"raters": "2"},
             {"groups": ""}],
)  # fmt: skip
def test_a_record_that_falls_short_is_shown_and_it_stays_on_trial(client, cast, bells, wren, more):
    client.force_login(wren)

    assert "It stays on trial" in sign(client, **more).text
    assert ValidationRecord.objects.get().rated_on == date(2025, 2, 3)


@pytest.mark.parametrize(
    ("more", "said"), [({"what": ""}, "Write which texts were rated"), ({"groups": "babies good"}, "with a number"),
                       ({"groups": "babies -1.9"}, "lies between"), ({"agreement": "2"}, "less than or equal")],
)  # fmt: skip
def test_a_record_that_says_too_little_is_asked_for_again(client, cast, bells, wren, more, said):
    client.force_login(wren)

    assert said in sign(client, **more).text
    assert not ValidationRecord.objects.exists()


@pytest.mark.parametrize("who", ["priya", "marcus", "tom", "anil", "sofia"])
def test_nobody_else_switches_or_signs(client, cast, bells, who):
    client.force_login(cast.people[who])

    assert client.post("/measures/impact/switch/", {"is_on": "yes"}).status_code == 403
    assert sign(client).status_code == 403
    assert not ReadingSwitch.objects.exists()


def test_there_is_no_other_measure(client, cast, bells):
    client.force_login(cast.priya)

    assert client.get("/measures/quality/").status_code == 404


def test_a_panel_may_stand_outside_its_form(rf):
    drawn = (
        engines.all()[0]
        .from_string(
            "{% from 'components/words.html' import words_panel with context %}"
            "{{ words_panel(['7'], [('shared', 'box', 'Shared')], form_id='writing') }}"
        )
        .render({}, rf.get("/"))
    )

    assert drawn.count('form="writing"') == 3
    assert 'data-words-panel="writing"' in drawn


# --- one part of an assessment ----------------------------------------------------------------------------------------


def one_part(client, bells, family, words):
    key = str(bells.noah.pk)
    return client.post("/words/look/", {
        "words_child": [str(bells.mia.pk), key], "words_family": str(family.pk), "part": "yes",
        "words_passage": f"{key}|words-voice|Voice", "words-voice": words,
    }).text  # fmt: skip


@pytest.fixture
def family(cast, bells, wren):
    """An assessment in which Mia's part is written."""
    found = begun(cast, bells)
    say(found, bells.mia.pk, "voice", MIA + " Mia" + BOTH, by=cast.priya)
    say(found, None, "family", "When Ruth cannot get up, Noah waits at the door.", by=cast.priya)
    return found


@finding("S44", screen="/assessments/")
def test_on_the_page_of_one_child_what_was_copied_from_anothers_part_is_found(client, cast, bells, family):
    client.force_login(cast.priya)
    page = one_part(client, bells, family, MIA.replace("Mia", "Noah") + " Noah" + BOTH)

    assert "100% of the rows of five words are the same, more than 60%" in page
    assert f'id="found-{bells.noah.pk}"' in page
    assert f'id="found-{bells.mia.pk}"' not in page  # Mia's part stands on another page
    assert "1 of 1 sentences about adults" in page  # in the shared part, counted and not quoted


def test_of_an_assessment_one_may_not_see_nothing_is_read(client, cast, bells, family):
    client.force_login(cast.tom)
    page = one_part(client, bells, family, MIA.replace("Mia", "Noah") + " Noah" + BOTH)

    assert "rows of five words" not in page
    assert "lintel-bars" not in page


def test_the_page_where_an_assessment_is_written_has_the_panel(client, cast, bells, family):
    client.force_login(cast.priya)
    page = client.get(f"/assessments/{family.pk}/write/{bells.mia.pk}/").text

    assert f'name="words_family" value="{family.pk}" form="writing"' in page
    assert f'value="{bells.mia.pk}|' in page
    assert 'id="writing"' in page


# --- where words are written for the family ---------------------------------------------------------------------------


@finding("S62", screen="/family-versions/")
@pytest.mark.parametrize("where", ["family version", "review", "agree"])
def test_what_is_written_for_the_family_is_looked_at_for_how_it_reads_and_for_nothing_else(
    client, cast, bells, wren, where
):
    papers = papers_of_mia(cast, bells) if where == "family version" else planned(cast, bells)
    address = {
        "family version": lambda: (
            f"/family-versions/children/{bells.mia.pk}/for/{bells.ruth.pk}/assessment-{papers.assessment.pk}/"
        ),
        "review": lambda: f"/plans/{bells.mia.pk}/review/",
        "agree": lambda: f"/plans/{bells.mia.pk}/agree/",
    }[where]()
    client.force_login(cast.priya)
    page = client.get(address).text
    named = re.findall(r'name="words_passage" value="([^"]*)" form="writing"', page)
    boxes = [each.split("|")[1] for each in named]

    assert boxes
    assert all(f'name="{box}"' in page for box in boxes)
    found = client.post("/words/look/", {"words_passage": named, "part": "yes", boxes[-1]: MIA + BOTH}).text
    assert "Reading age" in found
    assert "ICPC" in found
    assert "lintel-bars" not in found


def test_boxes_with_one_title_are_looked_at_as_one(client, cast, bells, wren):
    client.force_login(cast.priya)
    sent = {"words_passage": ["shared|one|Worry 1", "shared|two|Worry 1"], "one": "Ruth is ill.", "two": MIA + BOTH}
    found = client.post("/words/look/", {**sent, "part": "yes"}).text

    assert found.count("Worry 1</h4>") == 1
    assert "Too short" not in found
