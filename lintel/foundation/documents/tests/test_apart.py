"""A file is opened in a process of its own; what exhausts that process harms nothing else."""

import pytest

from lintel.foundation.documents import apart, refusals
from lintel.foundation.documents.apart import CouldNotBeRead, look_apart, read_apart
from lintel.foundation.documents.codes import Found
from lintel.foundation.documents.refusals import Dangerous, NotTaken
from lintel.foundation.documents.tests import samples


def test_it_is_looked_at_and_read_there():
    assert look_apart(samples.word(), name="Brief – März.docx") is Found.WORD
    assert "the baby’s cot" in read_apart(samples.word(), Found.WORD)


def test_a_refusal_comes_back_with_its_words():
    with pytest.raises(Dangerous) as refusal:
        look_apart(samples.word(), name="plan.exe")

    assert str(refusal.value) == refusals.PROGRAM


def test_what_breaks_that_process_is_not_taken_and_stops_nothing(monkeypatch):
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")

    with pytest.raises(NotTaken):
        look_apart(samples.TEXT, name="a.txt")
    with pytest.raises(CouldNotBeRead):
        read_apart(samples.TEXT, Found.TEXT)
