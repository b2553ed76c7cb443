"""
Supervision that moves things (S15, S37, S38, S39, L1; J9).

The system proposes which children fit the hours and says why in words; a prep pack tells what changed, what the child
said and what was promised and not done. A session ends in directions: who, what, by when, for what change in the
child's life. What was not done opens the next session. Both sign. Personal matters stand in a record of their own
(`personal`). One record in twenty is read blind (`rubric`). It watches and never drives: nothing here writes to a case.
"""
