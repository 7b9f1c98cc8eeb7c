"""The fitted numbers of the matcher (data/weights.toml), read once."""

from collections.abc import Mapping
from functools import cache

from teikei.names.match.features import FEATURES
from teikei.names.vocabulary import vocabulary


@cache
def feature_weights() -> tuple[float, ...]:
    """The weights of the features, in the order of FEATURES."""
    return tuple(weights_of()["weights"][name] for name in FEATURES)


@cache
def weights_of() -> Mapping[str, Mapping[str, float]]:
    """The weights of the features and the bounds of the decisions, from data/weights.toml."""
    return vocabulary("weights")
