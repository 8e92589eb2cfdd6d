"""Reads the source of the product for the house tests: modules, imports, functions."""

import ast
import functools
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("assessment", "config", "reports", "scripts")
IMPORTERS = ("import_module", "__import__")
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    name: str
    text: str
    is_package: bool = False

    @functools.cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)


@dataclass(frozen=True)
class Import:
    """`target` is a module; `name` is what is taken from it, if not the module itself."""

    target: str
    name: str
    line: int
    types_only: bool = False


@functools.cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that is or would be committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted({path for path in paths if path.is_file()}))


@functools.cache
def product_modules() -> tuple[Module, ...]:
    """The product's own modules, without migrations."""
    files = [path for path in tracked_files() if path.suffix == ".py"]
    relative = [path.relative_to(ROOT) for path in files]
    chosen = [p for p in relative if p.parts[0] in PRODUCT and "migrations" not in p.parts]
    return tuple(_module(path) for path in chosen)


def _module(path: Path) -> Module:
    is_package = path.name == "__init__.py"
    parts = path.parent.parts if is_package else path.with_suffix("").parts
    return Module(".".join(parts), (ROOT / path).read_text(encoding="utf-8"), is_package)


def read_imports(module: Module, known: Iterable[str] = ()) -> list[Import]:
    """Every import of a module, those in functions and those for types included.

    `from package import module` counts as an import of that module when `known` names it.
    """
    known = set(known)
    hidden = {id(node) for block in _type_blocks(module.tree) for node in ast.walk(block)}
    found = []
    for node in ast.walk(module.tree):
        for target, name in _targets(node, module):
            if f"{target}.{name}" in known:
                target, name = f"{target}.{name}", ""
            found.append(Import(target, name, getattr(node, "lineno", 0), id(node) in hidden))
    return found


def _type_blocks(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            yield from node.body


def _targets(node: ast.AST, module: Module) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        yield from ((alias.name, "") for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        target = _absolute(node, module)
        yield from ((target, alias.name) for alias in node.names)
    elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(IMPORTERS):
        yield from ((str(each.value), "") for each in node.args if isinstance(each, ast.Constant))


def _absolute(node: ast.ImportFrom, module: Module) -> str:
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    parts = parts[: len(parts) - node.level + module.is_package]
    return ".".join([*parts, node.module] if node.module else parts)


def functions(tree: ast.Module) -> list[FunctionNode]:
    return [node for node in ast.walk(tree) if isinstance(node, FunctionNode)]


def length(function: FunctionNode) -> int:
    """Lines from `def` to the end, without the docstring, which the rules ask for."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is None:
        return lines
    docstring = function.body[0]
    return lines - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)
