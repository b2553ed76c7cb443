"""
The worker's voice: a weekly pulse that nobody can trace to anybody, and "I cannot do this safely", a protected route
to the principal social worker (S35). Neither is a judgement of anybody, and neither drives any work.

**The pulse.** Who has given one and what was answered are two tables with nothing in common but the week. With each
answer every row of the week is laid down anew, in an order drawn at random and with new keys, so that neither the order
nor the transaction a row was written in says whose it is. Once a week is over only what may be shown is kept: how many
answered and the middle answer, of groups of at least five; the answers, and who gave one, are gone. The audit log says
that a pulse was given, and neither by whom nor what. The answer is never kept as a draft, nor in an address.

What remains: whoever runs the database and watches it live, reads its write-ahead log or its not yet vacuumed pages, or
compares two backups made between two answers, could still see an answer appear while they know who is at the screen.
A group in which everybody answered is known to have answered whole; its members' answers are not.

**The flag.** Its words are read by the worker and the principal social worker, and by nobody else. The audit log holds
that it was said and by whom, never the words nor the child. Acknowledged in one working day, or the head of service is
told that one waits, and again after each further working day: not whose, and not what was said.
"""
