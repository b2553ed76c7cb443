"""What whoever told us is told: plain words by who they are and what was decided. Plain values in, words out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lintel.steps.front_door.codes import InformantKind, Means, Outcome

# What a sentence of the rationale must not speak of if it is offered for sharing: it is somebody's own, or another
# agency's to tell. A sentence with one of these is left out of the draft; a person may still write it.
NOT_OURS_TO_TELL = re.compile(
    r"\b(?:police|arrest\w*|convict\w*|offen[cd]\w*|prison|probation|bail|court|gp|doctor|hospital|diagnos\w*|medica\w*|"
    r"mental\w*|depress\w*|suicid\w*|self-harm\w*|pregnan\w*|abort\w*|hiv|drug\w*|alcohol\w*|drink\w*|cannabis|heroin|"
    r"cocaine|substance\w*|refuge|address\w*|moved to|lives? at|immigration|asylum|benefit\w*|debt\w*|neighbour\w*|"
    r"anonym\w*|caller|disclos\w*|violen\w*|abus\w*|assault\w*|rape\w*|sexual\w*|previous\w*|history|mother|father|"
    r"mum|dad|step\w*|partner|boyfriend|girlfriend|husband|wife|brother\w*|sister\w*|sibling\w*|grand\w*|aunt|uncle)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.!?])\s+")
AT_MOST = 2


@dataclass(frozen=True, kw_only=True)
class ForOneChild:
    """
    What was decided for one child, and what whoever told us called them; empty where they gave no name.

    :param is_passed_on: whether another authority has it, where the child is theirs.
    """

    called: str
    outcome: Outcome
    rationale: str
    is_passed_on: bool = False


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What somebody who told us, and is sealed, could be found by."""

    names: Sequence[str]
    ways: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """A text to start from, and how many sentences of the reasons were left out of it."""

    text: str
    left_out: int


MEANS_AT_FIRST = {
    InformantKind.POLICE: Means.PORTAL, InformantKind.PROFESSIONAL: Means.EMAIL, InformantKind.COLLEAGUE: Means.EMAIL,
}  # fmt: skip

WHAT_HAPPENS = {
    Outcome.STRATEGY_DISCUSSION: (
        "children’s social care will work with {child}. We are speaking with the police and health about it at once, "
        "and may ask you to take part"
    ),
    Outcome.REFERRAL: "children’s social care will work with {child}. A social worker will be in touch with the family",
    Outcome.EARLY_HELP: "we have asked early help to support {child} and the family, and they will be in touch",
    Outcome.ADVICE: (
        "what you told us does not need a social worker now. We gave advice about what else can help {child}"
    ),
    Outcome.NO_FURTHER_ACTION: "what you told us does not need a social worker now, and we will do nothing further",
    Outcome.TO_ALLOCATED_WORKER: "{child} has a worker already. We passed on to them what you told us",
    Outcome.OTHER_AUTHORITY: "{child} lives in the area of another authority. We {pass_on} to them what you told us",
    Outcome.AWAITING_INFORMATION: (
        "we need to know more before we can decide, and have closed this for now. If you know more, tell us: we look "
        "at it from the day you first told us"
    ),
}  # fmt: skip
OTHERWISE = "we looked at what you told us, and passed it to whom it belongs"


def draft(
    children: Sequence[ForOneChild], *, kind: InformantKind, name: str, reference: str, received_on: date,
    names_of_family: Iterable[str], council: str,
) -> Drafted:  # fmt: skip
    """
    What to tell whoever told us.

    A professional or the police are told what was decided for each child they named, and why in a sentence or two; of
    a child they did not name they hear nothing. Everybody else is thanked, and told that we looked: a family's
    business is not a neighbour's, and they may not even have known the name.
    """
    greeting = f"Dear {name}," if name else "Hello,"
    opening = f"Thank you for telling us on {received_on:%-d %B %Y} what worried you. Our reference is {reference}."
    paragraphs, left_out, family = [greeting, opening], 0, list(names_of_family)
    if kind.is_told_the_outcome or kind is InformantKind.COLLEAGUE:
        for alike in _they_know_of(children):
            kept, out = shareable(alike[0].rationale, names=family)
            left_out += out
            paragraphs.append(_decided_for(alike, kept, alone=len(children) == 1))
        paragraphs.append(
            "If you think this is not right, tell us and ask for it to be looked at again. If you learn more, or a "
            "child is in danger, ring us at once; in an emergency ring 999."
        )
    else:
        paragraphs.append(
            "We have looked at it carefully and done what we think is right. We cannot tell you more about a family, "
            "as we would not tell others about yours. If you are worried again, please tell us again. If a child is in "
            "danger, ring 999."
        )
    return Drafted(text="\n\n".join([*paragraphs, f"Front door, {council}"]), left_out=left_out)


def for_authority(
    children: Sequence[str], *, words: str, about: str, told_by: str, reference: str, received_on: date,
    safe_ways: Sequence[str], sealed: Sealed | None, council: str,
) -> str:  # fmt: skip
    """
    What another authority is told of children who live there: who they are, and the words that came.

    :param children: each with name and date of birth, as far as they are known.
    :param told_by: who told us; only what they are, where they are sealed.
    :param sealed: what must not be read in the words.
    """
    paragraphs = [
        "Hello,",
        f"We were told on {received_on:%-d %B %Y} of {_listed(children)}, who we understand to live in your area. We "
        f"pass it on to you, and decide nothing further ourselves. Our reference is {reference}.",
        f"Told by {told_by}." + (f" It is about {about}." if about else ""),
        f"What we were told, word for word:\n{_without(words, sealed) if sealed else words}",
        *([f"How they may be reached safely: {'; '.join(safe_ways)}"] if safe_ways else []),
        "Please tell us that you have it, and who took it.",
    ]
    return "\n\n".join([*paragraphs, f"Front door, {council}"])


def _without(words: str, sealed: Sealed) -> str:
    """The words without anything by which whoever told us could be found."""
    for way in (found for each in sealed.ways if len(found := re.sub(r"[^\w@]+", "", each)) > 4):
        words = re.sub(r"[\W_]*".join(map(re.escape, way)), "[left out]", words, flags=re.IGNORECASE)
    for name in {part for each in sealed.names for part in each.split() if len(part) > 1}:
        words = re.sub(rf"\b{re.escape(name)}\b", "[left out]", words, flags=re.IGNORECASE)
    return words


def shareable(rationale: str, *, names: Iterable[str]) -> tuple[str, int]:
    """
    The first sentences of the reasons that speak of nobody else and of nothing that is another's to tell; and how many
    were left out. Meant to leave out too much: a person reads the draft and can add, but rarely sees what should go.
    """
    family = [re.compile(rf"\b{re.escape(part)}\b", re.IGNORECASE) for name in names for part in name.split() if part]
    kept: list[str] = []
    out = 0
    for sentence in filter(None, (each.strip() for each in SENTENCE.split(rationale.replace("\n", " ").strip()))):
        if NOT_OURS_TO_TELL.search(sentence) or any(name.search(sentence) for name in family):
            out += 1
        elif len(kept) < AT_MOST:
            kept.append(sentence)
    return " ".join(kept), out


def _they_know_of(children: Sequence[ForOneChild]) -> list[list[ForOneChild]]:
    """
    The children they named, those of whom the same was decided together.

    Where they named none, all of them, once for each outcome: then no name is used at all.
    """
    named = [child for child in children if child.called]
    alike: dict[tuple[Outcome, str, bool], list[ForOneChild]] = {}
    for child in named or children:
        key = (child.outcome, child.rationale if named else "", child.is_passed_on)
        alike.setdefault(key, []).append(child)
    return list(alike.values())


def _decided_for(alike: Sequence[ForOneChild], why: str, *, alone: bool) -> str:
    called = [child.called for child in alike if child.called]
    words = _listed(called) or ("the child you told us about" if alone else "the children you told us about")
    pass_on = "passed on" if alike[0].is_passed_on else "are passing on"
    what = WHAT_HAPPENS.get(alike[0].outcome, OTHERWISE).format(child=words, pass_on=pass_on)
    if len(called) > 1 or not (called or alone):
        what = what.replace(f"{words} has ", f"{words} have ").replace(f"{words} lives ", f"{words} live ")
    whom = "This is what we decided: " if alone else f"For {words}: "
    because = f" Why: {why}" if why else ""
    return f"{whom}{what}.{because}"


def _listed(names: Sequence[str]) -> str:
    """Perrin; Perrin and Tansy; Perrin, Tansy and Wren."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
