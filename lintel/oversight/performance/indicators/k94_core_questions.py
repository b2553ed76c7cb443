"""K94: whether audits answer the two core questions well."""

from collections.abc import Sequence

from lintel.foundation.access.roles import Role
from lintel.oversight.audits.codes import Core
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Breakdowns, Indicator, Measure
from lintel.oversight.performance.moderation_work import (
    first_handed_in,
    kept_back,
    last_day_shown,
    moderation_work_of,
    none_moderated_yet,
)
from lintel.oversight.performance.rules import share_in_words
from lintel.oversight.performance.spc import Kind

ASKED = {Core.RIGHT_PLAN: "Is the right plan in place?", Core.IN_TIME: "Is it progressing in good time?"}


def core_answers(evidence: Evidence) -> list[Case]:
    """Both core answers of every moderated audit, on the day they were judged, and whether each is well answered."""
    return [
        Case(
            kind="moderation.moderation", pk=each.pk, child=evidence.children[each.child_id], on=each.judged_on,
            counts=core not in each.lacking, category=core,
            label=f"{asked} {'Found wanting' if core in each.lacking else 'Well answered'}",
        )
        for each in moderation_work_of(evidence).moderated
        if each.judged_on is not None
        for core, asked in ASKED.items()
    ]  # fmt: skip


def by_question(cases: Sequence[Case], _: Evidence) -> Breakdowns:
    """The two questions separately."""
    if not cases:
        return ()
    of = {core: [case.counts for case in cases if case.category == core] for core in ASKED}
    return (
        (
            "Question",
            tuple((asked, share_in_words(float(sum(of[core])), len(of[core]))) for core, asked in ASKED.items()),
        ),
    )


INDICATOR = Indicator(
    code="K94",
    name="Core questions well answered",
    short_name="Core questions",
    question="Do audits say whether it is the right plan, and whether it moves in time?",
    definition=(
        "Of the answers to the two core questions in audits moderated in the period, the share with a clear verdict, "
        "evidence that bears it out, and something about this child that could not be said of any. Shown for each of "
        "the two questions as well. Judged by the moderator, after locking a grade of their own."
    ),
    numerator="Core answers that lack nothing",
    denominator="Core answers of moderated audits: two for each",
    clock="The day the moderator judged the answers",
    unit="% of core answers",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard="Neither question can be left out, so a thin answer is what to look for: the moderator says what it lacks.",
    findings=("S55", "S56", "S57"),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=none_moderated_yet,
    flow=core_answers,
    known_from=first_handed_in,
    known_until=last_day_shown,
    note=kept_back,
    is_kept_back=True,
    breakdowns=by_question,
)
