"""
The front door of Ravenshire as of now: who works at it, its agencies, and a queue of the last day.

The thirty months end on the morning the council is made; this goes on from there each morning the demo is started, by
the same actions as everybody else's. Nobody in it exists.
"""
