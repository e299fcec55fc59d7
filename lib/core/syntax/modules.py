"""The names in a module, and what imports make them stand for."""

import ast
import importlib.util
import symtable
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

IMPORTS = (ast.Import, ast.ImportFrom)
"""Types of the statements that import."""


class Target(NamedTuple):
    """What is imported: a module, or attributes of attributes of one."""

    module: str
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Module:
    """What a module does and imports.

    Attributes
    ----------
    tree : ast.Module
        Without what stands under ``if TYPE_CHECKING``: it never runs.
    package : str
        That its relative imports start from.
    imports : set of Target
        All that it imports, also in functions.
    names : dict
        From a name to what it stands for, where imports bind it, always to the same,
        and nothing else in the module does.
    outside : set of str
        All names that are bound outside of functions and classes.
    """

    tree: ast.Module
    package: str
    imports: set[Target]
    names: dict[str, Target]
    outside: set[str]


def parse(source: bytes, package: str) -> Module:
    """Read a module.

    Parameters
    ----------
    source : bytes
    package : str
        That its relative imports start from.

    Returns
    -------
    Module

    Raises
    ------
    SyntaxError
        If it is no Python.
    """
    tree = _Running().visit(ast.parse(source))
    top = symtable.symtable(ast.unparse(tree), package, "exec")
    clashing = {one.get_name() for table in _with_inner(top) for one in _set(table)}
    names: dict[str, Target] = {}
    imports = set()
    for node in ast.walk(tree):
        if isinstance(node, IMPORTS):
            imports.update(imported(node, package))
            for name, target in binds(node, package).items():
                if names.setdefault(name, target) != target:
                    clashing.add(name)
    names = {name: target for name, target in names.items() if name not in clashing}
    outside = {one.get_name() for one in top.get_symbols() if one.is_imported()}
    return Module(tree, package, imports, names, outside | {one.get_name() for one in _set(top)})


def binds(node: ast.Import | ast.ImportFrom, package: str) -> dict[str, Target]:
    """Say what the names stand for that an import binds; ``import a.b`` binds `a`."""
    if isinstance(node, ast.Import):
        names = [(one.asname, one.name if one.asname else _top(one.name)) for one in node.names]
        return {asname or name: Target(name) for asname, name in names}
    targets = imported(node, package)
    return {one.asname or one.name: to for one, to in zip(node.names, targets, strict=True)}


def imported(node: ast.Import | ast.ImportFrom, package: str) -> list[Target]:
    """List what an import takes; of ``import a.b``, all of `a.b`."""
    if isinstance(node, ast.Import):
        return [Target(one.name) for one in node.names]
    home = "." * node.level + (node.module or "")
    home = importlib.util.resolve_name(home, package) if node.level else home
    return [Target(home, (one.name,)) for one in node.names]


def _top(name: str) -> str:
    return name.partition(".")[0]


def _with_inner(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for inner in table.get_children():
        yield from _with_inner(inner)


def _set(table: symtable.SymbolTable) -> list[symtable.Symbol]:
    """Names that something else than an import binds."""
    return [one for one in table.get_symbols() if one.is_assigned() or one.is_parameter()]


class _Running(ast.NodeTransformer):
    def visit_If(self, node: ast.If) -> Any:
        self.generic_visit(node)
        checking = ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}
        return node.orelse if checking else node
