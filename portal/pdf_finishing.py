"""What WeasyPrint leaves to do to a PDF before it is written: to keep PDF/A-3a and PDF/UA-1 at once, and to be small.

The objects are those of pydyf: dictionaries, arrays and streams that know their number. Part of `portal.pdf_worker`.
"""

import re
import zlib
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from PIL import ImageCms


def finish(_document: Any, pdf: Any) -> None:
    """What is left to do to a document before it is written; called by WeasyPrint."""
    _mend_metadata(pdf)
    _make_decoration_artifacts(pdf)
    _mend_lists(pdf)
    _mend_links(pdf)
    _leave_pictures_as_they_are(pdf)
    _lift_plain_spans(pdf)
    _take_the_small_profile(pdf)
    _pack(pdf)


#: That the file keeps PDF/UA-1, and the schema by which PDF/A allows to say so (ISO 19005-3, 6.6.2.3).
PDF_UA_1 = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""  # noqa: E501


def _mend_metadata(pdf: Any) -> None:
    """Say that both standards are kept, uncompressed, so that an archive finds it without unpacking the file."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Type") == "/Metadata":
            item.compress = False
            item.stream[0] = item.stream[0].replace(b"</rdf:RDF>", PDF_UA_1 + b"</rdf:RDF>")


def _mend_lists(pdf: Any) -> None:
    """Let lists hold items alone, and items a label and a body: WeasyPrint keeps the groups and lines of the page."""
    named = {item.reference: item for item in pdf.objects}
    elements = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/StructElem"]
    for element in elements:
        if element["S"] == "/L":
            _unwrap_groups(element, named)
            _take_in_spaces(element, named)
    for element in elements:
        if element["S"] == "/LI" and named[element["P"]]["S"] != "/L":
            element["S"] = "/NonStruct"  # a box without a name inside an item, which took the item's
        elif element["S"] == "/LI":
            _wrap_body(element, named, pdf)
    for element in elements:
        if element["S"] in {"/LBody", "/Lbl"} and named[element["P"]]["S"] != "/LI":
            element["S"] = "/NonStruct"


def _mend_links(pdf: Any) -> None:
    """An element inside a link, such as a name that must not break, has a link of its own, and then is one."""
    named = {item.reference: item for item in pdf.objects}
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("S") == "/Span" and any(_is_link(named.get(kid)) for kid in item["K"]):
            item["S"] = "/Link"


def _leave_pictures_as_they_are(pdf: Any) -> None:
    """PDF/A forbids to ask viewers for points between those of a picture (ISO 19005-3, 6.2.8.2)."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Interpolate") == "true":
            item.extra["Interpolate"] = "false"


def _is_link(item: Any) -> bool:
    return isinstance(item, dict) and item.get("Type") == "/OBJR"


def _unwrap_groups(parent: Any, named: Mapping[Any, Any]) -> None:
    """`<dl><div><dt>…`: the pairs are groups of the page; in a PDF a list has no groups."""
    kids: list[Any] = []
    for kid in parent["K"]:
        element = named.get(kid)
        if element is None or element.get("S") not in {"/Div", "/NonStruct"}:
            kids.append(kid)
            continue
        _unwrap_groups(element, named)
        for inner in element["K"]:
            named[inner]["P"] = parent.reference
        kids += element["K"]
        element.free = "f"
    parent["K"][:] = kids


def _take_in_spaces(parent: Any, named: Mapping[Any, Any]) -> None:
    """What stands between two items on one line, such as a space, belongs to the item before it."""
    items: list[Any] = []
    for kid in parent["K"]:
        if named[kid]["S"] in {"/LI", "/L", "/Caption"} or not items:
            items.append(kid)
        else:
            body = named[named[items[-1]]["K"][-1]]
            body["K"].append(kid)
            named[kid]["P"] = body.reference
    parent["K"][:] = items


def _wrap_body(item: Any, named: Mapping[Any, Any], pdf: Any) -> None:
    """An item whose mark stands in its first line has its words beside the mark; they belong into a body."""
    labels = [kid for kid in item["K"] if named[kid].get("S") == "/Lbl"]
    words = [kid for kid in item["K"] if named[kid].get("S") not in {"/Lbl", "/LBody"}]
    if not words:
        return
    bodies = [kid for kid in item["K"] if kid not in labels and kid not in words]
    body = type(item)(
        {"Type": "/StructElem", "S": "/LBody", "K": type(item["K"])(words), "Pg": item["Pg"], "P": item.reference}
    )
    pdf.add_object(body)
    for kid in words:
        named[kid]["P"] = body.reference
    item["K"][:] = [*labels, body.reference, *bodies]


def _make_decoration_artifacts(pdf: Any) -> None:
    """Take drawings without a text (`aria-hidden` symbols) out of what is read aloud.

    WeasyPrint tags every drawing as a figure; PDF/UA wants a text for each figure, and decoration to be an artifact.
    """
    named = {item.reference: item for item in pdf.objects}
    dictionaries: list[Any] = [item for item in pdf.objects if isinstance(item, dict)]
    elements = [item for item in dictionaries if item.get("Type") == "/StructElem"]
    silent = {item.reference: item for item in elements if item["S"] == "/Figure" and "Alt" not in item}
    for element in elements:
        element["K"][:] = [kid for kid in element["K"] if kid not in silent]
    for tree in (item for item in dictionaries if "Nums" in item):  # from pieces of content to their elements
        for kids in filter(lambda value: isinstance(value, list), tree["Nums"]):
            kids[:] = ["null" if kid in silent else kid for kid in kids]
    for figure in silent.values():
        _untag(named[named[figure["Pg"]]["Contents"]].stream, figure["K"][0])
        figure.free = "f"


def _untag(content: list[Any], mark: int) -> None:
    """Let the figure with this mark begin as an artifact: `/Figure <</MCID 7>> BDC` becomes `/Artifact BMC`."""
    place = next(
        place
        for place, (word, properties) in enumerate(pairwise(content))
        if word == "/Figure" and properties["MCID"] == mark
    )
    content[place : place + 3] = ["/Artifact", "BMC"]


# --- smaller --------------------------------------------------------------------------------------------------------


def _lift_plain_spans(pdf: Any) -> None:
    """Let the words of a line belong to their paragraph: WeasyPrint gives each run of letters an element of its own.

    A third of the size of a short report was of such elements. Those on another page than their parent stay, for a
    piece of content is known by its page.
    """
    named = {item.reference: item for item in pdf.objects}
    tree = _parent_tree(pdf)
    spans: list[Any] = [item for item in pdf.objects if isinstance(item, dict) and item.get("S") == "/Span"]
    for span in reversed(spans):  # inner ones come later
        parent = named.get(span["P"])
        if len(span["K"]) != 1 or set(span) - PLAIN or parent is None or parent.get("Pg") != span["Pg"]:
            continue
        kid = span["K"][0]
        if isinstance(kid, int):
            tree[span["Pg"]][kid] = parent.reference
        else:
            named[kid]["P"] = parent.reference
        parent["K"][parent["K"].index(span.reference)] = kid
        span.free = "f"


PLAIN = {"Type", "S", "P", "Pg", "K"}  # the keys of an element that says nothing of its own


def _parent_tree(pdf: Any) -> dict[Any, list[Any]]:
    """For each page, the elements to which its pieces of content belong."""
    numbers: dict[int, list[Any]] = {}
    for item in pdf.objects:
        if isinstance(item, dict) and "Nums" in item:
            numbers |= {key: kids for key, kids in pairwise(item["Nums"]) if isinstance(kids, list)}
    pages: list[Any] = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
    return {page.reference: numbers[page["StructParents"]] for page in pages}


def _take_the_small_profile(pdf: Any) -> None:
    """The colours are those of sRGB; WeasyPrint's profile of it is six times as large and says the same."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("N") == 3 and "Type" not in item.extra:
            item.stream[:] = [_srgb()]
    for intent in pdf.catalog["OutputIntents"]:
        intent["OutputConditionIdentifier"].string = intent["Info"].string = "sRGB"


@cache
def _srgb() -> bytes:
    """The profile of sRGB as computed by Little CMS, without the time of its making."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[:24] + bytes.fromhex("07d0000100010000 00000000") + profile[36:]


#: Numbers that are longer than anybody sees, by the operators of content to which they belong. Those of `cm` are left
#: alone, for they are factors.
LENGTHS = re.compile(rb"-?\d+\.\d{3,}(?=[^\n]* (?:m|l|c|v|y|re|TJ|w)$)", re.MULTILINE)
SHARES = re.compile(rb"-?\d+\.\d{4,}(?=[^\n]* (?:rg|RG|Tm)$)", re.MULTILINE)


def _pack(pdf: Any) -> None:
    """Round lengths and compress, once: pydyf does it once for the file and once more for its identifier."""
    for item in pdf.objects:
        if not getattr(item, "compress", False):
            continue
        content = b"\n".join(_as_bytes(part) for part in item.stream)
        if "Type" not in item.extra and "Length1" not in item.extra:
            content = SHARES.sub(_to_a_thousandth, LENGTHS.sub(_to_a_hundredth, content)).replace(b">0<", b"")
        item.stream[:] = [zlib.compress(content, 9)]
        item.extra["Filter"] = "/FlateDecode"
        item.compress = False


def _as_bytes(part: Any) -> bytes:
    return part if isinstance(part, bytes) else getattr(part, "data", None) or str(part).encode("ascii")


def _to_a_hundredth(number: re.Match[bytes]) -> bytes:
    return _plain(f"{float(number[0]):.2f}")


def _to_a_thousandth(number: re.Match[bytes]) -> bytes:
    return _plain(f"{float(number[0]):.3f}")


def _plain(number: str) -> bytes:
    return (number.rstrip("0").rstrip(".") if "." in number else number).encode("ascii")
