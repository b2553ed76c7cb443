"""Whom of ours the children of a notice may be: offered to an officer, who decides."""
