"""What must hold of workers' time. Plain values in, verdicts out."""

from collections.abc import Iterable


def as_languages(said: Iterable[str]) -> list[str]:
    """The names of languages as they are kept: each once, capitalised, in alphabetical order."""
    names = (" ".join(each.split()) for each in said)
    return sorted({name[0].upper() + name[1:] for name in names if name})
