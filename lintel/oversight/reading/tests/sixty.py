"""
Sixty invented assessments, half of them about the adults and half about the child, put together from `sixty.yml`.

The label is decided first, by where the sentences are drawn from; no list of the measures is read. Ten each of six
kinds of child. The hard ones: names put in without anything about the child; services' talk about the child; children
who are “he” and “she” in most sentences; empty words about an effect; and texts that are half and half.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import yaml

from lintel.oversight.reading.people import Adult, Child, People, Stage

ABOUT_ADULTS, ABOUT_THE_CHILD = 0, 1
KINDS = {
    "babies": ("babies", Stage.BABY, "Elsie Marlow", "Tomos Pryce", "Aleksander Nowak", "Ruby-Mae Gant", "Idris Bello",
               "Nell Hargreave", "Otis Farr", "Maryam Aziz", "Leo Quill", "Siân Beddow"),
    "unborn": ("unborn", Stage.UNBORN, *["baby " + n for n in ("Okoro", "Marsh", "Teale", "Rowan", "Whitlow", "Ahmed",
               "Dunn", "Pike", "O'Neill", "Szabo")]),
    "school age": ("school_age", Stage.CHILD, "Ava Thorne", "Jayden Poole", "Grace Holt", "Kieran Ash", "Poppy Lund",
                   "Harvey Crane", "Amina Yusuf", "Will Sutter", "Billie Rook", "Dylan Frost"),
    "teenagers": ("teenagers", Stage.CHILD, "Callum Birch", "Shanice Wells", "Ellis Moor", "Jade Petrie", "Reece Tandy",
                  "Tia Lomas", "Corey Blunt", "Megan Vane", "Kai Ridley", "Aaliyah Brook"),
    "disabled children who do not speak": ("do_not_speak", Stage.CHILD, "Freddie Lark", "Hana Sato", "Joseph Kell",
                                           "Isla Perrin", "Musa Diallo", "Ben Arkle", "Daisy Croft", "Theo Maddox",
                                           "Zara Khan", "Arthur Lisle"),
    "other languages": ("other_languages", Stage.CHILD, "Zofia Wilk", "Ayaan Malik", "Ioana Radu", "Hodan Warsame",
                        "Kacper Lis", "Amélie Diop", "Bao Tran", "Leyla Demir", "Yusuf Omar", "Nadia Petrova"),
}  # fmt: skip
# Out of ten: from which rows of sentences an assessment is drawn. Half of those about the adults have empty words about
# an effect on the child, and a third of those about the child have nothing of what adults' doings mean.
ADULTS_FIRST = {
    "of adults": {"adults": 6, "services": 3, "own": 1},
    "services' talk": {"about_the_child_but_services": 4, "services": 2, "adults": 3, "own": 1},
    "names put in": {
        "names_put_in": 4,
        "empty_words_about_effect": 1,
        "adults": 2,
        "about_the_child_but_services": 2,
        "own": 1,
    },
    "empty words": {"adults": 4, "services": 2, "empty_words_about_effect": 2, "names_put_in": 1, "own": 1},
}
CHILD_FIRST = {
    "of the child": {"own": 6, "means_for_the_child": 1, "adults": 2, "services": 1},
    "nothing it means": {"own": 6, "adults": 3, "services": 1},
    "he and she": {"own": 6, "adults": 3, "services": 1},
    "half and half": {"own": 3, "means_for_the_child": 2, "adults": 3, "services": 2},
}
FIVE_OF_ADULTS = ("of adults", "services' talk", "names put in", "names put in", "empty words")
FIVE_OF_CHILD = ("of the child", "of the child", "nothing it means", "he and she", "half and half")


@dataclass(frozen=True)
class Labelled:
    """One assessment with its label and its people."""

    kind: str
    drawn_as: str
    label: int
    child: Child
    people: People
    text: str


@cache
def sixty() -> tuple[Labelled, ...]:
    return tuple(_all())


def _all() -> Iterator[Labelled]:
    chance = Random(20250303)
    rows: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "sixty.yml").read_text())
    for kind, (own, stage, *names) in KINDS.items():
        for place, name in enumerate(names):
            label = place % 2
            drawn_as = (FIVE_OF_CHILD if label else FIVE_OF_ADULTS)[place // 2]
            child = Child("1", name, (name,), stage)
            people = People([child], [Adult(("Kerry Sands",)), Adult(("Darren Cole",))])
            yield Labelled(kind, drawn_as, label, child, people, _written(own, rows, drawn_as, name, chance))


def _written(own: str, rows: dict[str, list[str]], drawn_as: str, name: str, chance: Random) -> str:
    sentences = _drawn(own, rows, (ADULTS_FIRST | CHILD_FIRST)[drawn_as], chance)
    first = name if name.startswith("baby") else name.split()[0]
    she = chance.random() < 0.5
    text = []
    for place, sentence in enumerate(sentences):
        if drawn_as == "he and she" and place and chance.random() < 0.6:
            sentence = re.sub(r"^\{c\}(?!')", "{He}", sentence)
        filled = sentence.format(
            c=first, m=chance.choice(["Kerry", "Ms Sands", "Mother", "Mum"]), f=chance.choice(["Darren", "Mr Cole"]),
            w="the worker", He="She" if she else "He", he="she" if she else "he", his="her" if she else "his",
            him="her" if she else "him",
        )  # fmt: skip
        text.append(filled[0].upper() + filled[1:])
    return " ".join(text)


def _drawn(own: str, rows: dict[str, list[str]], of_ten: dict[str, int], chance: Random) -> list[str]:
    """Twelve to eighteen sentences, as many from each row as the kind says, none of them twice."""
    length = chance.randint(12, 18)
    found: list[str] = []
    for row, tenths in of_ten.items():
        there = rows[own if row == "own" else row]
        found += chance.sample(there, min(len(there), max(1, round(length * tenths / 10))))
    chance.shuffle(found)
    return found
