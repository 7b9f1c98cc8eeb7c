"""`python -m made accuracy` prints the figures; `python -m made show SEED` one list, its key and its reading."""

import argparse
from pathlib import Path

from made.accuracy import ROOT, Made1000, on_counts, on_kept_lists, on_made_lists
from made.layout import FORMATS, Format
from made.lists import made, made_with_counts
from made.marking import mark, reading


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m made", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    accuracy = commands.add_parser("accuracy", help="F1 on kept and made lists, planted counts")
    accuracy.add_argument("--lists", type=int, default=1000, help="how many lists to make")
    accuracy.add_argument("--first", type=int, default=0, help="the first seed")
    accuracy.add_argument("--format", choices=FORMATS)
    accuracy.add_argument("--kept", type=Path, default=ROOT.parent / "shared" / "lists", help="a folder of lists with answer keys")
    accuracy.add_argument("--details", action="store_true", help="each wrong value of the kept lists, those kept aside too")
    accuracy.add_argument("--seeds", type=int, default=25, help="how many silent errors to name")
    accuracy.add_argument("--no-counts", action="store_true", help="without planted counts")
    show = commands.add_parser("show", help="one made list, its key, its reading")
    show.add_argument("seed", type=int)
    show.add_argument("--format", choices=FORMATS)
    show.add_argument("--counts", choices=("clean", "wrong"), help="the list that the figures on counts use")
    show.add_argument("--write", type=Path, help="write the file here")
    told = parser.parse_args()
    if told.command == "show":
        _show(told)
    else:
        _accuracy(told)


def _accuracy(told: argparse.Namespace) -> None:
    if told.kept.is_dir():
        print(f"Lists with answer keys in {told.kept.name}:")
        print("\n".join(f"  {line}" for line in on_kept_lists(told.kept, details=told.details)))
    seeds = range(told.first, told.first + told.lists)
    format: Format | None = told.format
    print(f"\nMade lists, seeds {seeds.start} to {seeds.stop - 1}{f', {format}' if format else ''}:")
    _print_made(on_made_lists(seeds, format), told.seeds)
    if told.no_counts:
        return
    planted, alarms = on_counts(seeds, format)
    print(f"\nWrong counts planted in {told.lists} lists, and the same lists clean:")
    for level, (found, number, *missed) in sorted(planted.items()):
        print(f"  {level:10} reported {found}/{number}  missed: {missed[:10]}")
    print(f"  false alarms {sum(map(len, alarms.values()))}", {code: seeds[:10] for code, seeds in alarms.items()})


def _print_made(figures: Made1000, most: int) -> None:
    print(f"  {'all':32} {figures.total.line()}")
    for (axis, value), total in sorted(figures.by_axis.items()):
        print(f"  {f'{axis} {value}':32} {total.line()}")
    print(f"  wrong values: {dict(figures.what.most_common())}")
    for seed, error in figures.crashes[:most]:
        print(f"  crash, seed {seed}: {error[:160]}")
    print(f"  lists with silent errors: {len(figures.silent)}; the first of each:")
    for seed, format, wrong in figures.silent[:most]:
        print(f"    seed {seed} {format}: {wrong[:200]}")


def _show(told: argparse.Namespace) -> None:
    one = made_with_counts(told.seed, told.format, wrong=told.counts == "wrong") if told.counts else made(told.seed, told.format)
    if told.write:
        told.write.write_bytes(one.content)
    print(one.layout)
    if one.layout.format in ("txt", "csv", "html"):
        encodings = (one.layout.encoding, "utf-8", "cp932")
        print(next(text for text in (_decoded(one.content, encoding) for encoding in encodings) if text is not None))
    else:
        print(*one.page.before, *(" | ".join(cell.text if cell else "^" for cell in row.cells) for row in one.page.rows), sep="\n")
    print("counts:", *one.key.counts, sep="\n  ")
    print("planted:", one.planted)
    read = reading(one.content, one.name)
    print("reading:", read.refused or "")
    if read.listing:
        for decision in read.listing.decisions:
            print("  ", decision.about, decision.value, round(decision.sure, 2))
        for role, row in zip(read.listing.roles, read.listing.rows, strict=True):
            print(f"  {role:10} {' | '.join(row.cells)[:150]}")
        for finding in read.findings:
            if finding.severity != "info":
                print(f"  {finding.code}: {finding.text.en[:200]}")
    result = mark(read, one.key)
    print(f"F1 {result.f1:.4f}; wrong:", *result.wrong[:60], sep="\n  ")


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


if __name__ == "__main__":
    main()
