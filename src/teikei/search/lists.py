"""Which agreements have a place, partner or unit: lists of numbers, so that few are found without a look at all."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from teikei.search.texts import Numbers

Places = Numbers | npt.NDArray[np.intp]


class Lists(NamedTuple):
    """The numbers that each owner has, one list after the other: values[starts[owner] : starts[owner + 1]]."""

    starts: Numbers
    values: Numbers

    def sizes(self, owners: Places) -> Numbers:
        """How many numbers each of these owners has."""
        return self.starts[owners + 1] - self.starts[owners]

    def of(self, owners: Places) -> Numbers:
        """The lists of these owners, one after the other."""
        sizes = self.sizes(owners)
        ends = np.cumsum(sizes)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self.starts[owners] - ends + sizes, sizes)
        found: Numbers = self.values[places]
        return found


def lists(owners: Numbers, values: Numbers, size: int) -> Lists:
    """Lists of so many owners out of pairs, each in the order of the pairs. Pairs of an owner below 0 are left out."""
    kept = owners >= 0
    if not kept.all():
        owners, values = owners[kept], values[kept]
    if (owners[1:] < owners[:-1]).any():
        # Two passes over 16 bits: numpy sorts those by counting, ten times as fast as wider numbers.
        order = np.argsort((owners & 0xFFFF).astype(np.uint16), kind="stable")
        if size > 0x10000:
            order = order[np.argsort((owners[order] >> 16).astype(np.uint16), kind="stable")]
        values = values[order]
    starts = np.zeros(size + 1, np.int32)
    np.cumsum(np.bincount(owners, minlength=size), out=starts[1:])
    return Lists(starts, values)
