"""A worker writes for a family without typing twice; what is refused keeps every word; and nobody else sees a thing."""

import io
import re
import zlib

import pytest
from django.utils import timezone
from pypdf import PdfReader

from lintel.foundation.audit_log.models import Entry
from lintel.foundation.drafts.actions import keep
from lintel.foundation.people.models import Address
from lintel.foundation.people.registering.actions import set_safe_contact
from lintel.journey.family_versions.tests.families import IMPACT, WORRY, draft, finished, papers_of_mia
from lintel.steps.family_versions.codes import About, Reader, Way
from lintel.steps.family_versions.models import FamilyVersion, Sharing
from lintel.steps.family_versions.rules import Words
from tests.cast import NOW, TYPED
from tests.once import once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
HOSTILE = "<script>alert('x')</script> {{ 7*7 }} \u202e '; DROP TABLE people; --"


@pytest.fixture
def papers(cast, bells, request):
    return once("papers of mia", lambda: papers_of_mia(cast, bells), request)


@pytest.fixture
def version(bells, papers, priya) -> FamilyVersion:
    return finished(bells.mia, bells.ruth, by=priya)


def where(version: FamilyVersion, act: str = "") -> str:
    return f"/family-versions/{version.pk}/{act}"


def page_to_write(bells, papers) -> str:
    return f"/family-versions/children/{bells.mia.pk}/for/{bells.ruth.pk}/assessment-{papers.assessment.pk}/"


def words_of_the_page(**typed) -> dict[str, str]:
    return {"title": "About Mia", "ring": "Priya: 01632 960 123", "worry_1": WORRY, "impact_1": IMPACT} | typed


def share(client, version, **typed):
    day = {"shared_on": NOW.date().isoformat()}
    return client.post(where(version, "share/"), day | typed)


def test_choosing_what_and_for_whom_leads_to_boxes_that_are_filled(client, priya, bells, papers):
    client.force_login(priya)
    chosen = {"subject": f"assessment-{papers.assessment.pk}", "to": str(bells.ruth.pk)}

    answer = client.get(f"/family-versions/children/{bells.mia.pk}/", chosen, follow=True)

    assert answer.redirect_chain[-1][0] == page_to_write(bells, papers)
    for known in (WORRY, IMPACT, "Mia is at school every day, by 14 April 2025.", "01632 960 500"):
        assert known in answer.text
    assert "Choose who will read it" in client.get(f"/family-versions/children/{bells.mia.pk}/", {"subject": ""}).text


def test_a_draft_keeps_where_each_worry_came_from(client, priya, bells, papers):
    client.force_login(priya)
    typed = words_of_the_page(need_1=str(papers.need.pk), worry_2="Noah is cold.", need_2="999")

    client.post(page_to_write(bells, papers), typed)

    version = FamilyVersion.objects.get()
    assert [each.need_id for each in version.worries.order_by("place")] == [papers.need.pk, None]
    assert (version.about, version.assessment, version.reader) == (
        About.ASSESSMENT, papers.assessment, Reader.PARENT,
    )  # fmt: skip


def test_what_is_not_said_is_asked_for_and_every_word_stays(client, priya, bells, papers):
    client.force_login(priya)
    typed = words_of_the_page(worry_1="", going_well="You came.")

    said = client.post(page_to_write(bells, papers), typed).text

    assert "Write what the worry is (worry 1)" in said
    assert "You came.</textarea>" in said
    assert not FamilyVersion.objects.exists()


def test_words_that_were_typed_and_not_sent_are_there_again(client, priya, bells, papers):
    client.force_login(priya)
    where_typed = page_to_write(bells, papers)
    keep({"worry_1": [WORRY], "going_well": ["She sings."]}, path=where_typed, page="p", of=priya, at=timezone.now())

    assert "She sings.</textarea>" in client.get(where_typed).text


def test_a_draft_says_what_is_hard_what_lacks_and_is_printed_as_a_draft(client, priya, bells, papers):
    hard = "Significant safeguarding considerations necessitate multidisciplinary intervention regarding supervision."
    client.force_login(priya)
    client.post(
        page_to_write(bells, papers),
        words_of_the_page(impact_1="", worry_1=hard, going_well=" ".join([hard] * 3), ring="Priya Nair, North:"),
    )
    version = FamilyVersion.objects.get()
    said = client.get(where(version)).text

    assert f'<mark class="lintel-hard">{hard}</mark>' in said
    assert "long words: multidisciplinary" in said
    assert "Aim for 11 or below." in said
    assert "What it is like for Mia is not said for worry 1." in said
    assert "a number is missing" in said
    assert "This is a draft." in client.get(where(version, "paper/?as=page")).text


def test_of_two_who_change_a_draft_the_second_is_told_and_loses_no_word(client, priya, bells, papers):
    version = draft(bells.mia, bells.ruth, by=priya)
    client.force_login(priya)
    read = re.search(r'name="read" value="(\w+)"', client.get(where(version, "change/")).text)[1]
    client.post(where(version, "change/"), words_of_the_page(going_well="She sings.", read=read))

    told = client.post(where(version, "change/"), words_of_the_page(going_well="She swims.", read=read))

    assert "A colleague changed this draft" in told.text
    assert "She swims." in told.text
    version.refresh_from_db()
    assert version.going_well == "She sings."
    again = re.search(r'name="read" value="(\w+)"', told.text)[1]
    client.post(where(version, "change/"), words_of_the_page(going_well="She sings and swims.", read=again))
    version.refresh_from_db()
    assert version.going_well == "She sings and swims."


def test_finished_it_opens_for_change_no_more_and_another_takes_its_place(client, priya, bells, papers):
    version = draft(bells.mia, bells.ruth, by=priya)
    client.force_login(priya)
    client.post(where(version, "change/"), words_of_the_page(going_well="She sings."))
    client.post(where(version, "finish/"))

    assert "its words do not change" in client.get(where(version, "change/"), follow=True).text.lower()
    assert "A colleague finished it meanwhile." in client.post(where(version, "change/"), words_of_the_page()).text
    assert "She sings.</textarea>" in client.get(where(version, "anew/")).text
    client.post(where(version, "anew/"), words_of_the_page())
    assert "Another version" in client.get(where(version)).text
    assert "the version before" in client.get(where(FamilyVersion.objects.latest("pk"))).text
    assert "Another version took its place already." in client.post(where(version, "anew/"), words_of_the_page()).text


def test_an_address_that_must_not_be_read_stops_the_finish(client, priya, bells, papers):
    Address.objects.create(
        **TYPED, key="secret", person=bells.ruth, lines="9 Harbour Row", postcode="RV1 2HH", is_confidential=True
    )
    version = draft(bells.mia, bells.owen, by=priya, words=Words(title="A", ring="B", letter="At 9 Harbour Row."))
    client.force_login(priya)

    said = client.post(where(version, "finish/"), follow=True).text

    assert "Not finished: an address that Owen Hartley must not read stands in it (letter)" in said
    version.refresh_from_db()
    assert version.finished_at is None


def test_hard_stop_11_a_letter_is_refused_and_the_words_stay(client, priya, marcus, bells, version):
    set_safe_contact(bells.ruth, words="He opens her post.", never_write=True, by=priya, at=NOW)
    client.force_login(priya)
    said = share(client, version, way=Way.POST, where="4 Mill Lane", interpreter="Zofia Lark").text

    assert "Not like this. He opens her post." in said
    assert 'value="Zofia Lark"' in said
    assert "Why a safe-contact rule is passed over" not in said
    assert not Sharing.objects.exists()
    client.force_login(marcus)
    share(client, version, way=Way.POST, where="4 Mill Lane", despite="Her life is in danger tonight.")
    assert "Against a safe-contact rule (He opens her post.)" in client.get(where(version)).text


def test_a_letter_says_where_it_goes_and_a_day_is_a_real_one(client, priya, version):
    client.force_login(priya)

    assert "Write where it goes" in share(client, version, way=Way.POST).text
    assert "nor after today" in share(client, version, way=Way.BY_HAND, shared_on="2099-01-01").text
    assert "Shared, and written down." in client.get(share(client, version, way=Way.BY_HAND).url).text


def test_what_they_say_stands_with_it_and_on_the_paper(client, priya, version):
    client.force_login(priya)
    day = {"said_on": NOW.date().isoformat()}
    answers = {"worry_said": "yes", "worry_words": "She is late.", "ask_said": "no", "next_said": "no"}

    assert "Write down the words they used for the worry" in client.post(
        where(version, "said-back/"), day | answers | {"worry_words": ""}
    ).text  # fmt: skip
    client.post(where(version, "said-back/"), day | answers)
    client.post(where(version, "disagree/"), day | {"words": "It was the bus."})

    said = client.get(where(version)).text
    assert "She is late." in said
    assert "It was the bus." in said
    assert "It was the bus." in client.get(where(version, "paper/?as=page")).text


def test_a_translation_goes_out_with_numbers_and_comes_back_beside_each_sentence(client, priya, version):
    client.force_login(priya)
    numbered = client.get(where(version, "sentences.txt")).text
    table = client.get(where(version, "sentences.csv")).text

    assert numbered.startswith("1. What we found out about Mia, and what happens next\n")
    assert "2,What we are worried about," in table
    answer = client.post(where(version, "sentences/"), {"language": "pl", "text": "1. O Mii\n99. Nic"}, follow=True)
    assert "No such sentence: 99." in answer.text
    paper = client.get(where(version, "paper/?as=page&in=pl")).text
    assert '<span class="family-other" lang="pl" dir="ltr">O Mii</span>' in paper
    said = client.post(where(version, "sentences/"), {"language": "pl", "text": "O Mii"}).text
    assert "No line begins with the number of a sentence" in said


def test_a_sentence_is_no_formula_in_a_spreadsheet(client, priya, bells, papers):
    words = Words(title="=HYPERLINK(1)", letter="Hello.", ring="Priya")
    version = finished(bells.mia, bells.ruth, by=priya, about=About.LETTER, words=words)
    client.force_login(priya)

    assert "1,'=HYPERLINK(1)," in client.get(where(version, "sentences.csv")).text


def size_of_words(pdf: bytes) -> float:
    """The size in points of the words of the first page that are neither a heading nor the foot."""
    sizes: list[float] = []
    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(
        visitor_text=lambda text, _, matrix, __, size: (
            sizes.append(round(size * abs(matrix[3]), 1)) if "often late" in text else None
        )
    )
    return sizes[0]


def test_the_pdf_is_tagged_says_its_language_and_is_larger_when_asked(client, priya, version):
    client.force_login(priya)
    usual, large = (client.get(where(version, f"paper/{how}")).content for how in ("", "?large=1&contrast=1"))

    inside = usual + b"".join(
        zlib.decompressobj().decompress(each)
        for each in re.findall(rb"FlateDecode.*?stream\n(.*?)\nendstream", usual, re.S)
    )
    for said in (b"/MarkInfo", b"/Lang (en)", b"http://www.aiim.org/pdfua/ns/id/"):
        assert said in inside
    assert size_of_words(large) / size_of_words(usual) == pytest.approx(18 / 12)
    assert Entry.objects.filter(act="exported", child_id=version.child_id).count() == 2


def test_hostile_words_stay_words(client, priya, bells, papers):
    version = finished(
        bells.mia, bells.ruth, by=priya, about=About.LETTER, words=Words(title=HOSTILE, letter=HOSTILE, ring=HOSTILE)
    )
    client.force_login(priya)

    for act in ("", "paper/?as=page", "sentences/", "anew/", "share/"):
        assert "<script>alert" not in client.get(where(version, act)).text


ACTS = (
    "",
    "change/",
    "anew/",
    "share/",
    "said-back/",
    "disagree/",
    "paper/",
    "sentences/",
    "sentences.csv",
    "sentences.txt",
)


def test_tom_finds_nothing_of_the_bells_on_any_of_these(client, tom, bells, papers, version):
    client.force_login(tom)
    addresses = [where(version, act) for act in ACTS]
    addresses += [f"/family-versions/children/{bells.mia.pk}/", page_to_write(bells, papers)]

    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.post(where(version, "finish/")).status_code == 404
    assert "Bell" not in client.get(f"/family-versions/children/{bells.ivy.pk}/").text


@pytest.mark.parametrize("who", ["sam", "grace", "ola", "hart", "anil"])
def test_who_has_nothing_to_do_with_families_is_refused(client, cast, version, who):
    client.force_login(cast.people[who])

    assert {client.get(where(version, act)).status_code for act in ACTS} == {403}


def test_an_inspector_reads_and_writes_nothing(client, ines, version):
    client.force_login(ines)

    assert WORRY in client.get(where(version)).text
    assert "Share it" not in client.get(where(version)).text
    assert share(client, version, way=Way.BY_HAND).status_code == 403
