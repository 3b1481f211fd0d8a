"""Mutants: one small fault each in the source of a module, as a change of its syntax tree.

    OPERATORS   name: what it does, in the order of the table
    mutants(file)   every mutant of a file, in the order of its source

Docstrings, annotations, imports, decorators, f-strings, what is raised, the `strict` of a zip, and words (messages,
hints, units, labels, names of columns) are left alone: a text that says something else is no fault of a formula.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

OPERATORS = {
    "sign": "+ and - changed for each other, a minus dropped, a coefficient negated",
    "relation": "<=, >= and = of a row or a check, and <, <=, >, >=, ==, !=, in, is of Python, changed for another",
    "index": "a period, a bound of a range or of a slice moved by one",
    "constant": "0 to 1, 1 to 0 and 2, another number doubled, true and false changed, ZERO and ONE changed",
    "coefficient": "a coefficient or a factor dropped or doubled, division changed to multiplication",
    "condition": "a condition negated, and/or changed",
    "statement": "a statement removed: a yield, a row, an append, an addition, a return, a continue",
    "return": "a returned value replaced by zero or nothing",
    "extreme": "min and max, any and all, floor and ceil changed for each other",
    "term": "a term of a sum or a difference dropped",
}
WORDS = {"unit", "hint", "message", "cells", "cell", "strict"}  # keywords and calls whose arguments only say something
FACTOR = {"over": 2, "begun": 4, "made": 5, "placed": 3, "extra_units": 3, "other_terms": 3, "keyed_spend": 4,
          "keyed_part": 5, "load": 4, "enlarged": 4, "pair_terms": 5, "setup_terms": 5}  # fmt: skip
ROWS = {"<=": (">=", "="), ">=": ("<=", "="), "=": ("<=", ">=")}
COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}  # fmt: skip
OTHER = {"min": "max", "max": "min", "any": "all", "all": "any", "floor": "ceil", "ceil": "floor", "ZERO": "ONE",
         "ONE": "ZERO"}  # fmt: skip
EMPTY = {"Decimal": "Decimal(0)", "float": "0.0", "int": "0", "bool": "False", "str": "''", "Terms": "[]", "list": "[]",
         "tuple": "()", "dict": "{}", "set": "set()"}  # fmt: skip

Made = tuple[str, ast.AST]  # operator, what stands there instead


@dataclass(frozen=True)
class Mutant:
    """One fault. nth: which of several that read alike in the file; lines: where it is seen by what runs."""

    file: str
    line: int
    text: str
    operator: str
    change: str
    nth: int
    lines: range = field(compare=False)
    tree: ast.Module = field(compare=False, repr=False)
    place: tuple[ast.AST, str, int | None] = field(compare=False, repr=False)
    instead: ast.AST = field(compare=False, repr=False)

    @property
    def key(self) -> str:
        """What tells it from every other, as long as its line reads as it does."""
        return f"{self.file} | {self.text} | {self.operator} | {self.change} | {self.nth}"

    def compiled(self) -> object:
        """The module's code with the fault in it. The tree keeps the fault: for a process that ends afterwards."""
        parent, name, at = self.place
        if at is None:
            setattr(parent, name, self.instead)
        else:
            getattr(parent, name)[at] = self.instead
        return compile(ast.fix_missing_locations(self.tree), self.file, "exec")


def mutants(file: str, root: Path = Path()) -> list[Mutant]:
    """Every mutant of a file (its path from the root of the repository)."""
    source = (root / file).read_text(encoding="utf-8")
    tree, lines, seen = ast.parse(source), source.splitlines(), Counter[tuple[str, str, str]]()
    found = []
    for place, old, (operator, new), lasting in _sites(tree):
        text = lines[old.lineno - 1].strip()  # type: ignore[attr-defined]
        change = "removed" if operator == "statement" else f"{ast.unparse(old)} -> {ast.unparse(new)}"
        nth = seen[text, operator, change]
        seen[text, operator, change] += 1
        made = ast.copy_location(new, old)
        found.append(Mutant(file, old.lineno, text, operator, change, nth, lasting, tree, place, made))  # type: ignore[attr-defined]
    return found


def _sites(tree: ast.Module) -> Iterator[tuple[tuple[ast.AST, str, int | None], ast.AST, Made, range]]:
    """(place, what stands there, what could, lines of its statement) of every mutant."""
    left: list[tuple[ast.AST, tuple[ast.AST, str, int | None], list[ast.AST]]] = []
    left.append((tree, (tree, "body", None), []))
    while left:
        node, place, above = left.pop()
        if above:
            statement = next((a for a in reversed([*above, node]) if isinstance(a, ast.stmt)), node)
            whole = not isinstance(statement, ast.If | ast.For | ast.While | ast.With | ast.FunctionDef | ast.ClassDef)
            of = statement if whole else node
            lines = range(getattr(of, "lineno", 0), (getattr(of, "end_lineno", None) or 0) + 1)
            for made in _of_node(node, place, above):
                yield place, node, made, lines
        below: list[tuple[ast.AST, tuple[ast.AST, str, int | None], list[ast.AST]]] = []
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "bases"):
                continue
            for at, child in enumerate(value) if isinstance(value, list) else ((None, value),):
                if isinstance(child, ast.AST) and not _left_alone(child):
                    below.append((child, (node, name, at), [*above, node]))
        left.extend(reversed(below))


def _left_alone(node: ast.AST) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr | ast.Raise):
        return True
    if isinstance(node, ast.keyword):
        return node.arg in WORDS
    if isinstance(node, ast.Call):
        return _called(node) in WORDS
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _binary(left: ast.expr, op: ast.operator, right: ast.expr) -> ast.BinOp:
    return ast.BinOp(deepcopy(left), op, deepcopy(right))


def _negated(node: ast.AST) -> ast.expr:
    assert isinstance(node, ast.expr)
    return node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else ast.UnaryOp(
        ast.USub(), deepcopy(node)
    )  # fmt: skip


def _of_node(node: ast.AST, place: tuple[ast.AST, str, int | None], above: list[ast.AST]) -> Iterator[Made]:
    for kind in (_sums, _compared, _moved, _numbers, _factors, _conditions, _statements, _extremes):
        yield from kind(node, place)
    if isinstance(node, ast.Return) and node.value is not None:
        yield from _returned(node, above)


def _sums(node: ast.AST, place: object) -> Iterator[Made]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        text = isinstance(node.left, ast.Constant | ast.JoinedStr) and not _number(node.left)
        if not text and not isinstance(node.left, ast.List | ast.Tuple) and not isinstance(node.right, ast.List):
            yield "sign", _binary(node.left, ast.Sub() if isinstance(node.op, ast.Add) else ast.Add(), node.right)
        yield "term", node.left
        if isinstance(node.op, ast.Add):
            yield "term", node.right
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add | ast.Sub):
        other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield "sign", ast.AugAssign(deepcopy(node.target), other, deepcopy(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "sign", node.operand


def _compared(node: ast.AST, place: object) -> Iterator[Made]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in COMPARED[type(node.ops[0])]:
            yield "relation", ast.Compare(deepcopy(node.left), [other()], deepcopy(node.comparators))
    if isinstance(node, ast.Constant) and node.value in ROWS:
        for relation in ROWS[node.value]:
            yield "relation", ast.Constant(relation)


def _moved(node: ast.AST, place: tuple[ast.AST, str, int | None]) -> Iterator[Made]:
    """Periods are called t and u everywhere."""
    parent, name, _ = place
    one = partial(ast.Constant, 1)
    period = isinstance(node, ast.Name) and node.id in ("t", "u") and isinstance(node.ctx, ast.Load)
    inside = isinstance(parent, ast.Tuple) or (isinstance(parent, ast.Subscript) and name == "slice")
    passed = isinstance(parent, ast.Call) and name == "args" and _called(parent) != "isinstance"
    bound = isinstance(parent, ast.Slice) or (passed and isinstance(parent, ast.Call) and _called(parent) == "range")
    if isinstance(node, ast.expr) and ((period and (inside or passed)) or (bound and not _number(node))):
        yield "index", _binary(node, ast.Add(), one())
        yield "index", _binary(node, ast.Sub(), one())


def _numbers(node: ast.AST, place: tuple[ast.AST, str, int | None]) -> Iterator[Made]:
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "constant", ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and _number(node):
        value = node.value
        assert isinstance(value, int | float)
        for other in {0: (1,), 1: (0, 2)}.get(int(value) if value == int(value) else -1, (value * 2,)):
            yield "constant", ast.Constant(type(value)(other))
    elif isinstance(node, ast.Constant) and isinstance(place[0], ast.Call) and _called(place[0]) == "Decimal":
        yield "constant", ast.Constant(str(float(str(node.value)) * 2))
    if isinstance(node, ast.Attribute) and node.attr in ("ZERO", "ONE"):
        yield "constant", ast.Attribute(deepcopy(node.value), OTHER[node.attr], ast.Load())


def _factors(node: ast.AST, place: tuple[ast.AST, str, int | None]) -> Iterator[Made]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield "coefficient", node.left
        yield "coefficient", node.right
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div | ast.FloorDiv):
        yield "coefficient", _binary(node.left, ast.Mult(), node.right)
    parent, name, at = place
    pair = isinstance(parent, ast.Tuple) and len(parent.elts) == 2 and at == 0 and isinstance(parent.ctx, ast.Load)
    if pair and isinstance(parent, ast.Tuple):
        variable = isinstance(parent.elts[1], ast.Subscript) or getattr(parent.elts[1], "id", "") in ("v", "x", "award")
        pair = isinstance(node, ast.UnaryOp | ast.BinOp) or _number(node) or variable
        pair = pair and not (isinstance(node, ast.Constant) and isinstance(node.value, str))
    passed = isinstance(parent, ast.Call) and name == "args" and at is not None and FACTOR.get(_called(parent)) == at
    if isinstance(node, ast.expr) and (pair or passed):
        if not isinstance(node, ast.UnaryOp):
            yield "sign", _negated(node)
        if not _number(getattr(node, "operand", node)):  # a number is changed as a constant
            yield "coefficient", _binary(ast.Constant(2), ast.Mult(), node)
            yield "coefficient", ast.Constant(0 if pair else 1)


def _conditions(node: ast.AST, place: tuple[ast.AST, str, int | None]) -> Iterator[Made]:
    parent, name, _ = place
    asked = name == "test" or (isinstance(parent, ast.comprehension) and name == "ifs")
    if asked and isinstance(node, ast.expr) and not (isinstance(node, ast.Compare) and len(node.ops) == 1):
        yield "condition", ast.UnaryOp(ast.Not(), deepcopy(node))  # of a comparison it is a relation
    if not asked and isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "condition", node.operand
    if isinstance(node, ast.BoolOp):
        yield "condition", ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), deepcopy(node.values))


def _statements(node: ast.AST, place: tuple[ast.AST, str, int | None]) -> Iterator[Made]:
    bare = isinstance(node, ast.Return) and node.value is None
    if bare or isinstance(node, ast.Expr | ast.AugAssign | ast.Continue | ast.Break):
        yield "statement", ast.Pass()


def _extremes(node: ast.AST, place: object) -> Iterator[Made]:
    if isinstance(node, ast.Call) and _called(node) in OTHER:
        changed = deepcopy(node)
        if isinstance(changed.func, ast.Attribute):
            changed.func.attr = OTHER[changed.func.attr]
        elif isinstance(changed.func, ast.Name):
            changed.func.id = OTHER[changed.func.id]
        yield "extreme", changed


def _returned(node: ast.Return, above: list[ast.AST]) -> Iterator[Made]:
    function = next(a for a in reversed(above) if isinstance(a, ast.FunctionDef))
    said = ast.unparse(function.returns) if function.returns else ""
    empty = "None" if said.endswith("| None") else EMPTY.get(said.partition("[")[0], "")
    if said.startswith("tuple[") and "..." not in said:
        empty = ""
    same = empty if empty != "Decimal(0)" else "ledger.ZERO"
    if empty and node.value is not None and ast.unparse(node.value) not in (empty, same):
        yield "return", ast.Return(ast.parse(empty, mode="eval").body)
