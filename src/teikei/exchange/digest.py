"""The iia-hash of EWP's IIA API v7: by it two copies of an agreement are known to say the same.

The text that is hashed follows the specification's transformation (transform_version_7): ids of both partners by their
position, then of each condition every leaf with the names of its parents, the two academic years at its end. Contacts and
whatever is not yet defined are left out; a code that an older version wrote stands for today's.
"""

from collections.abc import Iterator
from hashlib import sha256

from lxml import etree

from teikei.exchange.names import CONTACTS, YEARS, children, local, says

_SILENT = frozenset({"not-yet-defined", "v6-value"})


def iia_hash(iia: etree._Element) -> str:
    """The SHA-256 in hexadecimal digits of one `iia` element."""
    return sha256(hashed_text(iia).encode()).hexdigest()


def hashed_text(iia: etree._Element) -> str:
    """What is hashed."""
    return "".join(_parts(iia))


def _parts(iia: etree._Element) -> Iterator[str]:
    conditions = children(iia, "cooperation-conditions")
    if any(says(one, "terminated-as-a-whole") for one in conditions):
        yield "_@terminated-as-a-whole@_"
    for position, partner in enumerate(children(iia, "partner"), 1):
        yield f"_iia-id_{position}={_text(children(partner, 'iia-id'))}_"
    for condition in (inner for one in conditions for inner in children(one)):
        yield from _leaves(condition, (local(condition.getparent()), local(condition)))  # type: ignore[arg-type]
        for name in YEARS:
            yield f"_{name}={_text(children(condition, name))}_"


def _leaves(element: etree._Element, above: tuple[str, str]) -> Iterator[str]:
    if says(element, "not-yet-defined"):
        return
    for one in children(element):
        name = local(one)
        if name in YEARS or says(one, "not-yet-defined"):
            continue
        for attribute in one.attrib:
            if (plain := str(etree.QName(attribute).localname)) not in _SILENT:
                yield f"_@{above[0]}.{above[1]}.{name}.{plain}={one.get(attribute)}@_"
        if children(one):
            if name not in CONTACTS:
                yield from _leaves(one, (above[1], name))
        else:
            yield f"_{above[0]}.{above[1]}.{name}={one.get('v6-value') or _own(one) if name == 'isced-f-code' else _own(one)}_"


def _text(found: list[etree._Element]) -> str:
    return _own(found[0]) if found else ""


def _own(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())
