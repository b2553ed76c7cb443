"""
The trace from findings to tests: `@finding("S22", screen="/indicators/K06/")`.

A test that shows a finding to be answered carries the mark; `docs/reference/findings.md` is generated from the marks.
`screen` is the address where somebody sees the answer, where there is one.
"""

import pytest

finding = pytest.mark.finding
