"""Beauty is lost by growth: no module over 400 lines, no function over 40."""

import ast

from tests.architecture.source import functions_in, here, our_modules, tree_of

LINES_OF_A_MODULE = 400
LINES_OF_A_FUNCTION = 40


def long_functions(tree: ast.AST) -> list[tuple[str, int]]:
    """Functions whose body, without its docstring, is too long."""
    found = []
    for function in functions_in(tree):
        body = function.body
        if ast.get_docstring(function) is not None:
            body = body[1:]
        lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
        if lines > LINES_OF_A_FUNCTION:
            found.append((function.name, lines))
    return found


def test_no_module_is_too_long():
    lengths = {here(path): len(path.read_text().splitlines()) for path in our_modules()}

    assert {name: length for name, length in lengths.items() if length > LINES_OF_A_MODULE} == {}


def test_no_function_is_too_long():
    found = {here(path): long for path in our_modules() if (long := long_functions(tree_of(path)))}

    assert found == {}


def test_a_long_function_would_be_found():
    tree = ast.parse("def endless():\n" + "    x = 1\n" * 41)

    assert long_functions(tree) == [("endless", 41)]
