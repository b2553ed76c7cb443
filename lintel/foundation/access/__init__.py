"""
Who may do what, and who may see whom. Default deny.

Three questions, three homes: *who may* — a step's `permissions.py`; *may it happen now* — its `rules.py`; *who may see*
— `visibility.py` here. `require` is the law and holds for screens, commands and interfaces alike; `allow` on a view is
the courtesy that refuses early. Every refusal is an entry in the audit log.
"""
