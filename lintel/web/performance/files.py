"""Files that are handed out."""

from django.http import HttpResponse


def csv_file(text: str, name: str) -> HttpResponse:
    """A CSV file to be saved under a name."""
    # A byte order mark, so that spreadsheets read the file as UTF-8.
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
