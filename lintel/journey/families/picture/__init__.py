"""
A family drawn: where each person stands in a genogram, and which lines run between them. Plain Python.

`generations` says in which row somebody stands, `rows` in which order and how far apart, `genogram` draws the lines.
"""
