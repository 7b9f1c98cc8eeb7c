"""The commands about partners: the authority file, and who the partners of a list are."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from teikei.cli import words
from teikei.lists.cells import neutralised
from teikei.lists.model import Listing
from teikei.lists.read.encoding import decode
from teikei.names.authority import Authority, AuthorityRecord, build
from teikei.names.bilingual import Language, Refusal
from teikei.names.match import Match, Named, match, match_all
from teikei.names.territories import codes_given, territory_name

_SHOWN = 10


def authority(language: Language) -> click.Group:
    """`teikei authority`: build, show, search."""
    made = click.Group("authority", help=words.AUTHORITY.to(language))
    for command in (_build(language), _show(language), _search(language)):
        made.add_command(command)
    return made


def match_command(language: Language, read: Callable[[bytes, str], Listing], content: Callable[[str], bytes]) -> click.Command:
    """`teikei match`: who the partners of a list, or of a plain table of names, are."""

    def run(file: str, authority: str | None, to: str, jobs: int) -> None:
        path = _authority_path(authority)
        rows = _rows(content(file), file if file == "-" else Path(file).name, read)
        names = [Named(row["institution"], row["other"], row["territory_code"] or "") for row in rows]
        matches = match_all(path, names, jobs=jobs)
        shown = _with_progress(matches, len(names), words.MATCHING.to(language))
        counts = {"accept": 0, "review": 0, "none": 0}
        out = _printer(to, language)
        for row, matched in zip(rows, shown, strict=True):
            counts[matched.decision] += 1
            out(_line(row, matched, language))
        click.echo(words.MATCHED.to(language).format(names=len(names), **counts), err=True)

    params = [
        click.Argument(["file"], metavar="FILE"),
        _authority_option(language),
        click.Option(["--to"], type=click.Choice(["jsonl", "csv", "text"]), default="text", show_default=True, help=words.TO.to(language)),
        click.Option(["--jobs"], type=click.IntRange(1, 64), default=1, show_default=True, help=words.JOBS.to(language)),
    ]
    return click.Command("match", callback=run, params=params, help=words.MATCH.to(language))


def _build(language: Language) -> click.Command:
    def run(dump: str, out: str, smaller: bool) -> None:
        with click.progressbar(length=100, label=words.BUILDING.to(language), file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            built = build(Path(dump), Path(out), smaller=smaller, progress=lambda done, of: bar.update(int(100 * done / of) - bar.pos))
        for line in built.left_out[:_SHOWN]:
            click.echo(words.LEFT_OUT.to(language).format(line=line), err=True)
        click.echo(
            words.BUILT.to(language).format(
                name=out, version=built.version, records=built.records, names=built.names, left_out=len(built.left_out)
            ),
            err=True,
        )

    params = [
        click.Argument(["dump"], metavar="DUMP"),
        click.Option(["-o", "--out"], required=True, metavar="PATH", help=words.AUTHORITY_OUT.to(language)),
        click.Option(["--smaller"], is_flag=True, help=words.SMALLER.to(language)),
    ]
    return click.Command("build", callback=run, params=params, help=words.AUTHORITY_BUILD.to(language))


def _show(language: Language) -> click.Command:
    def run(ror: str, authority: str | None, to: str) -> None:
        with Authority(_authority_path(authority)) as opened:
            record = opened.get(ror)
            if record is None:
                raise Refusal(
                    f"{ror}: no such record in {opened.path.name} ({opened.version}). Search by name: teikei authority search NAME",
                    f"{ror}: {opened.path.name}({opened.version})にありません。名称で探してください: teikei authority search 名称",
                )
            successors = opened.successors(record) if record.status != "active" else ()
        if to == "json":
            click.echo(json.dumps(record_json(record), ensure_ascii=False, indent=1))
        else:
            click.echo("\n".join(_record_text(record, successors, language)))

    params = [
        click.Argument(["ror"], metavar="ROR"),
        _authority_option(language),
        click.Option(["--to"], type=click.Choice(["text", "json"]), default="text", show_default=True, help=words.TO.to(language)),
    ]
    return click.Command("show", callback=run, params=params, help=words.AUTHORITY_SHOW.to(language))


def _search(language: Language) -> click.Command:
    def run(name: str, authority: str | None, territory: str) -> None:
        code = _code(territory)
        if territory and not code:
            raise Refusal(
                f"{territory}: no country or region of that name. Give its name or its ISO code.",
                f"{territory}: この名称の国・地域はありません。名称か ISO コードで指定してください。",
            )
        with Authority(_authority_path(authority)) as opened:
            found = match(opened, name, code or "")
        for candidate in found.candidates:
            click.echo(f"{candidate.score:.2f}  https://ror.org/{candidate.ror}  {candidate.name}")
        if not found.candidates:
            click.echo(words.NOTHING_FOUND.to(language), err=True)

    params = [
        click.Argument(["name"], metavar="NAME"),
        _authority_option(language),
        click.Option(["--territory"], default="", metavar="CODE", help=words.TERRITORY.to(language)),
    ]
    return click.Command("search", callback=run, params=params, help=words.AUTHORITY_SEARCH.to(language))


def _authority_option(language: Language) -> click.Option:
    return click.Option(
        ["--authority"], metavar="PATH", envvar="TEIKEI_AUTHORITY", show_envvar=True, help=words.AUTHORITY_PATH.to(language)
    )


def _authority_path(given: str | None) -> Path:
    if given:
        return Path(given)
    raise Refusal(
        "No authority file is given. Fetch ROR's dump (https://ror.readme.io/docs/data-dump), run `teikei authority build DUMP.zip -o ror.authority`, "
        "and give --authority ror.authority or set TEIKEI_AUTHORITY.",
        "典拠ファイルの指定がありません。ROR のダンプ(https://ror.readme.io/docs/data-dump)を取得し、`teikei authority build DUMP.zip -o ror.authority` を実行して、"
        "--authority ror.authority で指定するか TEIKEI_AUTHORITY に設定してください。",
    )


def _rows(content: bytes, name: str, read: Callable[[bytes, str], Listing]) -> list[dict[str, Any]]:
    """The names of a file: of a plain table with the heads institution and territory, row by row, else of a list."""
    table = _plain_table(content, name)
    if table is not None:
        return table
    return [
        {
            "n": entry.n,
            "institution": entry.institution,
            "other": entry.institution_alt or "",
            "territory_code": entry.territory_codes[0] if len(entry.territory_codes) == 1 else None,
        }
        for entry in read(content, name).entries
    ]


def _plain_table(content: bytes, name: str) -> list[dict[str, Any]] | None:
    """The rows of a table in CSV or TSV whose head names the columns institution and territory; None where it is another file."""
    if b"institution" not in content[:4096].replace(b"\0", b"").lower():
        return None
    text = decode(content, name).text
    csv.field_size_limit(sys.maxsize)
    for separator in (",", "\t"):
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        columns = [column.strip().lower() for column in next(rows, [])]
        if "institution" in columns and "territory" in columns:
            break
    else:
        return None
    _refuse_unclosed(text, separator, name)
    institution, territory = columns.index("institution"), columns.index("territory")
    filled = [row + [""] * len(columns) for row in rows if row]
    return [
        {"n": n, "institution": row[institution].strip(), "other": "", "territory_code": _code(row[territory].strip())}
        for n, row in enumerate(filled, 1)
    ]


def _refuse_unclosed(text: str, separator: str, name: str) -> None:
    """Refusal where a quotation mark is never closed: the rest of the table would be one name."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for _ in rows:
            begins = rows.line_num + 1
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise Refusal(
                f"{name}: the quotation mark that opens in line {begins} is never closed. Close it, or take it away.",
                f"{name}: {begins}行目で始まる引用符が閉じていません。閉じるか、取り除いてください。",
            ) from None


def _code(label: str) -> str | None:
    """The code of one territory given by its name or by an ISO code; None where it is neither."""
    codes = codes_given(label)
    return codes[0] if len(codes) == 1 else None


def _line(row: dict[str, Any], matched: Match, language: Language) -> dict[str, Any]:
    return {
        "n": row["n"],
        "institution": row["institution"],
        "territory_code": row["territory_code"],
        "decision": matched.decision,
        "ror": f"https://ror.org/{matched.ror}" if matched.ror else None,
        "score": matched.score,
        "correction": matched.correction or None,
        "candidates": [
            {
                "ror": f"https://ror.org/{one.ror}",
                "name": one.name,
                "score": one.score,
                "why": "; ".join(why.to(language) for why in one.why),
            }
            for one in matched.candidates
        ],
    }


def _printer(to: str, language: Language) -> Callable[[dict[str, Any]], None]:
    if to == "jsonl":
        return lambda line: click.echo(json.dumps(line, ensure_ascii=False))
    if to == "csv":
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(["n", "institution", "territory_code", "decision", "ror", "name", "score", "correction", "why"])
        return lambda line: table.writerow([neutralised(str("" if cell is None else cell)) for cell in _flat(line)])
    return lambda line: click.echo(_text_line(line, language))


def _flat(line: dict[str, Any]) -> list[Any]:
    best = line["candidates"][0] if line["candidates"] and line["decision"] != "none" else {"name": "", "why": ""}
    return [
        line["n"],
        line["institution"],
        line["territory_code"],
        line["decision"],
        line["ror"],
        best["name"],
        line["score"],
        line["correction"],
        best["why"],
    ]


def _text_line(line: dict[str, Any], language: Language) -> str:
    said = words.DECISIONS[line["decision"]].to(language)
    first = f"{line['n']}\t{line['territory_code'] or '--'}\t{line['institution']}\t{said}"
    if line["decision"] == "none":
        return first
    shown = line["candidates"][: 1 if line["decision"] == "accept" else 3]
    text = first + "".join(f"\n\t{one['score']:.2f}  {one['ror']}  {one['name']}\n\t      {one['why']}" for one in shown)
    return text + (f"\n\t{words.CORRECTION.to(language).format(text=line['correction'])}" if line["correction"] else "")


def _with_progress(matches: Iterable[Match], count: int, label: str) -> Iterator[Match]:
    with click.progressbar(matches, length=count, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield from bar


def record_json(record: AuthorityRecord) -> dict[str, Any]:
    """A record as the command line prints it."""
    return {
        "ror": record.url,
        "status": record.status,
        "kinds": list(record.kinds),
        "names": [form._asdict() for form in record.names],
        "places": [place._asdict() for place in record.places],
        "relations": [relation._asdict() for relation in record.relations],
        "website": record.website,
        "established": record.established,
        "wikidata": record.wikidata,
    }


def _record_text(record: AuthorityRecord, successors: Iterable[AuthorityRecord], language: Language) -> Iterator[str]:
    yield f"{record.url}  {record.display}" + ("" if record.status == "active" else f"  [{words.STATUS[record.status].to(language)}]")
    for one in successors:
        yield f"  {words.SUCCESSOR.to(language)}: {one.url}  {one.display}"
    for form in record.names:
        yield f"  {words.NAME_KINDS[form.kind].to(language)}{f' ({form.language})' if form.language else ''}: {form.text}"
    for place in record.places:
        yield f"  {place.name}, {territory_name(place.territory, language)} ({place.territory}) {place.latitude}, {place.longitude}"
    for relation in record.relations:
        yield f"  {words.RELATIONS[relation.kind].to(language)}: https://ror.org/{relation.ror}  {relation.label}"
    if record.website:
        yield f"  {record.website}"
