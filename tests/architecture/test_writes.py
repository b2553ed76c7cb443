"""Only actions.py writes, and whoever writes leaves an entry in the audit log."""

import ast
from pathlib import Path

from tests.architecture.source import PACKAGE, here, name_called, our_modules, public_functions, tree_of

# Method names that write through Django's ORM. `update` and `delete` also exist on dicts, caches and progress bars;
# those take something by position, which Django's never do. A picture is saved as something: two things by position.
WRITES = {
    "save", "create", "bulk_create", "bulk_update", "update", "delete", "get_or_create", "update_or_create",
    "acreate", "aupdate", "adelete", "asave", "save_base", "set_password",
}  # fmt: skip

# Where writing is allowed: the actions of every part, and the Django manager of users.
MAY_WRITE = {"actions.py"}

# An entry is left by `note`, by laying down records (which notes), or by calling another action.
LEAVES_AN_ENTRY = {"note", "note_each", "lay_down"}


def writes_in(tree: ast.AST) -> list[int]:
    """The lines of a module that call a method which writes."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [call.lineno for call in calls if name_called(call) in WRITES and not _is_something_elses(call)]


def _is_something_elses(call: ast.Call) -> bool:
    by_position = {"update": 1, "delete": 1, "save": 2}.get(name_called(call))
    return by_position is not None and len(call.args) >= by_position


def actions_without_an_entry(tree: ast.Module) -> list[str]:
    """Public actions (they take `by`) from which no path in the module leads to an audit entry."""
    calls = {
        function.name: {name_called(node) for node in ast.walk(function) if isinstance(node, ast.Call)}
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
    }
    leaving = set(LEAVES_AN_ENTRY) | {name for name, called in _imported_actions(tree).items() if called}
    while more := {name for name, called in calls.items() if called & leaving} - leaving:
        leaving |= more
    takes_by = [f.name for f in public_functions(tree) if "by" in {a.arg for a in f.args.kwonlyargs}]
    return [name for name in takes_by if name not in leaving]


def _imported_actions(tree: ast.Module) -> dict[str, bool]:
    """Names imported from (or as) another part's actions: they leave their own entries."""
    names: dict[str, bool] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.endswith("actions"):
            for alias in node.names:
                names[alias.asname or alias.name] = True
    return names


def _may_write(path: Path) -> bool:
    return path.name in MAY_WRITE or "actions" in path.parent.name


def test_no_writes_outside_actions():
    found = {
        here(path): lines for path in our_modules() if not _may_write(path) and (lines := writes_in(tree_of(path)))
    }

    assert found == {}


def test_a_write_outside_actions_would_be_found():
    tree = ast.parse("def view(request, contact):\n    contact.outcome = 'referral'\n    contact.save()\n")

    assert writes_in(tree) == [3]


def test_a_bulk_update_outside_actions_would_be_found():
    tree = ast.parse("def view(request):\n    Contact.objects.filter(pk=1).update(outcome='referral')\n")

    assert writes_in(tree) == [2]


def test_every_action_leaves_an_entry_in_the_audit_log():
    found = {
        here(path): missing
        for path in sorted(PACKAGE.rglob("actions.py"))
        if (missing := actions_without_an_entry(tree_of(path)))
    }

    assert found == {}


def test_an_action_that_leaves_no_entry_would_be_found():
    tree = ast.parse("def close(contact, *, by, at):\n    contact.closed_at = at\n    contact.save()\n")

    assert actions_without_an_entry(tree) == ["close"]


def test_an_action_that_notes_through_a_function_of_its_own_is_not_blamed():
    tree = ast.parse(
        "def close(contact, *, by, at):\n    _end(contact, by, at)\n\n"
        "def _end(contact, by, at):\n    note('closed', by=by, at=at)\n"
    )

    assert actions_without_an_entry(tree) == []
