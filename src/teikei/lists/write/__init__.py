"""Writers: a listing laid out and rendered in one of six formats, each of which can be read back."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, get_args

from teikei.lists.model import Finding, Listing
from teikei.lists.write import csvfile, html, jsonfile, pdf, txt, xlsx
from teikei.lists.write.compose import compose
from teikei.lists.write.jsonfile import RowBehind
from teikei.lists.write.partners import Partners
from teikei.lists.write.words import words
from teikei.names.bilingual import Language

Format = Literal["txt", "csv", "xlsx", "html", "json", "pdf"]
# Row number → the agreements that it was made of, and the reasons in both languages.
Behind = Mapping[int, RowBehind]
NOTHING: Behind = MappingProxyType({})
NOBODY: Partners = MappingProxyType({})
FORMATS: tuple[Format, ...] = get_args(Format)

CONTENT_TYPES: dict[Format, str] = {
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
}


def write_listing(
    listing: Listing,
    format: Format,
    *,
    language: Language = "ja",
    findings: Iterable[Finding] = (),
    partners: Partners = NOBODY,
    behind: Behind = NOTHING,
) -> bytes:
    """The listing laid out (see `compose`) and rendered: the bytes of a file, the same each time.

    `language` is that of the layout's words. `findings` go into XLSX and JSON, which have a place for them;
    `partners`, who the institutions are, and `behind`, what stands behind a row and why it is one, into JSON.
    XLSX also sets what `listing` states of itself beside what its rows give.
    """
    return write_composed(
        compose(listing, language=language),
        format,
        language=language,
        original=listing,
        findings=findings,
        partners=partners,
        behind=behind,
    )


def write_composed(
    composed: Listing,
    format: Format,
    *,
    language: Language,
    original: Listing,
    findings: Iterable[Finding] = (),
    partners: Partners = NOBODY,
    behind: Behind = NOTHING,
) -> bytes:
    """The same for a listing that is laid out in that language already. `original`: what it was before."""
    layout = words(language)
    match format:
        case "txt":
            return txt.render(composed, layout)
        case "csv":
            return csvfile.render(composed, layout)
        case "xlsx":
            return xlsx.render(composed, layout, original=original, findings=findings)
        case "html":
            return html.render(composed, layout)
        case "json":
            return jsonfile.render(composed, findings, partners, behind)
        case _:
            return pdf.render(composed, layout)
