"""One family version as its pages and its paper show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest

from lintel.foundation.access.models import User
from lintel.foundation.local_limits.queries import limit_in_force
from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of
from lintel.journey.family_versions.naming import called_by_family
from lintel.steps.family_versions.codes import About, Reader
from lintel.steps.family_versions.models import FamilyVersion
from lintel.steps.family_versions.queries import versions, words_of
from lintel.steps.family_versions.rules import Laid, Sentence, Words, laid_out, sections_of
from lintel.web.family_versions.reading import Hard, hardest, reading_age

WITHIN_A_WORRY = 3


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A version with its words laid out. `reader` and `about` are in the words of the page."""

    version: FamilyVersion
    words: Words
    title: Sentence
    laid: list[Laid]
    child: Person
    called: str
    to: str
    reader: str
    about: str

    @property
    def sentences(self) -> list[Sentence]:
        return [self.title, *(each for section in self.laid for each in section.sentences)]

    @property
    def parts(self) -> list[tuple[str, list[Laid]]]:
        """The sections of the paper, those of one worry together, with what each part is."""
        found: list[tuple[str, list[Laid]]] = []
        for each in self.laid:
            if each.section.level == WITHIN_A_WORRY and found:
                found[-1][1].append(each)
            else:
                found.append((each.section.key.split("_")[0], [each]))
        return found

    @property
    def replaced_by(self) -> FamilyVersion | None:
        return getattr(self.version, "replaced_by", None)

    @property
    def is_without_number(self) -> bool:
        """Whether somebody is named under whom to ring, and no number stands behind the name."""
        return any(line.rstrip().endswith(":") for line in self.words.ring.splitlines())

    @property
    def without_impact(self) -> list[int]:
        """The worries that do not say what they do to the child, by number."""
        return [number for number, each in enumerate(self.words.worries, start=1) if not each.impact]


@dataclass(frozen=True, kw_only=True)
class Easy:
    """How hard a version reads: as a whole, part by part, and which sentences are the hardest."""

    aim: int
    whole: int | None
    parts: list[tuple[str, int | None]]
    hardest: list[Hard]


def one_shown(pk: int, *, viewer: User, language: str = "") -> Shown:
    """
    One version; a page that is not there where there is none this viewer may see.

    :param language: the code of a language whose sentences are to stand beside the English ones.
    """
    version = versions(viewer=viewer).prefetch_related("child__names", "to__names").filter(pk=pk).first()
    if version is None:
        raise Http404
    words, called = words_of(version, viewer=viewer), called_by_family(version.child)
    put_in = version.translations.filter(language=language).first() if language else None
    sections = sections_of(words, child=called, reader=Reader(version.reader))
    translated = {int(number): said for number, said in put_in.sentences.items()} if put_in else None
    title, laid = laid_out(sections, title=words.title, translated=translated)
    return Shown(
        version=version, words=words, title=title, laid=laid, child=version.child, called=called,
        to=name_of(version.to), reader=Reader(version.reader).words, about=About(version.about).words,
    )  # fmt: skip


def how_easy(shown: Shown, *, on: date) -> Easy:
    """Its reading age, held against what was agreed to aim for."""
    aim = int(limit_in_force("family_reading_age", on=on).value)
    said = [each for each in shown.laid if each.section.key not in ("ring", "disagree")]
    parts = [(each.section, [line.words for lines in each.paragraphs for line in lines]) for each in said]
    whole = [line for _, lines in parts for line in lines]
    return Easy(
        aim=aim, whole=reading_age(whole), hardest=hardest(whole, above=aim),
        parts=[(section.heading or "Opening words", reading_age(lines)) for section, lines in parts],
    )  # fmt: skip


def viewer_of(request: HttpRequest) -> User:
    """Who asks; every view here is behind a permission."""
    viewer: Any = request.user
    return viewer  # type: ignore[no-any-return]
