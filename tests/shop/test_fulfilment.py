"""What becomes of a paid order in the shop: a rule without input or output."""

import itertools

from bot.shop.fulfilment import Stage, following, may_move

ORDER = [Stage.NEW, Stage.TAKEN, Stage.READY, Stage.HANDED_OVER]


def test_the_way_goes_forward_only() -> None:
    """Stages may be skipped, and nothing comes back from where it was."""
    for one, other in itertools.product(ORDER, ORDER):
        assert may_move(one, other) == (ORDER.index(one) < ORDER.index(other)), (one, other)


def test_only_what_is_not_handed_over_can_be_rejected() -> None:
    """Afterwards the goods are gone, and money goes back by the ledger of refunds."""
    assert [stage for stage in Stage if may_move(stage, Stage.REJECTED)] == ORDER[:3]


def test_the_end_is_the_end() -> None:
    """Nothing follows on handed over or rejected; every stage has its row, and none leads to itself."""
    assert [stage for stage in Stage if not following(stage)] == [Stage.HANDED_OVER, Stage.REJECTED]
    assert all(stage not in following(stage) for stage in Stage)
