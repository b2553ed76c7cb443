"""What an audit needs before it is handed in (hard stop 10), and who may not audit whom. Plain values in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from lintel.oversight.audits.codes import Core, Grade, Tag, Verdict
from lintel.oversight.audits.tools import Question, Tool


@dataclass(frozen=True, kw_only=True)
class Said:
    """What stands under one question: the auditor's verdict and words, how much is cited, and what the record says."""

    verdict: str = ""
    words: str = ""
    cited: int = 0
    fact: str = ""
    fact_verdict: str = ""
    contradiction: str = ""


@dataclass(frozen=True, kw_only=True)
class Graded:
    """The grade somebody means to give, why, and how much is cited for it."""

    grade: Grade | None = None
    why: str = ""
    cited: int = 0


@dataclass(frozen=True)
class Missing:
    """Something without which an audit is not handed in: where it stands on the page, and a sentence that says so."""

    field: str
    words: str


NOTHING = Said()
_ASKED = {
    Core.RIGHT_PLAN: ("Is the right plan in place?", "which plan would be right for this child, and why"),
    Core.IN_TIME: ("Is it being progressed in good time?", "what should have happened by when, and what did"),
}


def missing_to_submit(tool: Tool, answers: Mapping[str, Said], graded: Graded) -> list[Missing]:
    """
    Everything without which an audit is not handed in (hard stop 10), in the order of the page.

    Both core questions have a verdict, words and evidence, and where the verdict is rosier than the record, why; the
    grade has a reason and evidence. Nothing else stops anybody: other questions may stay empty.

    :param answers: by the slug of the question.
    """
    cores = (question for question in tool.questions if question.is_core)
    found = [each for core in cores for each in _missing_of_core(Core(core.slug), answers.get(core.slug, NOTHING))]
    return [*found, *_missing_of_grade(graded)]


def is_contradicted(verdict: str, fact_verdict: str) -> bool:
    """Whether somebody says yes where the record says no. The other way round their own words say why."""
    return verdict == Verdict.YES and fact_verdict == Verdict.NO


def _missing_of_core(core: Core, said: Said) -> Iterator[Missing]:
    asked, what = _ASKED[core]
    if not said.verdict:
        yield Missing(f"verdict-{core}", f"“{asked}” is not answered. Choose yes, partly or no.")
    if not said.words.strip():
        yield Missing(f"words-{core}", f"“{asked}” – write {what}.")
    if said.cited == 0:
        yield Missing(f"evidence-{core}", f"“{asked}” has no evidence. Cite at least one passage of the record.")
    if is_contradicted(said.verdict, said.fact_verdict) and not said.contradiction.strip():
        yield Missing(
            f"contradiction-{core}", f"You answered “yes” to “{asked}”, and the record says: {said.fact} Write why you "
            "see it otherwise, or change your answer.",
        )  # fmt: skip


def _missing_of_grade(graded: Graded) -> Iterator[Missing]:
    if graded.grade is None:
        yield Missing("grade", "There is no grade. Choose one of the four.")
    if not graded.why.strip():
        yield Missing("why", "Write why this grade, from what you read.")
    if graded.cited == 0:
        yield Missing("evidence-grade", "The grade has no evidence. Cite at least one passage of the record for it.")


def empty(tool: Tool, answers: Mapping[str, Said]) -> list[Question]:
    """Questions about quality that have neither verdict nor words: shown before handing in, and stopping nobody."""
    said = {slug for slug, each in answers.items() if each.verdict or each.words.strip()}
    return [question for question in tool.questions if question.tag is Tag.QUALITY and question.slug not in said]


@dataclass(frozen=True, kw_only=True)
class Typed:
    """How many answers of an audit somebody typed themselves: to questions about quality, and to all."""

    quality: int
    every: int


def typed(tool: Tool, answers: Mapping[str, Said]) -> Typed:
    """
    What was typed (K97). An answer that filled itself in is not, unless somebody wrote that it is not so.
    """
    by_hand = questions_typed(tool, answers)
    return Typed(quality=sum(question.tag is Tag.QUALITY for question in by_hand), every=len(by_hand))


def questions_typed(tool: Tool, answers: Mapping[str, Said]) -> list[Question]:
    """The questions somebody typed an answer to, in the order of the tool."""
    return [each for each in tool.questions if each.slug in answers and _is_typed(each, answers[each.slug])]


def _is_typed(question: Question, said: Said) -> bool:
    if question.fills_itself_in:
        return bool(said.contradiction.strip())
    return bool(said.verdict or said.words.strip())


# --- who may not audit whom -------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Auditing:
    """Somebody who audits: themselves as a worker, and the teams they sit in or answer for directly."""

    worker: int | None
    teams: Collection[int] = field(default_factory=frozenset)
    kept_from: Collection[int] = field(default_factory=frozenset)


@dataclass(frozen=True, kw_only=True)
class WorkedWith:
    """Who worked with a child, and in which team; `until` is the first day no longer, and None while it lasts."""

    child: int
    worker: int | None
    team: int | None
    until: date | None = None


def conflict(auditor: Auditing, child: int, worked: Iterable[WorkedWith], *, since: date) -> str:
    """
    Why somebody may not audit this child's record, in words; nothing where they may.

    Their own child at any time, and a child whom their own team held on or after `since`. The team is the one somebody
    sits in or answers for directly: whoever answers for a whole service does not sit in each of its teams.
    """
    if child in auditor.kept_from:
        return "This record is closed to them."
    for each in worked:
        if each.child != child:
            continue
        if auditor.worker is not None and each.worker == auditor.worker:
            return "They worked with this child themselves."
        if each.team in auditor.teams and (each.until is None or each.until > since):
            return "Their own team works, or worked, with this child."
    return ""
