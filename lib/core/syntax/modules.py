"""The names in a module, and what imports make them stand for."""

import ast
import importlib.util
from dataclasses import dataclass
from typing import Any, NamedTuple

_SCOPES = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
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
    names: dict[str, Target] = {}
    clashing = {name for node in ast.walk(tree) for name in _identifiers(node)}
    imports = set()
    for node in ast.walk(tree):
        if isinstance(node, IMPORTS):
            imports.update(imported(node, package))
            for name, target in binds(node, package).items():
                if names.setdefault(name, target) != target:
                    clashing.add(name)
    names = {name: target for name, target in names.items() if name not in clashing}
    return Module(tree, package, imports, names, _bound_by(tree))


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


def _identifiers(node: ast.AST) -> set[str]:
    """Names that a node itself binds, imports aside."""
    free = (ast.Attribute, ast.keyword, ast.Constant, ast.alias, ast.ImportFrom)
    if isinstance(node, free) or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)):
        return set()
    values = [value for _, value in ast.iter_fields(node)]
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return {one for one in flat if isinstance(one, str)}


def _bound_by(node: ast.AST) -> set[str]:
    """Names that a statement and those in it bind, not those of functions and classes in it."""
    if isinstance(node, IMPORTS):
        return {one.asname or _top(one.name) for one in node.names}
    inner = () if isinstance(node, _SCOPES) else ast.iter_child_nodes(node)
    return _identifiers(node).union(*(_bound_by(child) for child in inner))


class _Running(ast.NodeTransformer):
    def visit_If(self, node: ast.If) -> Any:
        self.generic_visit(node)
        checking = ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}
        return node.orelse if checking else node
