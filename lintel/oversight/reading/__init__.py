"""
What the words say while they are written: how far each child is in them, what adults' doings mean for the child, how
hard they are to read, and what was copied from a brother's or sister's part (S43, S44, S62; Q5, Q6).

It counts words and the order they stand in; it understands nothing. Nobody is scored: five bars for a child, never
added up, and sentences quoted with the reason, which the writer may see differently. It has no way to write to a case:
what was looked at is kept nowhere. Each measure is on trial until people have read the same texts and agree with it
(`rules.standing`), and off until somebody who leads practice switches it on.

`looking.look` is the door: passages and people in, bars and quoted sentences out, all of it plain Python. The words it
looks for are files in `lists/`, each with a version.
"""
