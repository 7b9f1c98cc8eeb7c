"""A composed listing as one web page that needs nothing else: no script, no other file, plain tables."""

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from teikei.lists.model import Entry, Heading, Listing, Region
from teikei.lists.write.columns import printed_cell, printed_columns
from teikei.lists.write.txt import region_count, territory_label, title_block
from teikei.lists.write.words import Column, Words
from teikei.names.english import is_japanese


def render(composed: Listing, layout: Words) -> bytes:
    """The listing as a UTF-8 page. Text of the list appears as text, whatever markup it holds.

    The page's language is that of the layout's words. On an English page the list's own Japanese words are marked as such (title,
    legend, regions, notes); names are not, since a list does not say in which language a name is.
    """
    columns = printed_columns(composed)
    head, *lines = title_block(composed, layout)
    shown = [
        f"<h1{_lang(head, layout)}>{escape(head)}</h1>" if composed.title else f'<p class="numbers">{escape(head)}</p>',
        *_head_lines(composed, lines, layout),
    ]
    for number, (region, territories) in enumerate(list(composed.blocks()) or [(None, [])], 1):
        shown += _table(number, region, territories, columns, layout)
    body = "\n".join(shown)
    page = (
        f'<!DOCTYPE html>\n<html lang="{layout.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(composed.title or layout.untitled)}</title>\n<style>\n{_style()}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
    return page.encode("utf-8")


def _style() -> str:
    return files("teikei.lists.write").joinpath("register.css").read_text(encoding="utf-8")


def _lang(text: str, layout: Words) -> str:
    """The `lang` attribute of an element that holds Japanese words of the list on an English page; else nothing."""
    return ' lang="ja"' if layout.language == "en" and is_japanese(text) else ""


def _head_lines(composed: Listing, lines: list[str], layout: Words) -> Iterator[str]:
    plain = len(lines) - len(composed.legend)
    for line in lines[:plain]:
        yield f'<p class="numbers">{escape(line)}</p>'
    for line in lines[plain:]:
        yield f'<p class="legend"{_lang(line, layout)}>{escape(line)}</p>'


def _table(
    number: int, region: Region | None, territories: list[tuple[Heading | None, list[Entry]]], columns: tuple[Column, ...], layout: Words
) -> Iterator[str]:
    if region is not None:
        yield f'<h2 id="r{number}"{_lang(region.label, layout)}>{escape(region.label)}</h2>'
        yield f'<table aria-labelledby="r{number} c{number}">'
        count = region_count(region, layout)
        yield f'<caption id="c{number}"{_lang(count, layout)}>{escape(count)}</caption>'
    else:
        yield "<table>"
    heads = "".join(f'<th scope="col" class="{name}">{escape(layout.columns[name])}</th>' for name in columns)
    yield f"<thead><tr>{heads}</tr></thead>"
    for heading, entries in territories:
        yield "<tbody>"
        for index, entry in enumerate(entries):
            first = _territory_cell(heading, len(entries), layout) if index == 0 else ""
            yield f"<tr>{first}{''.join(_cell(entry, name, layout) for name in columns[1:])}</tr>"
        yield "</tbody>"
    yield "</table>"


def _territory_cell(heading: Heading | None, rows: int, layout: Words) -> str:
    span = f' rowspan="{rows}"' if rows > 1 else ""
    if heading is None:
        return f"<td{span}></td>"
    return f'<th scope="rowgroup"{span}>{escape(territory_label(heading, layout))}</th>'


def _cell(entry: Entry, name: Column, layout: Words) -> str:
    text = escape(printed_cell(entry, name, layout))
    if name == "institution":
        return f'<th scope="row">{text}</th>'
    if name in ("kinds", "marks", "note"):
        return f"<td{_lang(text, layout)}>{text}</td>"
    return f'<td class="day">{text}</td>' if name in ("concluded_on", "renewed_on", "valid_to") else f"<td>{text}</td>"
