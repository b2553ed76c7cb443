"""Browser stories in given, when, then; each ends in an accessibility check."""
