"""`python -m bench.names`: the table before and after. `--misses` lists the open misses, `--freeze` keeps the run.

`fit` fits the weights first; `peers` prints the table of the matcher beside its peers instead.
"""

import sys

from bench.names import fit
from bench.names.labelled import labelled, traps
from bench.names.planted import corrections
from bench.names.run import DUMP, authority_file, corrected, freeze, frozen, matches, right, scored, taken_away, trapped


def main(arguments: list[str]) -> None:
    """Print the table; what `--misses` shows is of the open part only."""
    path = authority_file()
    if "fit" in arguments:
        fit.fit(path)
    found = matches(path, labelled())
    figures = scored(found)
    caught = matches(path, traps())
    figures["traps"] = {
        "names": len(caught),
        "wrong accepts": len(trapped(caught)),
        "accepted": sum(one.decision == "accept" for _, one in caught),
    }
    figures["open taken away"] = taken_away(path, (name for name in labelled() if name.part == "open"))
    for part in ("open", "aside"):
        figures[f"{part} corrections"] = corrected(each for each in found if each[0].of == "seed" and each[0].part == part)
        figures[f"{part} planted"] = corrections(path, found, part)
    before = frozen()
    for group, values in figures.items():
        old = before.get(group, {})
        print(
            f"{group:18}",
            "  ".join(
                f"{name} {old.get(name, '–')} → {value}" if old.get(name) != value else f"{name} {value}" for name, value in values.items()
            ),
        )
    if "--misses" in arguments:
        for name, matched in found:
            good = right(name, matched.ror) if matched.ror else not name.right
            if name.part == "open" and not good:
                first = "; ".join(f"{one.ror} {one.name} {one.score:.2f}" for one in matched.candidates[:3])
                place = next((n for n, one in enumerate(matched.candidates, 1) if right(name, one.ror)), 0)
                print(f"{name.of}\t{name.institution}\t{name.territory}\t{name.right or '-'}\t{matched.decision}\t#{place}\t{first}")
        for name, matched in trapped(caught):
            print(
                f"trap\t{name.institution}\t{name.territory}\t{name.right or '-'}\t{matched.ror} {matched.candidates[0].name} {matched.score:.2f}"
            )
    if "--freeze" in arguments:
        freeze(figures)


def beside() -> None:
    """Print the table of the matcher beside its peers."""
    from bench.names import peers

    for line in peers.run(authority_file()):
        print(line, flush=True)


if __name__ == "__main__":
    if not DUMP.is_file():
        print(f"names: skipped, since there is no dump of ROR at {DUMP}; put one there and run again")
    elif "peers" in sys.argv[1:]:
        beside()
    else:
        main(sys.argv[1:])
