"""What the tests of reports share."""

from collections.abc import Iterator

import pytest

from portal import pdf


@pytest.fixture(scope="module", autouse=True)
def _pdf_process() -> Iterator[None]:
    yield
    pdf.close()
