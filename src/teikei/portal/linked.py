"""Pages for programs that read them: JSON-LD in the words of schema.org and of the W3C's organization ontology (ORG).

A data block of a page, which no browser runs: the content security policy has nothing to allow.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from teikei.lists.write import CONTENT_TYPES, FORMATS
from teikei.pages.tongues import absolute, language_of_run, page_language
from teikei.registry.queries.agreements import AgreementPage
from teikei.registry.queries.editions import EditionHead
from teikei.registry.queries.institutions import InstitutionPage, UnitPage
from teikei.registry.queries.records import Record

CONTEXT = ["https://schema.org", {"org": "http://www.w3.org/ns/org#"}]
Linked = dict[str, Any]


def _address(request: HttpRequest, name: str, *arguments: object) -> str:
    return absolute(request, reverse(f"portal:{name}", args=arguments))


def _without_nothing(said: Mapping[str, Any]) -> Linked:
    return {name: value for name, value in said.items() if value not in ("", None, [], {})}


def _named(text: str, language: str = "") -> Any:
    language = language or language_of_run(text)
    return {"@value": text, "@language": language} if language else text


def site(request: HttpRequest, head: EditionHead | None) -> Linked:
    """The register itself, with its search."""
    home = _address(request, "home")
    return {
        "@context": CONTEXT, "@type": "WebSite", "@id": home, "url": home, "name": (head.title_in(page_language()) if head else "") or "Teikei",
        "potentialAction": {
            "@type": "SearchAction", "target": f"{_address(request, 'search')}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }  # fmt: skip


def institution(request: HttpRequest, page: InstitutionPage) -> Linked:
    """An institution with all its names, its identifier and its place."""
    record, address = page.record, _address(request, "institution", page.id)
    kinds = ["org:FormalOrganization", "CollegeOrUniversity" if record and "education" in record.kinds else "Organization"]
    names = [_named(name.text, name.language) for name in page.names]
    if record:
        names += [_named(text, name.language) for name in record.names for text, _kind in name.texts if text != page.printed]
    return _without_nothing(
        {
            "@context": CONTEXT, "@type": kinds, "@id": address, "url": address,
            "name": _named(page.printed), "alternateName": [name for name in names if name != _named(page.printed)],
            "identifier": record.url if record else "", "sameAs": [record.url, *filter(None, [record.web_address])] if record else [],
            **(_place(record) if record else {}),
        }
    )  # fmt: skip


def _place(record: Record) -> Linked:
    place: Linked = {
        "address": _without_nothing({"@type": "PostalAddress", "addressLocality": record.city, "addressCountry": record.territory})
    }
    if record.latitude is not None and record.longitude is not None:
        place["location"] = {
            "@type": "Place",
            "geo": {"@type": "GeoCoordinates", "latitude": record.latitude, "longitude": record.longitude},
        }
    return place


def unit(request: HttpRequest, page: UnitPage) -> Linked:
    """A unit within its institution."""
    whole = _address(request, "institution", page.institution_id)
    parent = {"@type": "CollegeOrUniversity", "@id": whole, "name": _named(page.institution)}
    return {
        "@context": CONTEXT, "@type": ["org:OrganizationalUnit", "Organization"], "@id": _address(request, "unit", page.id),
        "name": _named(page.name), "org:unitOf": {"@id": whole}, "parentOrganization": parent,
    }  # fmt: skip


def agreement(request: HttpRequest, page: AgreementPage) -> Linked:
    """An agreement as a collaboration of its parties."""
    members = [
        _without_nothing(
            {
                "@type": ["org:FormalOrganization", "Organization"], "@id": _address(request, "institution", party.institution),
                "name": _named(party.name), "sameAs": f"https://ror.org/{party.ror}" if party.ror else "",
                "org:hasUnit": [{"@id": _address(request, "unit", one.id), "name": _named(one.name)} for one in party.units],
            }
        )
        for party in page.parties
    ]  # fmt: skip
    return _without_nothing(
        {
            "@context": CONTEXT, "@type": ["org:OrganizationalCollaboration", "Organization"],
            "@id": _address(request, "agreement", page.id),
            "name": page.value.title or " · ".join(party.name for party in page.parties), "foundingDate": page.concluded_on,
            "dissolutionDate": page.value.closing.closed_on.isoformat() if page.value.closing else "",
            "org:hasMember": [{"@id": member["@id"]} for member in members], "member": members,
        }
    )  # fmt: skip


def edition(request: HttpRequest, head: EditionHead) -> Linked:
    """An edition as a data set, with its files."""
    title = head.title_in(page_language())
    files = [
        {"@type": "DataDownload", "encodingFormat": CONTENT_TYPES[written], "contentUrl": _address(request, "download", head.id, written)}
        for written in FORMATS
    ]
    return _without_nothing(
        {
            "@context": CONTEXT, "@type": "Dataset", "@id": _address(request, "edition", head.id),
            "name": title or f"Teikei {head.as_of}",
            "description": f"{head.institution}: {title or head.level} ({head.as_of})", "temporalCoverage": head.as_of.isoformat(),
            "version": str(head.number), "datePublished": head.kept_at.date().isoformat(),
            "creator": {"@type": "Organization", "name": head.institution},
            "distribution": files,
        }
    )  # fmt: skip
