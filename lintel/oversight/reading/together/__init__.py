"""
Authorised words of the whole service together, for K54 and K57.

A job reads each assessment once, after it was authorised, and keeps its bars. It reads only what began to be written
while the measures were on: whoever wrote it saw the same bars first, beside their words.
"""
