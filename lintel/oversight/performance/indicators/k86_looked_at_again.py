"""K86: children whose earlier work was looked at again."""

from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Indicator, Measure
from lintel.oversight.performance.records import EarlierWork
from lintel.oversight.performance.spc import Kind


def earlier_work_of(evidence: Evidence) -> EarlierWork:
    """Answers and lists, read on first use and once."""
    return evidence.once(_read)


def _read(evidence: Evidence) -> EarlierWork:
    return evidence.reader.earlier_work()


def on_lists(evidence: Evidence, day: date) -> list[Case]:
    """Every child on a list drawn up by the end of a day, and whether somebody had decided on them by then."""
    cases = []
    for each in earlier_work_of(evidence).on_lists:
        if each.drawn_on > day or each.child_id not in evidence.children:
            continue
        is_reviewed = each.reviewed_on is not None and each.reviewed_on <= day
        cases.append(
            Case(
                kind="legacy.cohortchild", pk=each.pk, child=evidence.children[each.child_id], on=day,
                counts=is_reviewed, label=f"On a list since {each.drawn_on:%-d %B %Y}: "
                f"{'decided on' if is_reviewed else 'not looked at yet'}",
            )
        )  # fmt: skip
    return cases


INDICATOR = Indicator(
    code="K86",
    name="Earlier work looked at again",
    short_name="Looked at again",
    question="Has somebody decided anew on every child whose earlier work was late or poor?",
    definition=(
        "Of the children on a list of those who waited too long, or whose earlier work was said to be unfinished or "
        "poor, the share on whom somebody has decided since. A list is frozen on the day it is drawn up, and each "
        "child is closed by a decision of their own; a child on two lists counts on both."
    ),
    numerator="Children on a list on whom somebody decided by the day",
    denominator="Children on lists drawn up by the day",
    clock="From the day the list was drawn up to the decision",
    unit="% of children on lists",
    owner=Role.HEAD_OF_SERVICE,
    guard="A narrow list is quickly done: read with how long children waited (K31) and who came back (K87).",
    findings=("S40",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=frozenset(),
    cannot_say=lambda evidence: "" if earlier_work_of(evidence).on_lists else "no list has been drawn up yet",
    stock=on_lists,
    known_from=lambda evidence: min((each.drawn_on for each in earlier_work_of(evidence).on_lists), default=None),
)
