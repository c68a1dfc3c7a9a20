"""Reports: frozen data in one language, from which a page and a PDF are made, so that the two cannot differ.

`pieces` is what their data are made of; `catalogue` holds the kinds of reports, registered by each app; `editions`
gives a report its key: a hash of the data and of everything that draws them. Same key, same bytes. `storing` keeps the
files, `making` makes them, at once or in a job, `answering` sends them, `verifying` tells a paper's truth.
"""

from .catalogue import Kind, NoSuchReport, Order, Paper, page_address
from .pieces import (
    AgencyTag,
    Event,
    Mark,
    PlaceName,
    SourceLine,
    agency_label,
    agency_line,
    agency_tag,
    issuer_on,
    mark_of,
    place_name,
    source_line,
)

__all__ = [
    "AgencyTag",
    "Event",
    "Kind",
    "Mark",
    "NoSuchReport",
    "Order",
    "Paper",
    "PlaceName",
    "SourceLine",
    "agency_label",
    "agency_line",
    "agency_tag",
    "issuer_on",
    "mark_of",
    "page_address",
    "place_name",
    "source_line",
]
