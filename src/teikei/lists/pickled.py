"""Listings on their way to a child process and back."""

import io
import pickle
from types import MappingProxyType


def pickled(value: object) -> bytes:
    """A listing, or what holds one, as bytes for another process of ours."""
    written = io.BytesIO()
    pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
    # An entry without places, and a profile without columns, hold a view of an empty dict, which no pickle takes.
    pickler.dispatch_table = {MappingProxyType: lambda view: (dict, (dict(view),))}
    pickler.dump(value)
    return written.getvalue()
