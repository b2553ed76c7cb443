"""What is drawn is what the code says: every action is real, requires what is named, and none is left out."""

import ast
import inspect
import textwrap

import pytest

from lintel.foundation.access.permissions import Permission
from lintel.journey.states.diagram import Diagram, Move
from lintel.journey.states.every import DIAGRAMS
from lintel.journey.states.tests.walking import named
from lintel.steps.enquiries import permissions
from lintel.steps.enquiries.discussing.actions import decide, record_held
from lintel.steps.enquiries.settling.actions import settle_enquiry

MOVES = [pytest.param(move, id=f"{d.name}: {move.act.__name__}") for d in DIAGRAMS for move in d.moves]
EACH = [pytest.param(diagram, id=diagram.name) for diagram in DIAGRAMS]


def required_by(act) -> set[Permission]:
    """The permissions an action requires of `by`, read off its own source."""
    real = inspect.unwrap(act)
    tree = ast.parse(textwrap.dedent(inspect.getsource(real)))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    wanted = [
        node.args[1]
        for node in calls
        if isinstance(node.func, ast.Name) and node.func.id == "require" and ast.unparse(node.args[0]) == "by"
    ]
    return {eval(ast.unparse(each), real.__globals__) for each in wanted}


def actions_in(module) -> set[str]:
    """The actions of a module: what is public, happens at a moment (`at`), and reads no file."""
    found = inspect.getmembers(module, inspect.isfunction)
    return {
        named(act)
        for name, act in found
        if act.__module__ == module.__name__ and not name.startswith(("_", "load_"))
        and "at" in inspect.signature(act).parameters
    }  # fmt: skip


def is_true_to_its_action(move: Move) -> bool:
    required = required_by(move.act)
    return move.may in required if move.may else not required


@pytest.mark.parametrize("move", MOVES)
def test_a_move_requires_what_it_says_it_does(move):
    assert move.act.__module__.endswith(".actions")
    assert is_true_to_its_action(move)
    assert move.source


@pytest.mark.parametrize("diagram", EACH)
def test_every_state_has_words_and_can_be_reached(diagram):
    states = {move.to for move in diagram.moves} | {before for before, _ in diagram.all_moves if before is not None}

    assert set(diagram.words) == states
    assert {move.to for move in diagram.moves} == states


@pytest.mark.parametrize("diagram", EACH)
def test_every_action_of_its_modules_moves_something_or_is_said_to_move_nothing(diagram):
    there = {name for module in diagram.within for name in actions_in(module)}
    said = {named(move.act) for move in diagram.moves} | {named(act) for act in diagram.keeps}

    assert there - said == set(), "a new action: say in journey/states what it moves, or that it moves nothing"
    assert {named(act) for act in diagram.keeps} <= there


def test_another_permission_than_the_actions_own_would_be_found():
    theirs = Move(before=(None,), to="held", act=record_held, may=permissions.HOLD_DISCUSSION, source="S45")
    assert is_true_to_its_action(theirs)

    for may in (permissions.ARRANGE_DISCUSSION, None):
        assert not is_true_to_its_action(Move(before=(None,), to="held", act=decide, may=may, source="S45"))
    asks_nobody = Move(before=(None,), to="ended", act=settle_enquiry, may=None, source="S46")
    assert is_true_to_its_action(asks_nobody)


def test_an_action_that_nobody_names_would_be_found():
    module = inspect.getmodule(inspect.unwrap(decide))
    empty = Diagram(name="None", of="Nothing.", words={}, moves=(), within=(module,))

    assert named(decide) in {name for each in empty.within for name in actions_in(each)}
