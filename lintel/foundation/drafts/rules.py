"""What is kept of what somebody typed, and for how long. Plain Python."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import timedelta

FORGOTTEN_AFTER = timedelta(days=30)
SAVED_FOR = timedelta(days=14)
# Of one address; the oldest beyond it go.
VERSIONS = 6
MOST_LETTERS = 400_000
# What a page carries along and nobody types: an e-mail handed in, as it came. It is kept, and not counted as typed.
CARRIED = "raw"
MOST_CARRIED = 4_500_000

# What the page itself puts into a form, and what nobody types to be kept. A pulse must not stand beside a name.
NEVER_KEPT = frozenset({
    "csrfmiddlewaretoken", "kept_for", "kept_page", "kept_path", "once", "code", "next", "pulse", "words_child",
    "words_passage",
})  # fmt: skip


def worth_keeping(typed: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
    """
    What was typed, without passwords, codes and the marks of the page; nothing, if it says nothing or is far too long.

    A NUL cannot be stored; what stands for it says that something stood there.
    """
    kept = {name: [text.replace("\0", "\ufffd") for text in texts] for name, texts in typed if not _is_never_kept(name)}
    carried = _letters(kept.get(CARRIED, []))
    letters = sum(map(_letters, kept.values())) - carried
    return kept if 0 < letters <= MOST_LETTERS and carried <= MOST_CARRIED else {}


def is_an_address(path: str) -> bool:
    """Whether this can be the address of a page of ours."""
    return path.startswith("/") and not path.startswith("//") and "\\" not in path and len(path) <= 300


def digest_of_link(link: str) -> str:
    """What the database knows of the link to a saved form: enough to find it, too little to open it."""
    return hashlib.sha256(link.encode()).hexdigest()


def same_words(one: Mapping[str, list[str]], other: Mapping[str, list[str]]) -> bool:
    """Whether two versions say the same, whatever empty boxes each has."""
    return {k: v for k, v in one.items() if any(v)} == {k: v for k, v in other.items() if any(v)}


def _letters(texts: Iterable[str]) -> int:
    return sum(map(len, texts))


def _is_never_kept(name: str) -> bool:
    return name in NEVER_KEPT or "password" in name.lower()
