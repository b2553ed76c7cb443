"""K91 to K94 and K96: audits that two people graded, and nothing of a grade that is still sealed."""

from datetime import date

import pytest

from lintel.oversight.audits.actions import plan_audit
from lintel.oversight.audits.codes import Core, Grade
from lintel.oversight.audits.tests.builders import TOOL, an_auditor, well_answered
from lintel.oversight.fanlight.actions import lock_estimate
from lintel.oversight.moderation.actions import hand_in
from lintel.oversight.moderation.codes import Lack
from lintel.oversight.moderation.optimism import Pair
from lintel.oversight.moderation.tests.builders import a_moderator, drawn, judged, many_pairs, share_is
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.voice.tests.builders import principal
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
AS_AT = date(2025, 3, 10)
RIGHT = ("Is the right plan in place?", "1 of 1")
IN_TIME = ("Is it progressing in good time?", "0 of 1")


@pytest.fixture(autouse=True)
def helen_has_locked_her_estimate(cast):
    lock_estimate(0.5, by=cast.helen, at=NOW)


def read(code, viewer):
    return queries.reading(code, viewer=viewer, as_at=AS_AT)


def labels(code, viewer):
    return [(case.counts, case.label) for case in queries.cases(code, viewer=viewer, as_at=AS_AT)]


@finding("S53", "S65", screen="/indicators/K91/")
def test_k91_weighs_each_pair_by_the_audits_it_stands_for_and_gives_its_interval(cast, bells):
    pairs = [Pair(auditor=0, audited=4, moderated=3)] * 6 + [Pair(auditor=0, audited=3, moderated=3, stands_for=3)] * 6
    many_pairs(cast, bells.mia, pairs, auditors=[an_auditor(cast)], moderator=a_moderator(cast))

    found = read("K91", cast.helen)

    assert found.value == pytest.approx(6 / 24)
    assert [words for words, _ in found.also] == [
        "In hundredths",
        "95 times in 100 between",
        "Put a grade or more lower",
    ]
    assert labels("K91", cast.helen)[0] == (True, "Auditor: Outstanding. Moderator: Good")


@finding("S53", screen="/indicators/K91/")
def test_k91_says_that_there_is_not_enough_evidence(cast, bells):
    judged(drawn(cast, bells.mia), by=a_moderator(cast))
    assert read("K91", cast.helen).also == (("Not enough evidence", "1 of at least 10 pairs"),)


@finding("S64", screen="/indicators/K92/")
def test_k92_counts_an_audit_as_moderated_once_its_grade_is_locked_and_says_nothing_of_why_before(cast, bells):
    moderation = drawn(cast, bells.mia, grade=Grade.OUTSTANDING)
    assert labels("K92", cast.helen) == [(False, "Not moderated")]
    assert read("K92", cast.helen).also == (("Drawn at random", "0 of 1"),)
    assert read("K91", cast.helen).state is State.NOT_IN_DATA

    judged(moderation, by=a_moderator(cast))
    assert labels("K92", cast.helen) == [(True, "Moderated")]


@finding("S54", screen="/indicators/K93/")
def test_k93_is_what_moderators_say_of_the_evidence(cast, bells):
    bea = a_moderator(cast)
    judged(drawn(cast, bells.mia), by=bea, supports=False)
    judged(drawn(cast, bells.noah), by=bea)
    assert read("K93", cast.helen).value == 0.5


@finding("S55", "S56", "S57", screen="/indicators/K94/")
def test_k94_shows_the_two_core_questions_separately(cast, bells):
    judged(drawn(cast, bells.mia), by=a_moderator(cast), core={Core.IN_TIME: (Lack.SPECIFIC,)})
    found = read("K94", cast.helen)
    assert found.value == 0.5
    assert found.breakdowns == (
        ("Question", (RIGHT, IN_TIME)),
    )  # fmt: skip


@finding("S55", screen="/indicators/K96/")
def test_k96_gives_no_coefficient_below_ten_pairs_and_lists_the_pair(cast, bells):
    share_is(0, cast)
    wyn, cal = an_auditor(cast), an_auditor(cast, "Cal Wick")
    first = plan_audit(bells.mia, auditor=wyn, tool=TOOL, due_on=AS_AT, by=cast.sofia, at=NOW)
    second = plan_audit(bells.mia, auditor=cal, tool=TOOL, due_on=AS_AT, twin_of=first, by=cast.sofia, at=NOW)
    hand_in(well_answered(first, by=wyn, grade_given=Grade.GOOD), by=wyn, at=NOW)
    assert labels("K96", cast.helen) == []
    hand_in(well_answered(second, by=cal, grade_given=Grade.GOOD), by=cal, at=NOW)

    found = read("K96", cast.helen)

    assert (found.value, found.shown) == (None, "not enough pairs")
    assert labels("K96", cast.helen) == [(True, "Good, and Good")]


@finding("S65", screen="/indicators/K91/")
@pytest.mark.parametrize("code", ["K91", "K92", "K93", "K94"])
def test_a_leader_who_has_not_estimated_the_quarter_reads_none_of_it(cast, bells, code):
    late = principal(cast, "Wren Calloway")
    judged(drawn(cast, bells.mia), by=a_moderator(cast))

    found = read(code, late)

    assert (found.state, labels(code, late)) == (State.NOT_IN_DATA, [])
    assert "kept back from you until you lock your own estimate" in found.why
    # The week after the quarter is over it is told to everybody: the next one is kept back then.
    assert queries.reading(code, viewer=late, as_at=date(2025, 4, 7)).is_known
    lock_estimate(0.5, by=late, at=NOW)
    assert read(code, late).is_known


@pytest.mark.parametrize("code", ["K91", "K92", "K93", "K94", "K96"])
def test_who_may_not_read_how_audits_lie_and_another_team_see_nothing_of_it(cast, bells, code):
    judged(drawn(cast, bells.mia), by=a_moderator(cast))
    for who in (cast.dawn, cast.tom):
        assert queries.reading(code, viewer=who, as_at=AS_AT).state is State.NOT_IN_DATA


@pytest.mark.parametrize("order", [("dawn", "anil"), ("anil", "dawn")], ids=" first, then ".join)
def test_an_answer_that_is_kept_is_not_shown_to_whoever_may_not_read_it(cast, bells, order):
    """Dawn sees every child of the service, as Anil does, and reads nothing of moderated audits."""
    pairs = [Pair(auditor=0, audited=3, moderated=2 + n % 2) for n in range(12)]
    many_pairs(cast, bells.ivy, pairs, auditors=[an_auditor(cast)], moderator=a_moderator(cast))

    found = {who: read("K91", cast.people[who]).state for who in order}

    assert found == {"anil": State.KNOWN, "dawn": State.NOT_IN_DATA}
