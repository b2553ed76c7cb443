"""The rows set aside as a CSV file: mended in a spreadsheet, loaded again in the same way."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from lintel.oversight.performance.csv_files import safe
from lintel.steps.police_notifications.models import QuarantinedRow


def csv_of_rows_set_aside(rows: Sequence[QuarantinedRow]) -> str:
    """
    Every row that still waits, with its number and its reasons in front of what it says.

    "Lintel row" tells us, when it comes back, which row is mended. A cell that a spreadsheet would run gets an
    apostrophe, which is taken off again when the file is read.
    """
    waiting = [row for row in rows if row.mended_by_id is None]
    headings = list(dict.fromkeys(heading for row in waiting for heading in row.cells if heading != "Lintel row"))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["Lintel row", "Why it was set aside", *map(safe, headings)])
    for row in waiting:
        writer.writerow([row.pk, safe(row.why), *(safe(row.cells.get(heading, "")) for heading in headings)])
    return "\ufeff" + out.getvalue()
