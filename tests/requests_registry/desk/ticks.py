"""The tick that a form asks for when words look like personal data."""

from __future__ import annotations

from typing import Any


def tick_of(answer: Any) -> str:
    """What a browser sends when the tick on that page is set."""
    tick: str = answer.context["form"].fields["is_cleared"].widget.attrs["value"]
    assert f'value="{tick}"' in answer.content.decode()
    return tick
