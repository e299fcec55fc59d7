"""A hash of all the code that a result comes from, however that code is arranged."""

import functools
import hashlib
import json
import sys
from collections.abc import Iterable
from importlib.machinery import ModuleSpec, PathFinder
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import lib
from lib.core.errors import BenchError
from lib.core.syntax import Module, Target, parse, plain

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements.txt"
"""Pins every library."""

_PROJECT = "lib"


def code_sha256(modules: Iterable[str]) -> str:
    """Hash some modules of this project with all that they import, and import that imports.

    What counts is what the code does: neither docstrings, comments and the order of
    imports nor where a module lies, what it is called and what names imports give. A
    module that only passes on what another defines is looked through, also the
    ``__init__`` of a package, which does not count either where only a module below it
    is imported. A library counts by its version in requirements.txt, the
    standard library not at all. What is imported under ``if TYPE_CHECKING`` never runs
    and is left out.

    Nothing is imported for this, so that modules which are reached by name at run
    time (``importlib``, ``getattr`` of a package) are not found.

    Parameters
    ----------
    modules : iterable of str
        Names below ``lib``, e.g. ``lib.encoders.zernike3d``, in any order.

    Returns
    -------
    str
        SHA-256, hexadecimal.

    Raises
    ------
    BenchError
        If a module is not there, imports ``*``, takes part in a circle of imports, or
        imports a library that is not pinned.
    SyntaxError
        If a module is no Python.
    """
    code = _Code()
    return _sha256(sorted({code.digest(name) for name in modules}))


class _Code:
    """Digests of modules, each worked out once."""

    def __init__(self) -> None:
        self._modules: dict[str, Module] = {}
        self._digests: dict[str, str] = {}
        self._open: list[str] = []
        self._pins = _pins()

    def digest(self, name: str) -> str:
        if name in self._open:
            raise _circle([*self._open[self._open.index(name) :], name])
        if name not in self._digests:
            module = self._module(name)
            self._open.append(name)
            needed = {self._needed(name, target) for target in module.imports}
            tree = plain(module, self._name_of)
            self._open.pop()
            self._digests[name] = _sha256([sorted(needed - {""}), tree])
        return self._digests[name]

    def _needed(self, importer: str, target: Target) -> str:
        if "*" in target.attributes:
            raise BenchError(f"{importer} imports * from {target.module}", "name what it takes")
        module = self._defined(target).module
        return self.digest(module) if _is_ours(module) else self._pin(importer, module)

    def _name_of(self, target: Target) -> str:
        module, attributes = self._defined(target)
        if _is_ours(module):
            return f"{self.digest(module)}:{'.'.join(attributes)}"
        # The colon keeps it apart from a variable of that name.
        return f":{'.'.join((module, *attributes))}"

    def _defined(self, target: Target) -> Target:
        """Follow a name to the module that defines it."""
        passed = [target]
        while _is_ours(target.module) and target.attributes:
            name, (head, *rest) = target.module, target.attributes
            module = self._module(name)
            found = module.names.get(head) if head in module.outside else None
            # A package that imports its own module by name binds it to where it lies.
            if found == Target(name, (head,)):
                found = Target(f"{name}.{head}") if _spec(f"{name}.{head}") else found
            if found:
                target = Target(found.module, (*found.attributes, *rest))
            elif head not in module.outside and _spec(f"{name}.{head}"):
                target = Target(f"{name}.{head}", tuple(rest))
            else:
                break
            if target in passed:
                raise _circle([one.module for one in [*passed, target]])
            passed.append(target)
        return target

    def _module(self, name: str) -> Module:
        if name not in self._modules:
            spec = _spec(name)
            if spec is None:
                raise BenchError(f"there is no module {name}", "mend the import that names it")
            source = Path(spec.origin).read_bytes() if spec.has_location and spec.origin else b""
            package = name.rpartition(".")[0] if spec.submodule_search_locations is None else name
            self._modules[name] = parse(source, package)
        return self._modules[name]

    def _pin(self, importer: str, module: str) -> str:
        name = module.partition(".")[0]
        if name in sys.stdlib_module_names:
            return ""
        by_name = canonicalize_name(name) in self._pins
        sold_as = [name] if by_name else _distributions().get(name, [])
        pinned = {canonicalize_name(one) for one in sold_as} & self._pins.keys()
        if not pinned:
            raise BenchError(
                f"{importer} imports {name}, which {REQUIREMENTS.name} does not pin",
                "add it to requirements.in and run make lock",
            )
        return " ".join(f"{one}=={self._pins[one]}" for one in sorted(pinned))


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == _PROJECT


def _spec(name: str) -> ModuleSpec | None:
    """Find a module without importing the packages around it."""
    spec, places = lib.__spec__, list(lib.__path__)
    parts = name.split(".")
    for count in range(2, len(parts) + 1):
        found = PathFinder.find_spec(".".join(parts[:count]), places) if places else None
        if found is None:
            return None
        spec, places = found, list(found.submodule_search_locations or ())
    return spec


def _pins() -> dict[str, str]:
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    written = [line.partition("#")[0].strip() for line in lines]
    return {
        canonicalize_name(one.name): specifier.version
        for one in (Requirement(line) for line in written if line)
        for specifier in one.specifier
        if specifier.operator == "=="
    }


_distributions = functools.cache(packages_distributions)


def _circle(names: list[str]) -> BenchError:
    return BenchError(
        f"modules import each other in a circle: {' -> '.join(names)}",
        "move what they share into a module of its own",
    )


def _sha256(value: Any) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()
