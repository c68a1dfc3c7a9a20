"""Search for Thai as people type it: one index, one scorer, on both databases.

Texts are folded (`portal.thai.fold`) and cut into 3-grams. The database fetches the entries that share the rarest
grams of a query; one function scores them, so both databases answer alike. Apps register what they have to be found
(`Source`) in `AppConfig.ready()`, and their rows are indexed in the transaction that writes them.

What the public finds comes from public texts alone. A search of the internal texts is given the rows that the person
may see, as a queryset, and looks at no others.
"""

from .finding import Found, Hit, find, nearest, suggest, weights_of
from .index import Source, Text, Words, check_counts, paused, refresh, register, reindex
from .marking import Piece, marked
from .query import Query, concepts, in_first_words, understand, understand_need
from .terms import grams_of

__all__ = [
    "Found",
    "Hit",
    "Piece",
    "Query",
    "Source",
    "Text",
    "Words",
    "check_counts",
    "concepts",
    "find",
    "grams_of",
    "in_first_words",
    "marked",
    "nearest",
    "paused",
    "refresh",
    "register",
    "reindex",
    "suggest",
    "understand",
    "understand_need",
    "weights_of",
]
