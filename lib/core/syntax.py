"""What a module does, read from its source: nothing is imported."""

import ast
import importlib.util
import symtable
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

_IMPORTS = (ast.Import, ast.ImportFrom)


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
        if isinstance(node, _IMPORTS):
            imports.update(_imported(node, package))
            for name, target in _binds(node, package).items():
                if names.setdefault(name, target) != target:
                    clashing.add(name)
    names = {name: target for name, target in names.items() if name not in clashing}
    outside = {one.get_name() for one in top.get_symbols() if one.is_imported()}
    return Module(tree, package, imports, names, outside | {one.get_name() for one in _set(top)})


def plain(module: Module, name_of: Callable[[Target], str]) -> Any:
    """Write the tree as nested lists, alike in every version of Python; this uses it up.

    Parameters
    ----------
    module : Module
    name_of : callable
        What stands in the tree for an imported thing.

    Returns
    -------
    list
        For :func:`json.dumps`. Without places, comments, docstrings and the imports
        at the top. Others stay: where a function imports, it may bind a name anew.
    """
    return _listed(_Renamed(module, name_of).visit(module.tree))


def _binds(node: ast.Import | ast.ImportFrom, package: str) -> dict[str, Target]:
    """Say what the names stand for that an import binds; ``import a.b`` binds `a`."""
    if isinstance(node, ast.Import):
        names = [(one.asname, one.name if one.asname else _top(one.name)) for one in node.names]
        return {asname or name: Target(name) for asname, name in names}
    targets = _imported(node, package)
    return {one.asname or one.name: to for one, to in zip(node.names, targets, strict=True)}


def _imported(node: ast.Import | ast.ImportFrom, package: str) -> list[Target]:
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


def _is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


class _Renamed(ast.NodeTransformer):
    def __init__(self, module: Module, name_of: Callable[[Target], str]) -> None:
        self.module, self.name_of = module, name_of

    def visit_Module(self, node: ast.Module) -> Any:
        node.body = [one for one in node.body if not self._is_spelled_out(one)]
        return self.generic_visit(node)

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> Any:
        names = _binds(node, self.module.package)
        kept = [self.name_of(target) for target in _imported(node, self.module.package)]
        kept += [
            f"{name}={self.name_of(names[name])}"
            for name in names.keys() - self.module.names.keys()
        ]
        return [ast.Expr(ast.Name(f"import {one}", ast.Load())) for one in sorted(kept)]

    visit_ImportFrom = visit_Import  # noqa: N815

    def visit_Expr(self, node: ast.Expr) -> Any:
        return None if _is_text(node) else self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> Any:
        return self._named(node, node, ())

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        attributes: tuple[str, ...] = (node.attr,)
        inner = node.value
        while isinstance(inner, ast.Attribute):
            attributes, inner = (inner.attr, *attributes), inner.value
        return self._named(node, inner, attributes)

    def _named(self, node: ast.Name | ast.Attribute, root: ast.expr, rest: tuple[str, ...]) -> Any:
        if not isinstance(root, ast.Name) or root.id not in self.module.names:
            return self.generic_visit(node)
        target = self.module.names[root.id]
        return ast.Name(self.name_of(Target(target.module, target.attributes + rest)), node.ctx)

    def _is_spelled_out(self, node: ast.stmt) -> bool:
        """Whether an import is superfluous, since each of its names stands for one thing."""
        return (
            isinstance(node, _IMPORTS)
            and _binds(node, self.module.package).keys() <= self.module.names.keys()
        )


def _listed(node: Any) -> Any:
    if isinstance(node, list):
        return [_listed(one) for one in node]
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = [[name, _listed(value)] for name, value in ast.iter_fields(node)]
    # Each version of Python has other fields; what is not used is empty.
    return [type(node).__name__, *(one for one in fields if one[1] not in ([], "None"))]
