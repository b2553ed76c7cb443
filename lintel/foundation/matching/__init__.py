"""
Whether two records are about one person: searching while somebody types, merging, and taking a merge back.

The search offers and says why; a person decides. Nothing here merges by itself, and nothing merged is lost: every row
that moved is written down, so that un-merging puts back exactly those.
"""
