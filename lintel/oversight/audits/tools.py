"""A tool an audit is done with, out of the text of its file: plain values, or what is wrong with it in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from lintel.oversight.audits.codes import Core, Fact, Grade, Tag, Verdict

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
# Ours, and marked as assumed in PRODUCT.md S63: so much of a tool asks how good the work is.
QUALITY_AT_LEAST = 0.8
MOST_QUESTIONS = 60
JUDGED = (Verdict.YES, Verdict.PARTLY, Verdict.NO)


class NotATool(Exception):
    """This is no tool an audit could be done with; `problems` says each thing that is missing, in a sentence."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Question:
    """
    One question. Of compliance, `fact` is what the system finds and fills in; of quality it is shown beside, if any.

    :param verdicts: what it can be answered with; none where only words are asked for.
    """

    slug: str
    words: str
    tag: Tag
    prompts: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = JUDGED
    fact: Fact | None = None

    @property
    def is_core(self) -> bool:
        return self.slug in tuple(Core)

    @property
    def fills_itself_in(self) -> bool:
        return self.tag is Tag.COMPLIANCE and self.fact is not None


@dataclass(frozen=True, kw_only=True)
class Section:
    """Questions that belong together."""

    slug: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True)
class Tool:
    """
    What an audit asks, in order, and what each of the four grades looks like.

    :param months: how far back the record is read.
    """

    code: str
    version: int
    title: str
    about: str
    months: int
    sections: tuple[Section, ...]
    descriptors: Mapping[Grade, str]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def quality_share(self) -> float:
        """The share of its questions that ask how good the work is."""
        return sum(question.tag is Tag.QUALITY for question in self.questions) / len(self.questions)

    @property
    def asked_of_quality(self) -> tuple[Question, ...]:
        """The questions about quality beside the core ones: which a moderator may find wanting."""
        return tuple(each for each in self.questions if each.tag is Tag.QUALITY and not each.is_core)

    def question(self, slug: str) -> Question:
        """
        The question of this name.

        :raises KeyError: if the tool does not ask it.
        """
        for question in self.questions:
            if question.slug == slug:
                return question
        raise KeyError(slug)


def read(text: str) -> Tool:
    """
    A tool out of the text of its file.

    :raises NotATool: if it is none; it says everything that is missing at once.
    """
    try:
        said = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        raise NotATool([f"It cannot be read: {str(fault).splitlines()[0]}."]) from None
    if not isinstance(said, dict):
        raise NotATool(["A tool names its code, version, title, sections and grades."])
    if found := list(_problems(said)):
        raise NotATool(found)
    return Tool(
        code=said["code"], version=said["version"], title=said["title"].strip(),
        about=str(said.get("about", "")).strip(), months=said.get("months", 12),
        sections=tuple(_section(each) for each in said["sections"]),
        descriptors={grade: said["grades"][grade.name.lower()].strip() for grade in Grade},
    )  # fmt: skip


def _section(said: Mapping[str, Any]) -> Section:
    return Section(
        slug=said["slug"], title=said["title"].strip(), questions=tuple(_question(each) for each in said["questions"])
    )


def _question(said: Mapping[str, Any]) -> Question:
    verdicts = tuple(Verdict(each) for each in said["verdicts"]) if "verdicts" in said else JUDGED
    return Question(
        slug=said["slug"], words=said["words"].strip(), tag=Tag(said["tag"]), verdicts=verdicts,
        prompts=tuple(said.get("prompts", ())), fact=Fact(said["fact"]) if said.get("fact") else None,
    )  # fmt: skip


# --- what is wrong with it --------------------------------------------------------------------------------------------


def _problems(said: Mapping[str, Any]) -> Iterator[str]:
    if not CODE.fullmatch(str(said.get("code", ""))):
        yield "Its code must be in small letters, like “whole_journey”."
    if not isinstance(said.get("version"), int) or not 1 <= said["version"] <= 999:
        yield "Its version must be a whole number from 1."
    if not _is_said(said.get("title")):
        yield "It has no title."
    if not isinstance(said.get("months", 12), int) or not 1 <= said.get("months", 12) <= 60:
        yield "How many months of the record are read must be a whole number from 1 to 60."
    yield from _problems_of_grades(said.get("grades"))
    sections = said.get("sections")
    if not isinstance(sections, list) or not sections or not all(isinstance(each, dict) for each in sections):
        yield "It has no list of sections."
        return
    for section in sections:
        yield from _problems_of_section(section)
    yield from _problems_of_all([each for section in sections for each in _questions_in(section)])


def _problems_of_grades(said: Any) -> Iterator[str]:
    for grade in Grade:
        if not isinstance(said, dict) or not _is_said(said.get(grade.name.lower())):
            yield f"It does not say what “{grade.words}” looks like."


def _problems_of_section(section: Mapping[str, Any]) -> Iterator[str]:
    name = section.get("title") or section.get("slug") or "without a name"
    if not CODE.fullmatch(str(section.get("slug", ""))) or not _is_said(section.get("title")):
        yield f"The section “{name}” needs a slug in small letters and a title."
    if not _questions_in(section):
        yield f"The section “{name}” asks nothing."
    for question in _questions_in(section):
        yield from _problems_of_question(question)


def _problems_of_question(said: Mapping[str, Any]) -> Iterator[str]:
    name = said.get("slug") or said.get("words") or "without a name"
    if not CODE.fullmatch(str(said.get("slug", ""))) or not _is_said(said.get("words")):
        yield f"The question “{name}” needs a slug in small letters, and words."
    if said.get("tag") not in tuple(Tag):
        yield f"The question “{name}” must be tagged “quality” or “compliance”."
    verdicts = said.get("verdicts", [])
    if not isinstance(verdicts, list) or not set(verdicts) <= set(Verdict):
        yield f"The question “{name}” can only be answered with: {', '.join(Verdict)}."
    if said.get("fact") and said["fact"] not in tuple(Fact):
        yield f"The question “{name}” asks for a fact the system does not find. It finds: {', '.join(Fact)}."
    prompts = said.get("prompts", [])
    if not isinstance(prompts, list) or not all(isinstance(each, str) for each in prompts):
        yield f"The prompts of “{name}” must be a list of sentences."


def _problems_of_all(questions: list[Mapping[str, Any]]) -> Iterator[str]:
    slugs = [str(each.get("slug", "")) for each in questions]
    for twice in sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        yield f"Two questions have the slug “{twice}”."
    if len(questions) > MOST_QUESTIONS:
        yield f"It asks more than {MOST_QUESTIONS} questions: nobody answers so many well."
    for core, asks in (
        (Core.RIGHT_PLAN, "whether the right plan is in place"),
        (Core.IN_TIME, "whether it moves in time"),
    ):
        yield from _problems_of_core(next((each for each in questions if each.get("slug") == core), None), core, asks)
    quality = sum(each.get("tag") == Tag.QUALITY for each in questions)
    if questions and quality < QUALITY_AT_LEAST * len(questions):
        yield (
            f"Only {quality} of its {len(questions)} questions ask about quality; at least "
            f"{QUALITY_AT_LEAST:.0%} must. What was done in time the system says by itself."
        )


def _problems_of_core(said: Mapping[str, Any] | None, core: Core, asks: str) -> Iterator[str]:
    if said is None:
        yield f"It does not ask {asks}: a question with the slug “{core}” is in every tool."
    elif said.get("tag") != Tag.QUALITY or ("verdicts" in said and not said["verdicts"]):
        yield f"The question “{core}” is about quality, and is answered with a verdict."


def _questions_in(section: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    said = section.get("questions")
    return [each for each in said if isinstance(each, dict)] if isinstance(said, list) else []


def _is_said(words: Any) -> bool:
    return isinstance(words, str) and bool(words.strip())


def newest(tools: Iterable[Tool]) -> dict[str, Tool]:
    """Of several versions of a tool the last, by code."""
    return {tool.code: tool for tool in sorted(tools, key=lambda each: each.version)}
