"""Two addresses for operators: is the process alive, and can it serve."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from portal.checks import missing_derived_files
from portal.pdf import unavailable_reason


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers. Asks nothing else."""
    return JsonResponse({"status": "ok", "version": settings.PORTAL_VERSION})


@login_not_required
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when pages can be served, 503 with the parts that fail. Missing PDF parts are told but do not fail it."""
    parts = {"database": _database(), "derived_files": _derived_files()}
    ready = all(state == "ok" for state in parts.values())
    parts["pdf"] = "ok" if unavailable_reason() is None else "unavailable"
    answer: dict[str, Any] = {"status": "ok" if ready else "not ready", "parts": parts}
    return JsonResponse(answer, status=200 if ready else 503)


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unreachable"
    return "migrations waiting" if waiting else "ok"


def _derived_files() -> str:
    return "run manage.py build" if missing_derived_files() else "ok"
