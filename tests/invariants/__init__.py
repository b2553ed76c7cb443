"""What never happens, whatever people do and in whatever order."""
