"""A module's syntax tree without what says nothing of what it does."""

import ast
from collections.abc import Callable
from typing import Any

from lib.core.syntax.modules import IMPORTS, Module, Target, binds, imported


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
        names = binds(node, self.module.package)
        kept = [self.name_of(target) for target in imported(node, self.module.package)]
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
            isinstance(node, IMPORTS)
            and binds(node, self.module.package).keys() <= self.module.names.keys()
        )


def _listed(node: Any) -> Any:
    if isinstance(node, list):
        return [_listed(one) for one in node]
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = [[name, _listed(value)] for name, value in ast.iter_fields(node)]
    # Each version of Python has other fields; what is not used is empty.
    return [type(node).__name__, *(one for one in fields if one[1] not in ([], "None"))]
