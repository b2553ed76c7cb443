"""
The one search box: anybody the viewer may see, by any name, number or address, and grown-ups by way of their families.

`rules` says what fits and why, in words; `reading` finds who may; `queries` shows them.
"""
