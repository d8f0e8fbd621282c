"""Products of a file into the shop; what does not go with the shop is said like what is wrong with the file."""

from collections.abc import Sequence

from bot.product_file.problems import ProductFileInvalid, Wrong, problem
from bot.shop.catalogue import MOST_VARIANTS, NewProduct
from bot.storage import importing
from bot.storage.database import Unit


async def put_all(unit: Unit, shop_id: int, products: Sequence[NewProduct]) -> None:
    """Put all products on sale, or none.

    Raises:
        ProductFileInvalid: when one of them does not go with the shop's; nothing of the unit may be kept then.
    """
    try:
        await importing.put_all(unit, shop_id, products)
    except importing.CannotPut as cannot:
        wrong = Wrong.HAS_VARIANTS if isinstance(cannot, importing.HasVariants) else Wrong.TOO_MANY_VARIANTS
        raise ProductFileInvalid(
            [problem(None, wrong, title=cannot.title, column="variant", most=MOST_VARIANTS)]
        ) from cannot
