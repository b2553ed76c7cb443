"""
The states a child's path goes through, drawn from the code: which action leads where, who may, and which hard stop
stands there. Statuses are derived (ADR 0005), so each file says the questions in their order and names the actions; a
test walks the real path and holds every move to what the actions do. `docs/reference/states.md` is drawn from this.
"""
