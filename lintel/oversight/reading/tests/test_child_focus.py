"""Whether a child is in a sentence, what it is about, and whose words it has."""

import pytest

from lintel.oversight.reading.child_focus import About, about_what, child_focus, has_own_words, read
from lintel.oversight.reading.explained import explained
from lintel.oversight.reading.people import Adult, Child, People, Stage
from lintel.oversight.reading.sentences import sentences
from lintel.oversight.reading.tests.failing import found as finds

MIA = Child("mia", "Mia", ("Mia Bell", "Mimi"))
NOAH = Child("noah", "Noah", ("Noah Bell",))
UNBORN = Child("unborn", "baby Bell", ("baby Bell",), Stage.UNBORN)
LEO = Child("leo", "Leo", ("Leo Bell",), Stage.BABY)
ADULTS = [Adult(("Ruth Bell",)), Adult(("Owen Hartley",))]
BELLS = People([MIA, NOAH, UNBORN], ADULTS)


def one(text, people=BELLS):
    [found] = read(sentences(text), people)
    return found


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("Mia likes school.", {"mia"}),
        ("Mia and Noah share a bed.", {"mia", "noah"}),
        ("Mimi is what Nan calls her.", {"mia"}),
        ("Mia’s bed has no sheets.", {"mia"}),
        ("Mia's mother attended the core group.", set()),
        ("Mia’s social worker rang.", set()),
        ("Mia’s new plan was shared.", set()),
        ("In respect of Mia, Owen denies it.", set()),
        ("The father of Mia was arrested.", set()),
        ("Mia’s mother says that Mia cries.", {"mia"}),
        ("She likes school.", set()),
        ("The children were hungry.", set()),
        ("MIA likes school.", {"mia"}),
        ("The mia of it.", set()),
        ("Baby Bell is due in June.", {"unborn"}),
        ("The unborn baby moves a lot.", {"unborn"}),
        ("The baby will need a cot.", {"unborn"}),
        ("Ms Bell was late.", set()),
    ],
)
def test_a_child_is_in_a_sentence_by_name_only(text, present):
    assert one(text).present == present


def test_a_name_that_two_people_have_is_nobodys_by_itself():
    people = People([MIA], [Adult(("Mia Coe",))])

    assert one("Mia was there.", people).present == set()
    assert one("Mia Bell was there.", people).present == {"mia"}


def test_of_two_babies_the_baby_is_neither():
    people = People([LEO, UNBORN], ADULTS)

    assert one("The baby cried.", people).present == set()
    assert one("Leo cried.", people).present == {"leo"}
    assert one("The unborn baby moved.", people).present == {"unborn"}


@pytest.mark.parametrize(("text", "present"), [("I saw Grace asleep.", {"g"}), ("Grace and patience.", set())])
def test_a_name_that_is_a_word_too_is_not_trusted_at_the_beginning(text, present):
    assert one(text, People([Child("g", "Grace", ("Grace Holt",))])).present == present


@pytest.mark.parametrize(
    ("child", "text", "about"),
    [
        (MIA, "Mia is scared of the stairs at night.", About.LIFE),
        (MIA, "Mia was referred to CAMHS and is on a plan.", About.SERVICES),
        (MIA, "Mia slept through the meeting about the referral and the plan.", About.SERVICES),
        (MIA, "Mia is nine.", About.NEITHER),
        (LEO, "Leo gazed at the lamp.", About.LIFE),
        (MIA, "Mia gazed at the lamp.", About.NEITHER),
        (UNBORN, "Baby Bell has a strong heartbeat.", About.LIFE),
        (UNBORN, "Baby Bell likes school and football.", About.NEITHER),
    ],
)
def test_a_sentence_is_about_life_or_about_services_and_babies_have_words_of_their_own(child, text, about):
    assert about_what(one(text, People([child], ADULTS)), child) is about


@pytest.mark.parametrize(
    ("child", "text", "has"),
    [
        (MIA, "Mia told me she hides the bread.", True),
        (MIA, "“No more bangs,” said Mia.", True),
        (MIA, "“Mi-e frică,” whispered Mia.", True),
        (MIA, "Mia drew the house with black windows.", True),
        (MIA, "Ruth said that Mia is fine.", False),
        (MIA, "Ruth told Mia to go to bed.", False),
        (MIA, "“Get out,” Owen said to Mia.", False),
        (MIA, "Mia’s mother said nothing to Mia.", False),
        (MIA, "Mia is nine.", False),
        (LEO, "Leo cried until Nan came.", True),
        (LEO, "Leo told me nothing.", False),
        (UNBORN, "Baby Bell kicked.", False),
    ],
)  # fmt: skip
def test_own_words_are_the_childs_and_nobody_elses(child, text, has):
    assert has_own_words(one(text, People([child], ADULTS)), child) is has


def test_the_bars_count_what_stands_there():
    text = "Mia told me she is scared. Mia has a plan. Ruth drinks. She sleeps. Mia’s father left."
    focus = child_focus(MIA, read(sentences(text), BELLS))

    counts = (len(focus.sentences), len(focus.present), len(focus.about_life), len(focus.about_services))
    assert counts == (5, 2, 1, 1)
    assert [each.text for each in focus.own_words] == ["Mia told me she is scared."]


@pytest.mark.parametrize("fails", [f for each in explained().values() for f in each.fails], ids=lambda f: f.words[:30])
def test_every_failure_on_the_pages_is_one(fails):
    """Mended, it is found here, and leaves the page."""
    assert finds(fails) is fails.finds
