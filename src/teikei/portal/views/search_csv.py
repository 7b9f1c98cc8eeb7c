"""The result of a search as CSV: all of its rows, as they come."""

import csv
from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teikei.lists.cells import neutralised
from teikei.names.bilingual import Language
from teikei.names.territories import territory_name
from teikei.pages import tongues
from teikei.pages.templatetags.pages import region_words
from teikei.portal.parameters import search_address
from teikei.registry.queries.rows import AgreementRow
from teikei.registry.queries.search import stream


class _Line:
    """A file for csv.writer that keeps only the line just written."""

    def write(self, text: str) -> str:
        return text


@require_safe
def search_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Exactly the rows that the search with this address finds, in its order, whatever page it shows."""
    address = search_address(request.GET)
    lines = _lines(stream(address.terms, sort=address.sort), _header(), tongues.page_language())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="agreements.csv"'
    return response


def _header() -> list[str]:
    return [
        _("Number"), _("Date concluded"), _("Partner"), _("Code of country or region"), _("Country or region"), _("Region"),
        _("Units"), _("May stand for several agreements"), _("Page"), _("Line"), _("Partner in English"), "ROR",
    ]  # fmt: skip


def _lines(rows: Iterator[AgreementRow], header: list[str], language: Language) -> Iterator[str]:
    yes, no = _("yes"), _("no")
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(header)  # the mark tells Excel that this is UTF-8
    for row in rows:
        place = row.place
        cells: list[str | int] = [
            row.id,
            row.concluded_on,
            "; ".join(partner.name for partner in row.partners),
            " ".join(row.territories),
            "; ".join(territory_name(code, language) for code in row.territories),
            region_words(row.region),
            "; ".join(unit.name for unit in row.units),
            yes if row.rolled_up else no,
            place.page if place and place.page else "",
            place.line if place and place.line else "",
            "; ".join(partner.name_en for partner in row.partners if partner.name_en),
            "; ".join(f"https://ror.org/{partner.ror}" for partner in row.partners if partner.ror),
        ]
        yield writer.writerow([neutralised(cell) if isinstance(cell, str) else cell for cell in cells])
