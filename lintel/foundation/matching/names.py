"""
Names as they can be compared: folded to plain letters, parted into words, heard, and known by their short forms.

Plain Python. The rules are for the names of this country and of those who live in it: accents and apostrophes, O' and
Mc, al- and bin, double surnames, and what other alphabets become in ours (Hussain, Xuseen; Agnieszka; Zhang, Chang).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

NICKNAMES = Path(__file__).parent / "reference" / "nicknames.csv"
LETTERS_WITHOUT_PARTS = str.maketrans(
    {"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a", "ħ": "h"}
)
APOSTROPHES = re.compile("['’‘ʼʻ`´ʿʾ]")
NOT_A_LETTER = re.compile(r"[^\w]|[\d_]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Written in place of a first name that nobody knows, or that there is not yet.
NO_NAME = _words(
    "baby unknown unkown uk unk un nk na child boy girl infant unborn bump twin triplet male female tbc tba unnamed "
    "newborn son daughter x xx xxx none anon anonymous foetus fetus kid teenager person sibling brother sister"
)
NOT_A_NAME = re.compile(
    r"^\W*(not (yet )?(known|given|named|stated)|no name|to be (confirmed|advised)|u/k|n/k|n/a|name (not |un)known)\W*"
    r"$", re.IGNORECASE,
)  # fmt: skip
TITLES = _words("mr mrs ms miss mx dr master prof rev sir lady")
# Parts of a family name that some write and some leave out.
PARTICLES = _words("al el bin bint ibn ben von van der den de la le di da do dos del della du ap ab ferch the st ul ur")
BEGINNINGS = _words("o mc mac abd abdul abdel abdal abdur abdu abdool fitz")


def folded(text: str) -> str:
    """Plain small letters: no accents, apostrophes or marks; hyphens become spaces. Other alphabets stay."""
    text = APOSTROPHES.sub("", text.lower().translate(LETTERS_WITHOUT_PARTS))
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(NOT_A_LETTER.sub(" ", text).split())


@lru_cache(maxsize=200_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell people apart: "al-Hassan" is "hassan", "O Brien" is "obrien", "Mrs" is nothing."""
    parts: list[str] = []
    before = ""
    for word in folded(name).split():
        if word in BEGINNINGS and not before:
            before = word
            continue
        if word in TITLES or (word in PARTICLES and not before):
            continue
        parts.append(before + word)
        before = ""
    if before:
        parts.append(before)
    return tuple(parts) or tuple(folded(name).split())


@lru_cache(maxsize=200_000)
def given_words(given: str) -> tuple[str, ...]:
    """The words of a given name; nothing where it only says that nobody knows it ("baby", "u/k", "child 1")."""
    if NOT_A_NAME.match(given):
        return ()
    words = words_of(given)
    return () if all(word in NO_NAME for word in words) else words


@lru_cache(maxsize=200_000)
def family_words(family: str) -> tuple[str, ...]:
    if NOT_A_NAME.match(family):
        return ()
    return tuple(word for word in words_of(family) if word not in {"unknown", "unk", "nk", "tbc"})


_HEARD_ALIKE = [
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"^(mac|mc|mhic)(?=[a-z]{3})", "mk"), (r"^o(?=(brien|neil|connor|reilly|sullivan|donnel|hara|keef|dowd))", ""),
        (r"^(fitz)", "fits"), (r"^abd(u|oo|e|a)?[lrsn]?(?=[a-z]{3})", "abt"), (r"^x(?=[aeiou])", "h"), (r"^kn", "n"),
        (r"^wr", "r"), (r"^ps", "s"), (r"^(wh|w)", "v"), (r"tch|tsch|cz|ch(?=[rlt])", "k"), (r"sch|sz|sh|ss", "s"),
        (r"[rz]z|zh|ż", "s"), (r"ph|ff", "f"), (r"ght", "t"), (r"dge|dj", "j"), (r"gh|kh|ck|qu|q", "k"),
        (r"(?<=.)bh|mh(?=[aeiou])", "v"), (r"^bh", "b"), (r"dh|th|dd", "t"), (r"ch", "k"),
        (r"c(?=[eiy])", "s"), (r"c", "k"),
        (r"x", "ks"), (r"z", "s"), (r"d", "t"), (r"f", "v"), (r"b(?=$)", "p"), (r"g", "k"),
    )
]  # fmt: skip


@lru_cache(maxsize=400_000)
def sound_of(word: str) -> str:
    """
    How a word is heard, roughly: its consonants, those that are confused in the languages spoken here made one.

    Vowels count only at the beginning, all as one; so Mohamed, Muhammad and Mehmet sound alike, and so do Shaun, Shawn
    and Chaun. Coarse on purpose: it finds records to compare and is never a reason by itself.
    """
    for pattern, instead in _HEARD_ALIKE:
        word = pattern.sub(instead, word)
    if not word:
        return ""
    first, rest = word[0], word[1:]
    first = "a" if first in "aeiouyh" else first
    kept = [letter for letter in rest if letter not in "aeiouywh"]
    heard = [first]
    for letter in kept:
        if letter != heard[-1]:
            heard.append(letter)
    return "".join(heard)[:6]


@cache
def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    lines = NICKNAMES.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(line for line in lines if line and not line.startswith("#")):
        for name in line.split(","):
            found.setdefault(name.strip(), set()).add(number)
    return {name: frozenset(groups) for name, groups in found.items()}


def are_one_name(one: str, other: str) -> bool:
    """Whether two given names stand for one another: William and Bill, Zofia and Sophie."""
    groups = _groups()
    return one in groups and other in groups and not groups[one].isdisjoint(groups[other])


@lru_cache(maxsize=200_000)
def heads_of(word: str) -> tuple[str, ...]:
    """What the groups of a given name are called, to find one form by another; nothing for a name in no group."""
    return tuple(f"#{number}" for number in sorted(_groups().get(word, ())))


def other_forms_of(word: str) -> frozenset[str]:
    """The given names that a given name may stand for: bill, will and william for one another."""
    groups = _groups()
    mine = groups.get(word, frozenset())
    return frozenset(name for name, theirs in groups.items() if not mine.isdisjoint(theirs)) - {word}
