"""The house stands as planned: imports go downwards, heavy and dangerous tools stay in their rooms.

The rules are functions on source text, so that each is shown to fail on a small piece of bad code.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.pure

ROOT = Path(settings.BASE_DIR)
#: From the bottom up. An app may import itself and those below.
LAYERS = ("portal", "workshops", "requests_registry", "portal.pages")
#: Inside an app, from the bottom up. `portal.access` is below the models, for accounts have a role; elsewhere above.
ORDER = (
    {"models", "access"},
    {"workflow"},
    {"forms", "filters", "reports", "imports"},
    {"views", "desk_views", "admin"},
    {"urls"},
)
#: Where text may be declared to be safe HTML.
SAFE_HTML = {"portal.templatetags.portal_tags"}


def complaints(module: str, source: str) -> Iterator[str]:
    """What is wrong with the Python source of a module."""
    tree = ast.parse(source)
    for line, imported in imports(module, tree):
        if layer(imported) > layer(module):
            yield f"{module}:{line} imports {imported}, a layer above"
        if layer(imported) == layer(module) and rank(imported) > rank(module) >= 0:
            yield f"{module}:{line} imports {imported}, later in the order of its app"
        if is_in(imported, "weasyprint") and module != "portal.pdf_worker":
            yield f"{module}:{line} imports WeasyPrint, which belongs to portal.pdf_worker alone"
        if is_in(module, "portal.thai") and is_in(imported, "django"):
            yield f"{module}:{line} imports Django, which portal.thai does without"
    if module not in SAFE_HTML:
        for node in ast.walk(tree):
            if isinstance(node, ast.Name | ast.Attribute) and name_of(node) == "mark_safe":
                yield f"{module}:{node.lineno} uses mark_safe"
            if isinstance(node, ast.Call) and name_of(node.func) in {"SafeString", "SafeText"}:
                yield f"{module}:{node.lineno} makes a SafeString"
    yield from unexplained_imports(module, source, tree)


def imports(module: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full name of every module that is imported anywhere in the source."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*package, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def unexplained_imports(module: str, source: str, tree: ast.AST) -> Iterator[str]:
    """Imports inside functions without the reason beside them."""
    lines = source.splitlines()
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            beside = "".join(lines[max(node.lineno - 3, 0) : node.lineno]) if isinstance(node, ast.stmt) else ""
            if isinstance(node, ast.Import | ast.ImportFrom) and "#" not in beside:
                yield f"{module}:{node.lineno} imports inside a function and does not say why"


def name_of(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def layer(module: str) -> int:
    """The number of the layer, -1 for what is not ours."""
    return max((number for number, package in enumerate(LAYERS) if is_in(module, package)), default=-1)


def rank(module: str) -> int:
    """The place in the order inside its app, -1 for a module that the order does not name."""
    if layer(module) < 0:
        return -1
    inside = module.removeprefix(LAYERS[layer(module)]).split(".")[1:2]
    return next((number for number, names in enumerate(ORDER) if names.intersection(inside)), -1)


def unsafe_html(template: str) -> list[str]:
    """Where a template switches escaping off."""
    return re.findall(r"\|\s*safe(?:seq)?\b|{%\s*autoescape\s+off", template)


def modules() -> dict[str, Path]:
    paths = [
        path for package in ("portal", "workshops", "requests_registry") for path in (ROOT / package).rglob("*.py")
    ]
    named = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in paths}
    # A package keeps its last part, so that relative imports in it are resolved as in a module.
    return {name: path for name, path in named.items() if ".migrations." not in name}


MODULES = modules()
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_keeps_to_its_place(module: str) -> None:
    assert list(complaints(module, MODULES[module].read_text("utf-8"))) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_escapes_everything(template: Path) -> None:
    assert unsafe_html(template.read_text("utf-8")) == []


def test_the_modules_are_really_looked_at() -> None:
    assert {"portal.models.people", "portal.pages.views", "workshops.models", "requests_registry.views"} <= set(MODULES)
    assert {layer(module) for module in MODULES} == {0, 1, 2, 3}
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize(
    ("module", "source", "complaint"),
    [
        ("portal.search", "import workshops.models", "a layer above"),
        ("portal.search", "from requests_registry.models import Category", "a layer above"),
        ("portal.search", "from portal.pages import views", "a layer above"),
        ("portal.search", "from .pages.views import home", "a layer above"),
        ("portal.search", "from . import pages", "a layer above"),
        ("portal.models.places", "from ..pages import views", "a layer above"),
        ("portal.search", "def f():\n    import workshops  # slow", "a layer above"),
        ("portal.search", "if 1:\n    from workshops import models", "a layer above"),
        ("workshops.models", "from requests_registry import workflow", "a layer above"),
        ("requests_registry.views", "from portal.pages.reports import x", "a layer above"),
        ("workshops.models", "from .forms import WorkshopForm", "later in the order"),
        ("workshops.models", "from workshops import views", "later in the order"),
        ("requests_registry.models.requests", "from ..workflow import x", "later in the order"),
        ("requests_registry.workflow", "from .forms import AssignForm", "later in the order"),
        ("requests_registry.reports", "from . import desk_views", "later in the order"),
        ("requests_registry.views", "from .urls import urlpatterns", "later in the order"),
        ("portal.pages.reports", "from .views import home", "later in the order"),
        ("portal.pdf", "import weasyprint", "WeasyPrint"),
        ("portal.reports", "from weasyprint.text import fonts", "WeasyPrint"),
        ("portal.thai.text", "from django.utils import text", "Django"),
        ("portal.thai.text", "import django", "Django"),
        ("portal.charts", "from django.utils.safestring import mark_safe\nmark_safe('<b>')", "mark_safe"),
        ("portal.charts", "from django.utils import safestring\nsafestring.mark_safe('<b>')", "mark_safe"),
        ("portal.charts", "SafeString('<b>')", "SafeString"),
        ("portal.charts", "def f():\n    import json", "does not say why"),
    ],
)
def test_a_violation_is_noticed(module: str, source: str, complaint: str) -> None:
    found = list(complaints(module, source))

    assert len(found) == 1
    assert complaint in found[0]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("portal.pages.views", "from requests_registry.models import Category\nfrom portal.thai import fold"),
        ("requests_registry.models.requests", "from workshops.models import Workshop\nfrom .history import Transition"),
        ("requests_registry.views", "from .models import Category\nfrom .reports import sheet"),
        ("portal.models.people", "from portal.access import Role"),
        ("portal.pdf_worker", "import weasyprint"),
        ("portal.search", "import portalocker, workshopsx"),
        ("portal.fonts", "def f():\n    import fontTools  # slow"),
        ("portal.templatetags.portal_tags", "SafeString('<b>')"),
    ],
)
def test_what_is_allowed_is_not_complained_of(module: str, source: str) -> None:
    assert list(complaints(module, source)) == []


@pytest.mark.parametrize(
    "template", ["{{ x|safe }}", "{{ x | safeseq }}", "{% autoescape off %}{{ x }}", "{{ x|lower|safe}}"]
)
def test_an_unescaped_template_is_noticed(template: str) -> None:
    assert len(unsafe_html(template)) == 1


@pytest.mark.parametrize("template", ["{{ x|safely }}", "{{ x|escape }}", "<p>|safely|</p>", "{% autoescape on %}"])
def test_an_escaped_template_is_not(template: str) -> None:
    assert unsafe_html(template) == []
