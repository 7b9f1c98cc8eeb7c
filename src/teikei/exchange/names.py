"""What the elements of EWP's IIA API v7 are called (its get-response.xsd), and how a document of it is read safely."""

from typing import Final

from lxml import etree

from teikei.names.bilingual import Refusal
from teikei.rules.agreement import Mobility

NAMESPACE: Final = "https://github.com/erasmus-without-paper/ewp-specs-api-iias/blob/stable-v7/endpoints/get-response.xsd"
CONTACT: Final = "https://github.com/erasmus-without-paper/ewp-specs-types-contact/tree/stable-v1"
SPECS: Final[dict[Mobility, str]] = {
    "student-studies": "student-studies-mobility-spec", "student-traineeship": "student-traineeship-mobility-spec",
    "staff-teaching": "staff-teacher-mobility-spec", "staff-training": "staff-training-mobility-spec",
}  # fmt: skip
YEARS: Final = ("receiving-first-academic-year-id", "receiving-last-academic-year-id")
Iia = etree._Element  # one `iia` of a document, for those who pass it on
CONTACTS: Final = ("sending-contact", "receiving-contact")


class NoIia(Refusal):
    """A document that is no answer of EWP's IIA API v7, or one that is not safe to read."""


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(etree.QName(element).localname)


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """Its elements of these names (none: of any), in order; no comment or instruction."""
    return [one for one in element if isinstance(one.tag, str) and (not names or local(one) in names)]


def says(element: etree._Element, attribute: str) -> bool:
    """Whether an attribute of the element is true (xs:boolean)."""
    return element.get(attribute) in ("true", "1")


def text_at(element: etree._Element, name: str) -> str:
    """The text of its first element of that name, trimmed; "" where there is none."""
    found = children(element, name)
    return (found[0].text or "").strip() if found else ""


def iias_of(content: bytes) -> list[etree._Element]:
    """The agreements of a document. NoIia for anything else: no entity is replaced and nothing is fetched, whatever it asks."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise NoIia(
            f"The document is no XML that can be read: {fault}. Nothing was stored.", f"XMLとして読めません（{fault}）。保存していません。"
        ) from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise NoIia(
            "The document declares a document type, which an answer of EWP never does. Nothing was stored.",
            "文書型宣言（DOCTYPE）があります。EWP の応答にはないものなので、受け付けません。保存していません。",
        )
    if root.tag != f"{{{NAMESPACE}}}iias-get-response":
        raise NoIia(
            "The document is no iias-get-response of EWP's IIA API v7. Nothing was stored: send the partner's answer as it came.",
            "EWP IIA API v7 の iias-get-response ではありません。保存していません。相手校の応答をそのまま送ってください。",
        )
    found = children(root, "iia")
    if not found:
        raise NoIia("The document holds no agreement. Nothing was stored.", "文書に協定がありません。保存していません。")
    for one in found:
        if len(children(one, "partner")) != 2 or len(children(one, "cooperation-conditions")) != 1:
            raise NoIia(
                "An agreement of the document has not two partners and one list of conditions. Nothing was stored.",
                "当事者2者と条件の一覧を備えていない協定があります。保存していません。",
            )
    return found
