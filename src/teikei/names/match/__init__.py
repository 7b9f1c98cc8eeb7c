"""Who is the partner? A printed name and its territory to a record of the authority, with evidence, or an honest "no id".

The steps are told in docs/explanation/how-a-name-becomes-an-id.md: the name is taken apart (`query`), names of the
authority that share a key with it are fetched (`candidates`), each is laid beside it (`align`, `features`), and the
weights (`data/weights.toml`, fitted by bench/names) turn what was seen into probabilities, "none of them" among these.
"""

from teikei.names.match.batch import Named, match_all
from teikei.names.match.decide import Candidate, Decision, Match, match

__all__ = ["Candidate", "Decision", "Match", "Named", "match", "match_all"]
