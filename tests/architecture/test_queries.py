"""Only queries.py asks, and every question says who is asking."""

import ast

from tests.architecture.source import PACKAGE, here, names_of_arguments, public_functions, tree_of


def queries_without_a_viewer(tree: ast.Module) -> list[str]:
    return [f.name for f in public_functions(tree) if "viewer" not in names_of_arguments(f)]


# Questions about numbers and settings, where no person appears in the answer.
ABOUT_NOBODY = {
    "lintel/foundation/local_limits/queries.py",
}


def test_every_query_takes_a_viewer():
    found = {
        here(path): missing
        for path in sorted(PACKAGE.rglob("queries.py"))
        if here(path) not in ABOUT_NOBODY and (missing := queries_without_a_viewer(tree_of(path)))
    }

    assert found == {}


def test_a_query_without_a_viewer_would_be_found():
    tree = ast.parse("def contacts(*, on):\n    return Contact.objects.filter(received_on=on)\n")

    assert queries_without_a_viewer(tree) == ["contacts"]
