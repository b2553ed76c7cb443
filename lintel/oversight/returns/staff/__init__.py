"""The staff list: a row for every appointment and, where somebody was away more than once, one for each time."""
