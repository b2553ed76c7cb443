"""Where a record came from, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Origin:
    """A line of a file: which file (the id of a `SourceFile`), which sheet, which row as a person counts them."""

    source_file_id: int
    sheet: str
    row: int
