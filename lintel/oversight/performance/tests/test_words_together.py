"""K54 and K57: what all authorised words say together, of the whole service alone, and of nobody."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from lintel.foundation.access.actions import service_account
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.journey.assessing.actions import authorise_assessments, send_to_manager
from lintel.journey.assessing.tests.builders import OUTCOMES, TEN, begun, say
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicators import k54_child_focus as k54
from lintel.oversight.performance.indicators import k57_sibling_distinctness as k57
from lintel.oversight.performance.measuring import measure
from lintel.oversight.reading.actions import switch
from lintel.oversight.reading.codes import Measure
from lintel.oversight.reading.models import AssessmentRead, SiblingsRead
from lintel.oversight.reading.tasks import read_authorised_words
from lintel.oversight.reading.tests.builders import BOTH, measures_on
from lintel.oversight.reading.together import queries as reading
from lintel.oversight.reading.together.actions import read_authorised
from lintel.oversight.reading.whole_service import Together
from lintel.oversight.voice.tests.builders import principal
from lintel.steps.assessments.authorising.actions import conclude
from lintel.steps.assessments.models import FamilyAssessment
from tests.cast import NOW
from tests.once import once
from tests.trace import finding

MONDAY = date(2025, 3, 3)
DAY = timedelta(days=1)
WEEK = Period(MONDAY, MONDAY + 6 * DAY)


class Kept:
    """What was kept, without a database."""

    as_at, moment = WEEK.end, TEN

    def __init__(self, focus=(), distinct=(), trial=None):
        self.words = Together(tuple(focus), tuple(distinct), trial or {})

    def words_together(self):
        return self.words


def assessments(how_many, *, since=MONDAY):
    return [(since, (n / 10, n / 10, n / 10, n / 10)) for n in range(how_many)]


@finding("S43", screen="/indicators/K54/")
def test_the_middle_and_the_middle_half_are_said_of_all_together():
    evidence = Evidence(Kept(assessments(11), trial={Measure.IMPACT: "Nobody has rated."}))

    [case] = k54.together(evidence, WEEK)

    assert (case.value, case.weight, case.children) == (50, 11, ())
    assert k54.quartiles([case], evidence) == (
        ("All together", "11 assessments, the middle half of them from 25 to 75"),
    )
    assert k54.INDICATOR.note(evidence) == "On trial: decide nothing by it. Nobody has rated."


def test_ranks_are_taken_over_all_that_were_ever_authorised_and_not_over_the_period():
    before = [(MONDAY - DAY, (1.0, 1.0, 1.0, 1.0))] * 10
    after = [(WEEK.end + DAY, (1.0, 1.0, 1.0, 1.0))] * 10
    evidence = Evidence(Kept([*before, *assessments(10), *after]))

    [case] = k54.together(evidence, WEEK)

    assert case.value == pytest.approx(100 * 4.5 / 19)


def test_of_fewer_than_ten_nothing_is_said():
    few = Evidence(Kept(assessments(9), [(MONDAY, True)] * 9))

    assert (k54.together(few, WEEK), k57.together(few, WEEK)) == ([], [])
    assert "fewer than 10" in k54.too_few(few)
    assert "fewer than 10" in k57.too_few(few)


@finding("S44", screen="/indicators/K57/")
def test_groups_in_which_nothing_was_copied_are_a_share_that_names_nobody():
    evidence = Evidence(Kept(distinct=[(MONDAY, True)] * 9 + [(MONDAY, False)] * 3))

    cases = k57.together(evidence, WEEK)

    amount = measure(k57.INDICATOR, cases)
    assert (amount.numerator, amount.denominator) == (9, 12)
    assert {case.children for case in cases} == {()}


def authorised(cast, bells) -> FamilyAssessment:
    """Mia, Noah and the unborn baby, all authorised; Noah's part is Mia's with another name in it."""
    family = begun(cast, bells)
    for child, name in ((bells.mia, "Mia"), (bells.noah, "Noah")):
        say(
            family,
            child.pk,
            "voice",
            f"{name} told me that {name} is scared of the stairs. {name}{BOTH}",
            by=cast.priya,
        )
    for part in family.assessments.select_related("child"):
        conclude(part, factors=["3B"], outcome=OUTCOMES[part.child.names.get().given], by=cast.priya, at=TEN)
    parts = list(family.assessments.order_by("pk"))
    send_to_manager(parts, by=cast.priya, at=TEN)
    authorise_assessments(parts, by=cast.marcus, at=TEN)
    return family


@pytest.fixture
def family(cast, bells, request):
    """Begun while the measures were on."""

    def build():
        measures_on(cast)
        return authorised(cast, bells)

    return once("authorised words", build, request)


def read():
    return read_authorised(by=service_account(at=TEN), at=TEN)


@pytest.mark.django_db
def test_each_is_read_once_and_anew_with_other_lists(family):
    read_authorised_words(timestamp=int(TEN.timestamp()))
    assert Entry.objects.filter(act="authorised words read together").get().details == {"read": 4}
    assert read() == 0
    AssessmentRead.objects.update(lists_version="older")
    assert reading.together(viewer=service_account(at=TEN), on=MONDAY).focus == ()

    assert read() == 3
    assert len(reading.together(viewer=service_account(at=TEN), on=MONDAY).focus) == 2


@finding("S44")
@pytest.mark.django_db
def test_what_was_copied_is_kept_and_an_unborn_child_has_no_bars(family, bells):
    read()

    assert SiblingsRead.objects.get().are_distinct is False
    bars = dict(AssessmentRead.objects.values_list("assessment__child", "bars"))
    assert bars[bells.mia.pk][0] > 0
    assert [child for child, found in bars.items() if found is None] == [bells.baby.pk]


@pytest.mark.django_db
def test_what_nobody_could_see_while_writing_is_not_read(cast, bells):
    authorised(cast, bells)
    lead = principal(cast)
    for measure_of_words in Measure:
        switch(measure_of_words, is_on=True, by=lead, at=NOW + timedelta(minutes=1))

    assert read() == 0


@pytest.mark.django_db
def test_a_group_waits_for_its_last_child(family):
    last = family.assessments.order_by("pk").last()
    last.as_authorised = None
    last.save()

    read()

    assert not SiblingsRead.objects.exists()
    assert AssessmentRead.objects.count() == 2


@pytest.mark.django_db
def test_who_sees_a_part_of_the_service_reads_nothing_of_it(family, cast, monkeypatch):
    read()
    monkeypatch.setattr(k54, "FEWEST_TOGETHER", 2)
    cache.clear()

    assert queries.reading("K54", viewer=cast.helen, as_at=WEEK.end, period=WEEK).shown == "50"
    for viewer in (cast.priya, cast.marcus, cast.tom):
        found = queries.reading("K54", viewer=viewer, as_at=WEEK.end, period=WEEK)
        assert (found.state, found.numerator) == (State.NOT_IN_DATA, None)
        assert k54.NOT_THEIRS in found.why


@pytest.mark.django_db
def test_nobody_else_reads_all_words(cast, bells):
    with pytest.raises(NotAllowed):
        read_authorised(by=cast.helen, at=TEN)
    with pytest.raises(NotAllowed):
        reading.together(viewer=cast.hart, on=MONDAY)
