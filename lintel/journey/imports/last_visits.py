"""Lists that name only the last visit to each child: they do not say when a child was first seen."""

from lintel.journey.imports.models import Load


def sheets_of_last_visits() -> set[tuple[int, str]]:
    """Sheets of loaded files (by the file's id and the sheet's name) that say only when a child was last seen."""
    stored = Load.objects.filter(source_file__isnull=False).values_list("source_file_id", "findings")
    return {
        (source_file, found["sheet"])
        for source_file, findings in stored
        for found in findings.get("lists", ())
        if found["list"] != "visits"
    }
