"""The number of a request as a part of an address."""

from django.urls import register_converter


class ReferenceConverter:
    """The number of a request as it is quoted: `2552-014`."""

    regex = "2[4-7][0-9]{2}-[0-9]{3,6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")
