"""
Cycles of audits: a theme, a question, a sample drawn by a seed, audits by people without a stake in the case, and what
was learned from them (PRODUCT.md J11, S52, S55, S64, S65).

`drawing` draws and gives out, `populations` says whom a theme is about, `actions` plans a cycle and keeps what was
learned, `feedback` asks the worker and the family. Grades are the business of `audits` and `moderation`.
"""
