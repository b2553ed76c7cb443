"""
Ravenshire, an invented council the size of Wigan, and thirty months of its work.

`council.simulate` lets the months pass day by day, in plain values and from a seed; `seeding.seed` writes what happened
through the same actions as everybody else. Nobody in it exists. What happens is set down in `story.py`: a calm year, a
threshold change with a police backlog on its heels, three months in which children wait, and a recovery.
"""
