from teikei.rules.agreement import Exchange
from teikei.rules.mobility import shared_places


def test_exchanges_of_one_pool_share_its_places_within_their_memorandum():
    def one(paper, places, pool=""):
        return paper, Exchange(sending=1, receiving=2, places=places, pool=pool)

    assert shared_places([one("m1", 3), one("m1", 3), one("m1", None)]) == 6
    assert shared_places([one("m1", 4, "a"), one("m1", 4, "a"), one("m1", 2, "b"), one("m2", 4, "a")]) == 10
