"""What was said about a product, kept."""

from aiogram import Bot

from bot.services.assortment import Assortment
from bot.shop.people import Person
from handlers.staff.products.buttons import Step
from handlers.staff.products.draft import Draft
from handlers.staff.products.photos import fetch_picture


async def keep(assortment: Assortment, person: Person, draft: Draft, bot: Bot) -> int:
    """Add or change the product, or variant, that a draft describes; its number.

    Raises:
        StaffRefusal: what `Assortment` refuses.
        NotFetched, BadPhoto: when the picture cannot be had; nothing is kept then.
    """
    if draft.only is not None:
        await _change(assortment, person, draft, bot)
        return draft.product_id
    if draft.parent_id:
        return await assortment.add_variant(person, draft.parent_id, draft.variant())
    photo = await fetch_picture(bot, draft.photo) if draft.photo else None
    return await assortment.add(person, draft.product(photo), _file_id(draft))


async def _change(assortment: Assortment, person: Person, draft: Draft, bot: Bot) -> None:
    product_id = draft.product_id
    match Step(draft.only or ""):
        case Step.PHOTO:
            content = await fetch_picture(bot, draft.photo or "")
            await assortment.picture(person, product_id, content, _file_id(draft))
        case Step.TITLE:
            await assortment.rename(person, product_id, draft.title)
        case Step.LABEL:
            await assortment.rename(person, product_id, draft.label)
        case Step.PRICE:
            await assortment.set_price(person, product_id, draft.price)
        case Step.DESCRIPTION:
            await assortment.describe(person, product_id, description=draft.description)
        case Step.CATEGORY:
            await assortment.put_into(person, product_id, draft.category)
        case Step.STOCK:
            await assortment.set_stock(person, product_id, draft.stock)


def _file_id(draft: Draft) -> str | None:
    """The id of a picture that was sent as a file is no id of a photo."""
    return draft.photo if draft.as_photo else None
