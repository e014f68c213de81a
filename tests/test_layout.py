"""The layout of the source: the order of imports, and the names of folders, modules and classes."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]

# Each package may import from the ones further down, never from one above or beside it (docs/architecture.md).
LAYERS: list[set[str]] = [
    {"__main__"},
    {"commands"},
    {"spiders"},
    {"web"},
    {"batch"},
    {"pipelines"},
    {"reporting"},
    {"exporters"},
    {"store"},
    {"subscriptions"},
    {"loaders"},
    {"sources"},
    {"config"},
    {"dedup", "fetch", "formats"},
    {"text"},
    {"items", "settings"},
    {"errors", "__init__"},
]
# Pairs that have nothing to do with each other although the order would allow it: the store only stores.
APART = {("store", "loaders"), ("store", "fetch")}
PLACE = {name: place for place, layer in enumerate(LAYERS) for name in layer}

TOP_MODULES = {"__init__", "__main__", "config", "errors", "items", "settings"}
MOST_FOLDERS = 15


MODULES: dict[str, tuple[Path, ast.Module]] = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): (path, ast.parse(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "newsfeed").rglob("*.py"))
}
PACKAGES = {name.removesuffix(".__init__"): found for name, found in MODULES.items() if name.endswith(".__init__")}


def top(module: str) -> str:
    """Return the folder or module at the top of newsfeed/ that a module is in: "store" for newsfeed.store.sql."""
    return module.split(".")[1]


def imported(tree: ast.Module) -> set[str]:
    """Return the modules of the project that one imports, anywhere in it, for typing too."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                package = f"{full}.__init__"
                found.add(full if full in MODULES else package if package in MODULES else str(node.module))
    return {
        f"{name}.__init__" if f"{name}.__init__" in MODULES else name
        for name in found
        if name.partition(".")[0] == "newsfeed"
    }


def allowed(package: str, target: str) -> bool:
    """Return whether the order lets one package, or module at the top, import from another."""
    if package == target:
        return True
    return PLACE[package] < PLACE[target] and (package, target) not in APART


def test_packages_import_one_way() -> None:
    against = {
        (module, target.removesuffix(".__init__"))
        for module, (_, tree) in MODULES.items()
        for target in imported(tree)
        if not allowed(top(module), top(target))
    }
    assert against == set()


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    left = {module: imported(tree) - {module} for module, (_, tree) in MODULES.items()}
    while ready := {module for module, needs in left.items() if not needs & left.keys()}:
        left = {module: needs for module, needs in left.items() if module not in ready}
    assert not left


def test_only_folders_and_what_is_everybodys_stand_at_the_top() -> None:
    entries = [path for path in (ROOT / "newsfeed").iterdir() if path.name != "__pycache__"]
    folders = {path.name for path in entries if path.is_dir()}
    modules = {path.stem for path in entries if path.suffix == ".py"}
    assert len(folders) <= MOST_FOLDERS
    assert modules <= TOP_MODULES
    assert {path.name for path in entries if path.is_file() and path.suffix != ".py"} <= {"py.typed"}
    assert folders | modules <= PLACE.keys(), "say in LAYERS where it stands"


def test_every_package_and_module_says_what_it_is() -> None:
    assert [module for module, (_, tree) in MODULES.items() if not ast.get_docstring(tree)] == []


def test_no_package_exports_a_name_that_is_one_of_its_modules() -> None:
    hidden = []
    for package, (path, tree) in PACKAGES.items():
        inside = {each.stem for each in path.parent.iterdir() if each.is_dir() or each.suffix == ".py"}
        bound = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        bound |= {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module != package
            for alias in node.names
        }
        hidden += [f"{package}.{name}" for name in bound & inside]
    assert hidden == []


def test_no_class_has_the_name_of_another() -> None:
    places = defaultdict(list)
    for module, (_, tree) in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(module)
    assert {name: modules for name, modules in places.items() if len(modules) > 1} == {}


def test_a_module_name_recurs_only_where_the_folder_tells_the_two_apart() -> None:
    places = defaultdict(list)
    for module, (path, _) in MODULES.items():
        if path.name != "__init__.py":
            places[path.stem].append(top(module))
    assert [name for name, tops in places.items() if len(set(tops)) < len(tops)] == []


def test_tests_mirror_the_source() -> None:
    folders = {top(module) for module in MODULES if len(module.split(".")) > 2}
    ours = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert ours - folders == {"conformance", "e2e", "faults", "fuzz", "hostile"}
