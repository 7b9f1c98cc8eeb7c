"""An index as files, so that a large one need not be made again at each start. Arrays are mapped: processes share their memory.

A folder holds one .npy for each array and known.json for the rest; it appears whole or not at all.
"""

import json
import shutil
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from teikei.search.columns import Columns
from teikei.search.index import Index, made_index
from teikei.search.known import Entity, Known, Profile, Where
from teikei.search.naming import Names
from teikei.search.texts import Segment, Texts

SMALLEST_MAPPED = 4096  # bytes
FORMAT = 5  # of the files and of what stands in them: another number, and they are made anew


def save(index: Index, folder: Path) -> None:
    """Write an index into a folder that is not there yet; one that another process wrote meanwhile stays."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as draft:
        made = Path(draft, "index")
        made.mkdir()
        for name, array in _arrays(index).items():
            np.save(made / f"{name}.npy", array, allow_pickle=False)
        (made / "known.json").write_text(json.dumps(_words(index), ensure_ascii=False), encoding="utf-8", errors="surrogatepass")
        try:
            made.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise


def load(folder: Path) -> Index:
    """The index of a folder. OSError, EOFError, KeyError, TypeError or ValueError where it is not whole."""
    words = json.loads((folder / "known.json").read_text(encoding="utf-8", errors="surrogatepass"))

    def array(name: str) -> Any:
        path = folder / f"{name}.npy"
        # An array without an element cannot be mapped.
        mapped = np.load(path, mmap_mode="r" if path.stat().st_size >= SMALLEST_MAPPED else None, allow_pickle=False)
        return np.asarray(mapped)  # the same memory; looking up one element of a memmap takes five times as long

    def texts(name: str) -> Texts:
        sizes = range(words["segments"][name])
        return Texts(tuple(Segment(**{one.name: array(f"{name}-{at}-{one.name}") for one in fields(Segment)}) for at in sizes))

    known = Known(
        entities=[Entity(*one) for one in words["entities"]],
        wheres=[Where(region, tuple(codes), heading) for region, codes, heading in words["wheres"]],
        profiles=[
            Profile(level, tuple(kinds), tuple(contents), places, tuple(languages), students)
            for level, kinds, contents, places, languages, students in words["profiles"]
        ],
        sort_keys=words["sort_keys"],
    )
    known.numbers = {(one.kind, one.key): at for at, one in enumerate(known.entities)}
    known.where_numbers = {one: at for at, one in enumerate(known.wheres)}
    known.profile_numbers = {one: at for at, one in enumerate(known.profiles)}
    known.sort_numbers = {one: at for at, one in enumerate(known.sort_keys)}
    names = Names(texts("names"), array("entity"), array("worth"), tuple(words["printed"]), texts("sounds"), array("sounded"))
    return made_index(known, names, texts("writings"), Columns(**{one.name: array(f"column-{one.name}") for one in fields(Columns)}))


def remove(folder: Path) -> None:
    """Take a folder away; what another process has mapped stays readable to it."""
    shutil.rmtree(folder, ignore_errors=True)


def _arrays(index: Index) -> dict[str, Any]:
    arrays = {f"column-{one.name}": getattr(index.columns, one.name) for one in fields(Columns)}
    arrays |= {"entity": index.names.entity, "worth": index.names.worth, "sounded": index.names.sounded}
    for name, texts in _texts(index).items():
        for at, segment in enumerate(texts.segments):
            arrays |= {f"{name}-{at}-{one.name}": getattr(segment, one.name) for one in fields(Segment)}
    return arrays


def _texts(index: Index) -> dict[str, Texts]:
    return {"names": index.names.texts, "sounds": index.names.sounds, "writings": index.writings}


def _words(index: Index) -> dict[str, Any]:
    known = index.known
    return {
        "segments": {name: len(texts.segments) for name, texts in _texts(index).items()},
        "entities": known.entities, "wheres": known.wheres, "profiles": known.profiles, "sort_keys": known.sort_keys,
        "printed": index.names.printed,
    }  # fmt: skip
