"""
The authority's own time limits and numbers, each with its source and the date it takes effect.

`lintel.statute.clocks` holds what law and guidance say; an authority may put its own number beside or over it from a
date, with a reason. Asking for a limit always says for which day.
"""
