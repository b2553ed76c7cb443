"""Finished words never change; a paper never reaches somebody against a rule; what they say is kept."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from lintel.foundation.access.actions import exclude
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.models import Notice
from lintel.foundation.people.models import Address
from lintel.foundation.people.registering.actions import set_safe_contact
from lintel.steps.family_versions import actions
from lintel.steps.family_versions.codes import About, Reader, Way
from lintel.steps.family_versions.models import FamilyVersion, Sharing
from lintel.steps.family_versions.queries import may_read, safe_contact_of, versions, words_of
from lintel.steps.family_versions.rules import Words, WorryWords
from tests.cast import NOW, TYPED
from tests.once import once

pytestmark = pytest.mark.django_db
WORDS = Words(title="A letter about Mia", letter="Dear Ruth, thank you.", ring="Priya: 01632 960 123")
TODAY = NOW.date()


def letter(bells, *, to=None, words=WORDS, by, replaces=None) -> FamilyVersion:
    to = to or bells.ruth
    reader = Reader.YOUNG_PERSON if to == bells.mia else Reader.PARENT
    subject = actions.Subject(child=bells.mia, about=About.LETTER, of=None, to=to, reader=reader)
    return actions.write_version(subject, words, replaces=replaces, by=by, at=NOW)


@pytest.fixture
def version(cast, bells, request):
    """A finished letter to Ruth."""
    return once("letter to ruth", lambda: actions.finish(letter(bells, by=cast.priya), by=cast.priya, at=NOW), request)


def lives(person, lines, *, is_confidential):
    return Address.objects.create(
        **TYPED, key=f"{person.pk}/{lines}", person=person, lines=lines, postcode="RV1 2HH",
        is_confidential=is_confidential,
    )  # fmt: skip


def never_write(person, by, **more):
    return set_safe_contact(person, words="He opens her post.", never_write=True, by=by, at=NOW, **more)


def test_a_finished_version_does_not_change(version, priya):
    with pytest.raises(actions.FinishedAlready):
        actions.change_version(version, WORDS, by=priya, at=NOW)


@pytest.mark.parametrize("what", [{"letter": "Other words."}, {"ring": "999"}, {"finished_at": None}])
def test_and_the_database_holds_that_whoever_forgets(version, what):
    with pytest.raises(DatabaseError), transaction.atomic():
        FamilyVersion.objects.filter(pk=version.pk).update(**what)


def test_its_worries_neither(cast, bells, priya):
    words = Words(title="A", ring="B", worries=[WorryWords(worry="Mia is late.")])
    written = actions.finish(letter(bells, words=words, by=priya), by=priya, at=NOW)

    for write in (lambda: written.worries.update(worry="x"), written.worries.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_a_draft_changes_and_is_given_to_nobody(bells, priya):
    draft = letter(bells, by=priya)
    actions.change_version(draft, Words(title="A", ring="B", worries=[WorryWords(worry="Late.")]), by=priya, at=NOW)

    assert words_of(versions(viewer=priya).get(), viewer=priya).worries[0].worry == "Late."
    with pytest.raises(actions.NotFinished):
        actions.share(draft, shared_on=TODAY, way=Way.BY_HAND, by=priya, at=NOW)


def test_whoever_may_not_see_the_child_or_the_reader_writes_shares_and_keeps_nothing(version, cast, bells, priya):
    exclude(bells.mia, user=priya, reason="She is their aunt.", by=cast.helen, at=NOW)
    draft = FamilyVersion.objects.create(
        child=bells.mia, to=bells.ruth, about=About.LETTER, reader=Reader.PARENT, title="A", letter="B", ring="C",
        written_at=NOW, written_by=priya,
    )  # fmt: skip

    for by in (priya, cast.tom):
        for act in (
            lambda by: letter(bells, by=by),
            lambda by: actions.change_version(draft, WORDS, by=by, at=NOW),
            lambda by: actions.finish(draft, by=by, at=NOW),
            lambda by: actions.share(version, shared_on=TODAY, way=Way.BY_HAND, by=by, at=NOW),
            lambda by: actions.write_disagreement(version, words="No.", said_on=TODAY, by=by, at=NOW),
            lambda by: actions.put_in_translation(version, language="pl", sentences={1: "Nie."}, by=by, at=NOW),
        ):
            with pytest.raises(actions.NotTheirFamily):
                act(by)


def test_another_takes_its_place_and_only_that_one_is_shared(version, bells, priya):
    another = letter(bells, by=priya, replaces=version)

    assert another.replaces == version
    with pytest.raises(actions.ReplacedAlready):
        actions.share(version, shared_on=TODAY, way=Way.BY_HAND, by=priya, at=NOW)
    with pytest.raises(actions.ReplacedAlready):
        letter(bells, by=priya, replaces=version)


def test_it_is_for_the_family_and_for_nobody_else(bells, priya):
    with pytest.raises(actions.NotOfTheFamily):
        letter(bells, to=bells.ivy, by=priya)


def test_shared_says_when_how_by_whom_and_with_which_interpreter(version, priya):
    shared = actions.share(
        version, shared_on=TODAY, way=Way.BY_HAND, language="Polish", interpreter="Zofia Lark", by=priya, at=NOW
    )

    assert (shared.shared_on, shared.language, shared.interpreter, shared.shared_by) == (
        TODAY, "Polish", "Zofia Lark", priya,
    )  # fmt: skip
    assert Entry.objects.filter(act="family version shared", child_id=version.child_id).exists()


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_not_before_it_was_finished_and_not_tomorrow(version, priya, day):
    with pytest.raises(actions.NotOnThatDay):
        actions.share(version, shared_on=day, way=Way.BY_HAND, by=priya, at=NOW)


@pytest.mark.parametrize("way", [Way.POST, Way.BY_HAND, Way.EMAIL])
def test_hard_stop_11_no_paper_reaches_who_must_not_be_written_to(version, bells, priya, way):
    never_write(bells.ruth, priya)

    with pytest.raises(actions.NotSafe) as refusal:
        actions.share(version, shared_on=TODAY, way=way, where="4 Mill Lane", by=priya, at=NOW)

    assert refusal.value.why == "He opens her post."
    assert not Sharing.objects.exists()
    assert actions.share(version, shared_on=TODAY, way=Way.READ_TOGETHER, by=priya, at=NOW).rule == ""


def test_nor_does_a_letter_go_where_a_rule_says_not_to(version, bells, priya):
    never_write(bells.mia, priya, address="4 Mill Lane")

    with pytest.raises(actions.NotSafe):
        actions.share(version, shared_on=TODAY, way=Way.POST, where="Flat 1, 4 Mill Lane", by=priya, at=NOW)


def test_only_a_manager_passes_over_a_rule_with_a_reason_and_two_are_told(version, bells, priya, marcus):
    never_write(bells.ruth, priya)
    asked = {"shared_on": TODAY, "way": Way.BY_HAND, "despite": "Mia is in danger tonight.", "at": NOW}

    with pytest.raises(NotAllowed):
        actions.share(version, **asked, by=priya)
    shared = actions.share(version, **asked, by=marcus)

    assert (shared.rule, shared.despite) == ("He opens her post.", "Mia is in danger tonight.")
    told = Notice.objects.filter(key__startswith="safe contact passed over")
    assert set(told.values_list("role", "child_id")) == {
        ("head_of_service", bells.mia.pk), ("information_governance", None),
    }  # fmt: skip


def test_a_reason_where_no_rule_forbids_is_not_kept_as_one(version, marcus):
    assert actions.share(version, shared_on=TODAY, way=Way.BY_HAND, despite="x", by=marcus, at=NOW).despite == ""


def test_a_confidential_address_never_stands_in_the_other_parents_paper(bells, priya):
    lives(bells.ruth, "9 Harbour Row", is_confidential=True)
    words = Words(title="A", ring="B", letter="Mia is well. She lives at 9 Harbour Row now.")
    for_owen, for_ruth = (letter(bells, to=to, words=words, by=priya) for to in (bells.owen, bells.ruth))

    with pytest.raises(actions.GivesAnAddressAway) as refusal:
        actions.finish(for_owen, by=priya, at=NOW)

    assert refusal.value.parts == ["letter"]
    assert actions.finish(for_ruth, by=priya, at=NOW).finished_at == NOW


def test_nor_is_anything_sent_there_and_no_manager_passes_over_that(bells, priya, marcus):
    lives(bells.ruth, "9 Harbour Row", is_confidential=True)
    for_owen = actions.finish(letter(bells, to=bells.owen, by=priya), by=priya, at=NOW)

    with pytest.raises(actions.NotSafe):
        actions.share(
            for_owen, shared_on=TODAY, way=Way.POST, where="9 Harbour Row, RV1 2HH", despite="Now.", by=marcus, at=NOW
        )


def test_a_letter_to_a_confidential_address_of_their_own_does_not_say_where_it_went(version, bells, priya):
    lives(bells.ruth, "9 Harbour Row", is_confidential=True)

    shared = actions.share(version, shared_on=TODAY, way=Way.POST, where="9 Harbour Row", by=priya, at=NOW)

    assert shared.where == actions.A_CONFIDENTIAL_ADDRESS


def test_what_they_could_say_is_kept_in_their_words(version, priya):
    with pytest.raises(actions.NothingSaid):
        actions.hear_back(version, said_on=TODAY, worry_said=True, ask_said=False, next_said=False, by=priya, at=NOW)

    heard = actions.hear_back(
        version, said_on=TODAY, worry="She is late.", worry_said=True, ask_said=False, next_said=False, by=priya,
        at=NOW,
    )  # fmt: skip
    assert (heard.worry_words, heard.ask_said) == ("She is late.", False)


def test_a_disagreement_stays_with_it_for_ever(version, priya):
    kept = actions.write_disagreement(version, words="It was the bus.", said_on=TODAY, by=priya, at=NOW)

    assert version.disagreements.get() == kept
    assert Entry.objects.filter(act="disagreement of the family kept").exists()


def test_a_translation_put_in_again_takes_the_place_of_the_one_before(version, priya):
    for words in ("List", "List o Mii"):
        actions.put_in_translation(version, language="pl", sentences={1: words}, by=priya, at=NOW)

    assert version.translations.get().sentences == {"1": "List o Mii"}


def test_whoever_may_not_write_for_families_is_refused(bells, version, dawn):
    for act in (
        lambda: letter(bells, by=dawn), lambda: actions.finish(version, by=dawn, at=NOW),
        lambda: actions.write_disagreement(version, words="x", said_on=TODAY, by=dawn, at=NOW),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()


def test_tom_sees_nothing_of_it(version, bells, tom, priya):
    assert not versions(viewer=tom).exists()
    assert words_of(version, viewer=tom).letter == ""
    assert may_read(bells.mia, viewer=tom) == safe_contact_of(bells.mia, bells.ruth, viewer=tom) == []
    assert versions(viewer=priya).exists()


def test_it_can_be_for_either_parent_and_for_the_child(bells, priya):
    found = [(each.name, each.reader, each.tie) for each in may_read(bells.mia, viewer=priya)]

    assert found == [
        ("Ruth Bell", Reader.PARENT, "mother"), ("Owen Hartley", Reader.PARENT, "father"),
        ("Mia Bell", Reader.YOUNG_PERSON, "the child’s own version"),
    ]  # fmt: skip
