"""
How long handwork takes at a desk, by the Keystroke-Level Model (Card, Moran and Newell, “The keystroke-level model for
user performance time with interactive systems”, Communications of the ACM 23(7), 1980).

An act is a press, a text or a choice from a list. The model gives each part a time, in seconds: a key (K), pointing at
something (P), pressing the button of the mouse, and moving the hand between mouse and keyboard (H), and getting ready
in one's mind (M). What the computer takes to answer is not counted, and neither is thinking what to write.

It is a model and no usability test: nobody was watched. It says whether the form itself asks for too much.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WORDS_A_MINUTE = 30
# Writing what one thinks up is slower than copying: 19 words a minute (Karat, Halverson, Horn and Karat, “Patterns of
# entry and correction in large vocabulary continuous speech recognition systems”, CHI 1999).
COMPOSED_A_MINUTE = 19
LETTERS_A_WORD = 5  # as typing is measured, the space included
POINT, BUTTON, HOME, READY = 1.1, 0.4, 0.4, 1.35
READ_A_MINUTE = 200
PER_MINUTE = 60

# What a British keyboard writes with Shift held down, besides capital letters.
WITH_SHIFT = frozenset('!"£$%^&*()_+{}:@~<>?|')


@dataclass(frozen=True)
class Press:
    """A link, a button or a box, pointed at and pressed; `leads` says that another page opens."""

    words: str
    role: str = "link"
    leads: bool = True


@dataclass(frozen=True)
class Type:
    """A text in a field: the field is pressed first, and what stood in it is written over where `over` says so."""

    field: str
    text: str
    over: bool = False


@dataclass(frozen=True)
class Choose:
    """One of a list: the list is pressed, and what is chosen in it."""

    field: str
    option: str


Act = Press | Type | Choose


@dataclass(frozen=True)
class Step:
    """Acts that belong together, and whether words are read in it that the system wrote."""

    name: str
    acts: tuple[Act, ...]
    reads: str = ""


@dataclass(frozen=True)
class Counted:
    """What hands did: keys, presses, moves of a hand between mouse and keyboard, acts begun, pages opened."""

    keys: int = 0
    presses: int = 0
    moves: int = 0
    acts: int = 0
    pages: int = 0

    def __add__(self, other: Counted) -> Counted:
        return Counted(
            self.keys + other.keys, self.presses + other.presses, self.moves + other.moves, self.acts + other.acts,
            self.pages + other.pages,
        )  # fmt: skip

    def minutes(self, words_a_minute: float = WORDS_A_MINUTE) -> float:
        """How long it takes, by the model."""
        key = PER_MINUTE / (words_a_minute * LETTERS_A_WORD)
        pressed = self.presses * (POINT + BUTTON)
        return (self.keys * key + pressed + self.moves * HOME + self.acts * READY) / PER_MINUTE


def keys_of(text: str) -> int:
    """Keys pressed to write a text: one for each sign, and Shift for capitals and for what stands above."""
    return len(text) + sum(needs_shift(sign) for sign in text)


def needs_shift(sign: str) -> bool:
    return sign.isupper() or sign in WITH_SHIFT


def count(acts: Iterable[Act]) -> Counted:
    """What hands do in these acts; the hand lies on the mouse before the first and after the last."""
    return sum((_of(act) for act in acts), Counted())


def reading(words: int) -> float:
    """Minutes to read so many words."""
    return words / READ_A_MINUTE


def in_all(steps: Sequence[Step]) -> Counted:
    return sum((count(step.acts) for step in steps), Counted())


def _of(act: Act) -> Counted:
    match act:
        case Press():
            return Counted(presses=1, acts=1, pages=int(act.leads))
        case Type():
            return Counted(keys=keys_of(act.text) + 2 * act.over, presses=1, moves=2, acts=1)
        case Choose():
            return Counted(presses=2, acts=1)
