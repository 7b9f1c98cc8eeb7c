"""Names of partners: what an authority of institutions says of how they are spelt."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from teikei.lists.check.catalogue import Remark, finding_code, places
from teikei.lists.model import Entry, Listing, Proposal
from teikei.names.bilingual import Text


class Misread(NamedTuple):
    """What a printed name should read, and the record that it names then: its name and address, "" where only the country tells."""

    proposed: str
    record: str


def territory_of(entry: Entry) -> str:
    """The ISO 3166 code under which an entry's name is asked for; "" where its heading names no territory, or several."""
    return entry.territory_codes[0] if len(entry.territory_codes) == 1 else ""


@finding_code(
    "name-misread",
    "warning",
    meaning=Text(
        "With one sign or two that look alike exchanged, the partner's name is that of a record of the authority. "
        "Found only where the server has an authority file.",
        "形の似た文字を1、2字入れ替えると、協定機関名が典拠レコードの名称と合います。サーバーに典拠ファイルがあるときだけ調べます。",
    ),
    remedy=Text(
        "Compare with the agreement or the partner's own name. Accept the proposed reading; the printed line stays as it is. Or say that the name is right.",
        "協定書や相手方の正式名称と照らし合わせてください。提案どおりに直すか（印刷された行はそのまま残ります）、正しければその旨を記録してください。",
    ),
)
def unasked(_listing: Listing) -> Iterator[Remark]:
    """Nothing by the list alone: whoever has an authority asks it for the names (`misread_names`)."""
    yield from ()


def misread_names(listing: Listing, known: Mapping[tuple[str, str], Misread]) -> Iterator[Remark]:
    """A remark for each name that is known to be misread, by name and code of the territory, with all its places."""
    found: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in listing.entries if known else ():
        if (asked := (entry.institution, territory_of(entry))) in known:
            found[asked].append(entry)
    for asked, entries in found.items():
        printed, misread = asked[0], known[asked]
        yield Remark(
            Text(
                f"{printed} is probably {misread.proposed}, with a sign misread" + (f": so read it is {misread.record}." if misread.record else "."),
                f"「{printed}」は「{misread.proposed}」の誤りと思われます。" + (f"そう読めば {misread.record} に当たります。" if misread.record else ""),
            ),
            places(entries, "institution"),
            Proposal("institution", printed, misread.proposed),
        )  # fmt: skip
