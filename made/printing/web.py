"""A web page: tables with spans, headings between or within them, a site's navigation around."""

from html import escape

from made import words
from made.cells import Cell
from made.layout import Layout
from made.page import Page, PageRow


def printed(page: Page, layout: Layout) -> bytes:
    """The page as HTML. In some lists the whole is laid out by an outer table, as old sites have it."""
    body = [f"<h1>{escape(page.before[0])}</h1>", *(f"<p>{escape(text)}</p>" for text in page.before[1:])] if page.before else []
    body += _tables(page.rows, layout)
    body += [f"<p>{escape(text)}</p>" for text in page.after]
    inner = "\n".join(body)
    if layout.furniture:
        links = words.NAVIGATION_EN if layout.language == "en" else words.NAVIGATION
        nav = "".join(f'<li><a href="#">{link}</a></li>' for link in links)
        inner = f"<ul>{nav}</ul>\n{inner}\n<p>Copyright © {layout.style % 30 + 1995} University</p>"
    if layout.pick("layout table", 6) == 0:
        inner = f'<table><tr><td width="20%">{"MENU" if layout.furniture else ""}</td><td>{inner}</td></tr></table>'
    title = escape(page.before[0]) if page.before else "list"
    charset = "shift_jis" if layout.pick("charset", 6) == 0 else "utf-8"
    text = f'<!DOCTYPE html>\n<html><head><meta charset="{charset}"><title>{title}</title></head>\n<body>\n{inner}\n</body></html>\n'
    try:
        return text.encode("cp932" if charset == "shift_jis" else "utf-8")
    except UnicodeEncodeError:
        return text.replace('charset="shift_jis"', 'charset="utf-8"').encode()


def _tables(rows: tuple[PageRow, ...], layout: Layout) -> list[str]:
    out: list[str] = []
    opened = False
    for row in rows:
        if row.kind == "line":
            out += ["</table>"] * opened + [f"<h2>{_text(row.cells[0])}</h2>"]
            opened = False
            continue
        out += ["<table border>"] * (not opened)
        opened = True
        if row.kind == "within":
            out.append(f'<tr><td colspan="{len(layout.columns)}">{_text(row.cells[0])}</td></tr>')
        else:
            tag = "th" if row.kind == "head" and layout.pick("th", 2) else "td"
            out.append("<tr>" + "".join(_cell(cell, tag) for cell in row.cells if cell) + "</tr>")
    return out + ["</table>"] * opened


def _text(cell: Cell | None) -> str:
    return escape(cell.text).replace("\n", "<br>") if cell else ""


def _cell(cell: Cell, tag: str) -> str:
    spans = "".join(f' {name}="{number}"' for name, number in (("rowspan", cell.rows), ("colspan", cell.columns)) if number > 1)
    return f"<{tag}{spans}>{_text(cell)}</{tag}>"
