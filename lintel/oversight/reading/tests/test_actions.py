"""Switching, signing and seeing differently: the effect, the refusal, the entry; and who belongs to a family."""

from datetime import date, timedelta

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.oversight.reading import actions, queries
from lintel.oversight.reading.codes import Differently, Measure, Standing
from lintel.oversight.reading.looking import Needs, mark_of
from lintel.oversight.reading.models import SeenDifferently, ValidationRecord
from lintel.oversight.reading.people import Stage
from lintel.oversight.reading.sentences import sentences
from lintel.oversight.reading.tests.builders import measures_on
from lintel.steps.assessments.models import Need
from tests.cast import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)
MARK = mark_of("Owen denies it.")
RATED = {
    "what": "100 assessments.", "rated_on": TODAY, "texts": 100, "raters": 3, "agreement": 0.7,
    "groups": {"babies": 0.5, "teenagers": 0.6}, "known_failures": "He and she.",
}  # fmt: skip


@pytest.fixture
def wren(cast):
    return measures_on(cast)


def test_a_measure_is_off_until_it_is_switched_on_and_the_latest_holds(cast, wren):
    actions.switch(Measure.IMPACT, is_on=False, by=wren, at=NOW)

    assert queries.measures_on(viewer=cast.priya) == set(Measure) - {Measure.IMPACT}
    assert queries.measures_on(viewer=cast.anil) == set()
    assert Entry.objects.filter(act="measure of words switched", by=wren).count() == 5


def test_switched_to_what_it_is_already_is_refused(cast, wren):
    with pytest.raises(actions.StandsSoAlready):
        actions.switch(Measure.IMPACT, is_on=True, by=wren, at=NOW)


def test_the_latest_record_counts_good_or_bad(cast, wren):
    actions.sign_validation(Measure.IMPACT, **RATED, by=wren, at=NOW)
    assert queries.states(viewer=cast.priya, on=TODAY)[Measure.IMPACT].standing is Standing.VALIDATED

    actions.sign_validation(Measure.IMPACT, **RATED | {"agreement": 0.3}, by=wren, at=NOW + timedelta(hours=1))
    state = queries.states(viewer=cast.priya, on=TODAY)[Measure.IMPACT]
    assert state.is_trial
    assert [record.agreement for record in state.records] == [0.3, 0.7]
    assert Entry.objects.filter(act="validation of a measure of words signed").count() == 2


@pytest.mark.parametrize("missing", ["what", "known_failures"])
def test_a_record_says_what_was_rated_and_where_it_fails(cast, wren, missing):
    with pytest.raises(actions.WordsMissing):
        actions.sign_validation(Measure.IMPACT, **RATED | {missing: " "}, by=wren, at=NOW)
    assert not ValidationRecord.objects.exists()


def test_a_sentence_is_seen_differently_once_and_the_last_reason_holds(cast):
    for because in (Differently.CHILD_IS_IN_IT, Differently.MEASURE_IS_WRONG):
        actions.see_differently(Measure.IMPACT, mark=MARK, because=because, by=cast.priya, at=NOW)
    actions.see_differently(Measure.IMPACT, mark=MARK, because=Differently.CHILD_IS_IN_IT, by=cast.tom, at=NOW)

    assert queries.seen_differently([MARK], viewer=cast.priya) == {("impact", MARK)}
    assert queries.seen_differently([MARK], viewer=cast.marcus) == set()
    counted = dict(queries.states(viewer=cast.ola, on=TODAY)[Measure.IMPACT].differently)
    assert counted == {Differently.CHILD_IS_IN_IT: 1, Differently.MEASURE_IS_WRONG: 1}
    assert len({MARK, *SeenDifferently.objects.values_list("mark", flat=True)}) == 3  # two writers, two marks
    entries = Entry.objects.filter(act="sentence seen differently")
    assert [entry.details for entry in entries] == [{"measure": "impact"}] * 3


def test_what_cannot_be_said_of_a_measure_is_refused(cast):
    with pytest.raises(actions.NoSuchReason):
        actions.see_differently(
            Measure.COPYING, mark=MARK, because=Differently.CHILD_IS_IN_IT, by=cast.priya, at=NOW
        )  # fmt: skip


@pytest.mark.parametrize("who", ["priya", "marcus", "tom", "anil", "sam"])
def test_only_who_leads_practice_switches_and_signs(cast, who):
    by = cast.people[who]

    with pytest.raises(NotAllowed):
        actions.switch(Measure.IMPACT, is_on=True, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        actions.sign_validation(Measure.IMPACT, **RATED, by=by, at=NOW)


def test_who_writes_about_no_child_sees_nothing_differently(cast):
    with pytest.raises(NotAllowed):
        actions.see_differently(
            Measure.IMPACT, mark=MARK, because=Differently.CHILD_IS_IN_IT, by=cast.anil, at=NOW
        )  # fmt: skip


def test_a_family_is_its_children_by_name_and_the_adults_around_them(cast, bells):
    people = queries.family([child.pk for child in bells.children], viewer=cast.priya, on=TODAY)

    assert [(child.name, child.stage) for child in people.children] == [
        ("Mia", Stage.CHILD), ("Noah", Stage.CHILD), ("baby Bell", Stage.UNBORN)
    ]  # fmt: skip
    # Kit, a half-brother, is no adult; Ruth and Owen are.
    named = {
        name: [mention.key for [each] in [sentences(name)] for mention in people.mentions(each)]
        for name in ("Ruth", "Owen Hartley", "Ms Bell", "Kit", "Ivy")
    }
    assert named == {"Ruth": [""], "Owen Hartley": [""], "Ms Bell": [""], "Kit": [], "Ivy": []}


def test_to_somebody_else_the_same_children_are_nobody(cast, bells):
    pks = [child.pk for child in bells.children]

    assert queries.family(pks, viewer=cast.tom, on=TODAY).children == ()
    assert queries.needs(pks, viewer=cast.tom) == {}


def test_needs_that_stand_are_counted_and_those_that_say_what_shows_them(cast, bells):
    for evidence, withdrawn in (("School says so.", None), ("", None), ("It was so.", NOW)):
        Need.objects.create(
            child=bells.mia, words="Breakfast every day.", evidence=evidence, written_at=NOW, written_by=cast.priya,
            withdrawn_at=withdrawn, withdrawn_because="Settled." if withdrawn else "",
        )  # fmt: skip

    assert queries.needs([bells.mia.pk, bells.noah.pk], viewer=cast.priya) == {str(bells.mia.pk): Needs(2, 1)}
