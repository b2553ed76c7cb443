"""
Documents about children: letters, reports, photographs, e-mails. Kept as they came, by their content's own hash.

A file is looked into before it is kept, is never opened by the service that serves it, and is never erased: what was
attached by mistake is withdrawn, with a reason. It is found again by its words, by those who may see the child.
"""
