"""Whether the index says what the rows say."""

from typing import Any

from portal.models import SearchEntry
from portal.search import reindex


def entries() -> list[dict[str, Any]]:
    names = [field.attname for field in SearchEntry._meta.concrete_fields if field.attname != "id"]
    return list(SearchEntry.objects.order_by("kind", "object_id").values(*names))


def assert_index_agrees() -> None:
    """Writing the index anew changes nothing."""
    followed = entries()

    reindex()

    assert followed == entries()
    assert followed
