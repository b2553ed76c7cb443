"""From needs and plan actions to the first words of a family version. Plain values in, words out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lintel.journey.allocating.dues.codes import What
from lintel.steps.family_versions.codes import About, Reader
from lintel.steps.family_versions.rules import WorryWords

TITLES = {
    About.ASSESSMENT: "What we found out about {child}, and what happens next",
    About.CIN_PLAN: "The plan to help {child}", About.CP_PLAN: "The plan to keep {child} safe",
    About.LETTER: "A letter about {child}",
}  # fmt: skip
STEPS = {
    What.CHILD_SEEN: "We will come and see {child} by {day}.", What.PROTECTION_VISIT: "We will see {child} by {day}.",
    What.CHILD_SEEN_IN_ENQUIRY: "We will come and see {child} by {day}.",
    What.CORE_GROUP: "You and the people who help will meet by {day}.",
    What.REVIEW: "We will meet by {day} to see what has changed for {child}.",
    What.PLAN_REVIEW: "We will look at the plan with you by {day}, to see what has changed for {child}.",
    What.PROMISE: "We promised: {words}, by {day}.",
    What.ASSESSMENT: "We will finish finding out what {child} needs by {day}.",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NeedWords:
    """A need, as far as a family reads of it."""

    pk: int
    words: str
    impact: str = ""
    different: str = ""
    by_when: date | None = None


@dataclass(frozen=True, kw_only=True)
class DueWords:
    """Something that is due for the child; `words` only where it was promised."""

    what: What
    due_on: date
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class ActionWords:
    """Something that is to be done under a plan and is not done yet."""

    words: str
    need_id: int | None
    owner: str = ""
    due_on: date | None = None


def title_of(about: About, *, child: str, reader: Reader) -> str:
    """What the paper is called before anybody changes it."""
    return TITLES[about].format(child="you" if reader is Reader.YOUNG_PERSON else child)


def worries_from(
    needs: Iterable[NeedWords], actions: Sequence[ActionWords], *, reader_names: Iterable[str]
) -> list[WorryWords]:
    """Each need as a worry, with what is asked of the reader and what everybody else does about it."""
    return [
        WorryWords(
            worry=need.words, impact=need.impact, better=_with_day(need.different, need.by_when),
            ask=_lines(each for each in actions if each.need_id == need.pk and is_theirs(each.owner, reader_names)),
            will_do=_lines(
                (each for each in actions if each.need_id == need.pk and not is_theirs(each.owner, reader_names)),
                with_owner=True,
            ),
            need_id=need.pk,
        )
        for need in needs
    ]  # fmt: skip


def steps_from(dues: Iterable[DueWords], actions: Iterable[ActionWords], *, child: str, reader: Reader) -> str:
    """What happens next: what is due for the child, then what the plan says and no need names."""
    who = "you" if reader is Reader.YOUNG_PERSON else child
    said = [
        STEPS[each.what].format(child=who, day=f"{each.due_on:%-d %B %Y}", words=each.words.strip().rstrip("."))
        for each in dues
        if each.what in STEPS
    ]
    untethered = [each for each in actions if each.need_id is None]
    return "\n".join([*dict.fromkeys(said), *filter(None, [_lines(untethered, with_owner=True)])])


def is_theirs(owner: str, reader_names: Iterable[str]) -> bool:
    """Whether somebody named as the owner of an action is the reader: Ruth, Ruth Bell, mother."""
    words = set(owner.lower().replace(",", " ").split())
    return any(set(name.lower().split()) <= words for name in reader_names if name.strip())


def _lines(actions: Iterable[ActionWords], *, with_owner: bool = False) -> str:
    return "\n".join(
        (f"{each.owner}: " if with_owner and each.owner else "") + _with_day(each.words, each.due_on)
        for each in actions
    )


def _with_day(words: str, day: date | None) -> str:
    words = words.strip()
    if not words or day is None:
        return words
    return f"{words.rstrip('.')}, by {day:%-d %B %Y}."
