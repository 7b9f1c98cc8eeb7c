"""What an invented list says: its agreements by area and territory, before any thought of how it is printed."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Literal

from made.names import Land, Name, draw_partner, lands, our_units, their_units

Fault = Literal["impossible", "missing", "other-form"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One row of the list. until: the last day, or "auto-renew", "indefinite", "renewal-pending". mark: its footnote."""

    partner: Name
    partner_unit: Name
    units: tuple[Name, ...]
    concluded: date
    fault: Fault | None = None
    renewed: date | None = None
    until: date | str | None = None
    kinds: tuple[int, ...] = (0,)
    mark: int | None = None
    quotas: tuple[int, int] = (2, 2)


@dataclass(frozen=True, slots=True)
class Block:
    """The agreements with partners of one territory. Several lands for an agreement of several territories."""

    lands: tuple[Land, ...]
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """The list's grouping of territories. `counted` is False for the block of several countries."""

    name: str
    blocks: tuple[Block, ...]
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Truth:
    """An invented university's list as of a day."""

    home: Name
    as_of: date
    areas: tuple[Area, ...]

    def agreements(self) -> list[tuple[Area, Block, Agreement]]:
        """Every row in order, with what it stands under."""
        return [(area, block, agreement) for area in self.areas for block in area.blocks for agreement in block.agreements]


_HOMES = (
    "若葉大学=Wakaba University",
    "東雲工業大学=Shinonome Institute of Technology",
    "青潮大学=Aoshio University",
    "白嶺大学=Hakurei University",
)


def draw_truth(random: Random, *, partner_repeats: bool = True, uncounted_block: bool = False) -> Truth:
    """A list of some 5 to 60 agreements. partner_repeats: whether a partner may have several rows."""
    as_of = date(random.randint(2004, 2025), random.choice((3, 4, 5, 10)), 1)
    clean_dates = random.random() < 0.7
    by_area: dict[str, list[Land]] = {}
    for land in random.sample(sorted(lands().values(), key=lambda land: land.code), random.randint(2, 14)):
        by_area.setdefault(land.area, []).append(land)
    areas = [
        Area(name, tuple(_block(random, land, as_of, partner_repeats, clean_dates) for land in members))
        for name, members in by_area.items()
    ]
    if uncounted_block:
        pair = tuple(random.sample(sorted(lands().values(), key=lambda land: land.code), 2))
        network = Name("国際教育協力ネットワーク", "International Network for Education")
        areas.append(Area("several", (Block(pair, (_agreement(random, network, as_of, True),)),), counted=False))
    home = random.choice(_HOMES).split("=")
    return Truth(Name(*home), as_of, tuple(areas))


def _block(random: Random, land: Land, as_of: date, partner_repeats: bool, clean_dates: bool) -> Block:
    partners: list[Name] = []
    for _ in range(random.choice((1, 1, 2, 2, 3, 4, 6, 9))):
        partner = draw_partner(random, land)
        if not any(partner.ja == known.ja or partner.en == known.en for known in partners):
            partners.append(partner)
    rows: list[Agreement] = []
    for partner in partners:
        rows.append(_agreement(random, partner, as_of, clean_dates))
        if partner_repeats and random.random() < 0.06:
            again = _agreement(random, partner, as_of, clean_dates)
            # Under a name merged with the one above, a row without its date would print nothing at all.
            rows.append(replace(again, fault=None) if again.fault == "missing" else again)
    return Block((land,), tuple(rows))


def _agreement(random: Random, partner: Name, as_of: date, clean_dates: bool) -> Agreement:
    last = as_of - timedelta(days=30)
    concluded = last - timedelta(days=random.randrange(1, 365 * 24))
    fault: Fault | None = None
    if not clean_dates and random.random() < 0.12:
        fault = random.choice(("impossible", "missing", "other-form"))
    units = tuple(random.sample(our_units(), random.choices((1, 2, 3, 5), (60, 25, 10, 5))[0]))
    return Agreement(
        partner,
        random.choice(their_units()),
        tuple(sorted(units, key=our_units().index)),
        concluded,
        fault,
        renewed=concluded + (last - concluded) * random.random() if random.random() < 0.5 else None,
        until=random.choice((as_of + timedelta(days=random.randrange(1, 2000)), "auto-renew", "indefinite", "renewal-pending", None)),
        kinds=random.choice(((0,), (1,), (0, 1), (0, 1, 2))),
        mark=random.randrange(3) if random.random() < 0.15 else None,
        quotas=(random.randint(0, 5), random.randint(0, 5)),
    )
