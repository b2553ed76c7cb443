"""The children to look at again as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from lintel.oversight.performance.csv_files import safe
from lintel.oversight.thresholds.codes import Found

if TYPE_CHECKING:
    from lintel.foundation.people.queries import ChildLine
    from lintel.oversight.thresholds.models import ThresholdVersion
    from lintel.oversight.thresholds.queries import ToLookAt

COLUMNS = (
    "Child id", "Child", "Early help since", "Days open", "Who helps", "Looked at again", "By", "On",
)  # fmt: skip


def csv_of_children(version: ThresholdVersion, found: Sequence[ToLookAt], names: Mapping[int, ChildLine]) -> str:
    """Everybody on the list, with what came of looking again."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([f"# Everyone open in early help when threshold version {version.number} took effect"])
    writer.writerow(COLUMNS)
    for each in found:
        line, look = names[each.child_id], each.look
        said = (
            (Found(look.found).words, look.looked_by.name, timezone.localtime(look.looked_at).date())
            if look
            else ("", "", "")
        )
        cells = (line.la_child_id, line.name, each.started_on, each.days_open, each.organisation, *said)
        writer.writerow([safe(cell) for cell in cells])
    return out.getvalue()
