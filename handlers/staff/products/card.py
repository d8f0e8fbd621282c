"""A product, or a variant of one, in the hands of the staff."""

from aiogram import Router
from aiogram.enums import ButtonStyle
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardButton

from bot.services.assortment import Assortment, Shown
from bot.shop.catalogue import Stocked
from bot.shop.people import Person
from bot.storage.database import Database
from bot.texts import labels
from bot.texts import product_buttons as buttons
from bot.texts import products as texts
from handlers.screen import Rows, View, button, show
from handlers.staff.products.buttons import (
    AddProduct,
    ChangeProduct,
    DoProduct,
    OpenProduct,
    ProductAct,
    ProductsPage,
    Step,
)
from handlers.staff.products.listing import leave, list_view


def router() -> Router:
    """The card and its buttons."""
    screens = Router(name="product's card")
    screens.callback_query.register(open_card, OpenProduct.filter())
    screens.callback_query.register(act, DoProduct.filter())
    return screens


async def open_card(
    callback: CallbackQuery,
    callback_data: OpenProduct,
    person: Person,
    assortment: Assortment,
    database: Database,
    state: FSMContext,
) -> None:
    """Show a product."""
    await leave(state)
    await show(callback, card_view(await assortment.look(person, callback_data.product_id)), database)


async def act(
    callback: CallbackQuery,
    callback_data: DoProduct,
    person: Person,
    assortment: Assortment,
    database: Database,
    state: FSMContext,
) -> None:
    """Do what was pressed, and show the product as it is then."""
    await leave(state)
    product_id = callback_data.product_id
    match callback_data.act:
        case ProductAct.VARIANTS:
            await show(callback, variants_view(await assortment.look(person, product_id)), database)
        case ProductAct.DELETE:
            await show(callback, _surely_view(await assortment.look(person, product_id)), database)
        case ProductAct.DELETE_SURELY:
            was = await assortment.delete(person, product_id)
            await show(callback, await _view_after(assortment, person, was), database, texts.deleted())
        case one_press:
            toast = await _do(assortment, person, product_id, one_press)
            await show(callback, card_view(await assortment.look(person, product_id)), database, toast)


async def _do(assortment: Assortment, person: Person, product_id: int, one_press: ProductAct) -> str:
    """Do what leaves the card where it is; what to say about it."""
    match one_press:
        case ProductAct.UP | ProductAct.DOWN:
            has_moved = await assortment.move(person, product_id, -1 if one_press is ProductAct.UP else 1)
            return texts.moved() if has_moved else texts.at_the_end()
        case ProductAct.HIDE | ProductAct.SHOW:
            await assortment.show(person, product_id, hidden=one_press is ProductAct.HIDE)
        case ProductAct.LESS | ProductAct.MORE:
            await assortment.restock(person, product_id, 1 if one_press is ProductAct.MORE else -1)
        case _:
            await assortment.set_stock(person, product_id, 0 if one_press is ProductAct.SOLD_OUT else None)
    return ""


def card_view(shown: Shown, remark: str = "") -> View:
    """A product as customers see it, and what can be changed."""
    stocked = shown.stocked
    rows = _words(stocked) + ([] if stocked.variants else _stock(stocked)) + _place(stocked)
    return View(texts.card(stocked, remark), rows, shown.photo)


def variants_view(shown: Shown) -> View:
    """The variants of a product."""
    it = shown.stocked.offer
    rows = [[button(texts.variant_in_list(one), OpenProduct(product_id=one.offer.id))] for one in shown.variants]
    rows.append([button(buttons.add_variant(), AddProduct(parent_id=it.id), ButtonStyle.SUCCESS)])
    rows.append([button(labels.back(), OpenProduct(product_id=it.id))])
    return View(texts.variants(it, len(shown.variants)), rows)


def _words(stocked: Stocked) -> Rows:
    """What is asked for in words; a variant shares the rest with its product."""
    it = stocked.offer

    def ask(label: str, step: Step) -> InlineKeyboardButton:
        return button(label, ChangeProduct(step=step, product_id=it.id))

    if it.parent_id is not None:
        return [[ask(buttons.label(), Step.LABEL), ask(buttons.price(), Step.PRICE)]]
    named = [ask(buttons.title(), Step.TITLE)]
    priced = [] if stocked.variants else [ask(buttons.price(), Step.PRICE)]
    variants = DoProduct(act=ProductAct.VARIANTS, product_id=it.id)
    return [
        named + priced,
        [ask(buttons.description(), Step.DESCRIPTION), ask(buttons.category(), Step.CATEGORY)],
        [ask(buttons.photo(), Step.PHOTO), button(buttons.variants_of(stocked.variants), variants)],
    ]


def _stock(stocked: Stocked) -> Rows:
    it = stocked.offer
    count = button(buttons.stock(it.stock), ChangeProduct(step=Step.STOCK, product_id=it.id))
    sold_out = button(buttons.sold_out(), DoProduct(act=ProductAct.SOLD_OUT, product_id=it.id))
    if it.stock is None:
        return [[count, sold_out]]
    less = button(labels.LESS, DoProduct(act=ProductAct.LESS, product_id=it.id))
    more = button(labels.MORE, DoProduct(act=ProductAct.MORE, product_id=it.id))
    unlimited = button(buttons.unlimited(), DoProduct(act=ProductAct.UNLIMITED, product_id=it.id))
    return [[less, count, more], [sold_out, unlimited] if it.stock else [unlimited]]


def _place(stocked: Stocked) -> Rows:
    it = stocked.offer
    seen = (buttons.show(), ProductAct.SHOW) if stocked.hidden else (buttons.hide(), ProductAct.HIDE)
    back = (
        button(buttons.back_to_list(), ProductsPage(number=0))
        if it.parent_id is None
        else button(labels.back(), DoProduct(act=ProductAct.VARIANTS, product_id=it.parent_id))
    )
    return [
        [
            button(texts.UP, DoProduct(act=ProductAct.UP, product_id=it.id)),
            button(texts.DOWN, DoProduct(act=ProductAct.DOWN, product_id=it.id)),
            button(seen[0], DoProduct(act=seen[1], product_id=it.id)),
        ],
        [button(buttons.delete(), DoProduct(act=ProductAct.DELETE, product_id=it.id)), back],
    ]


def _surely_view(shown: Shown) -> View:
    it = shown.stocked.offer
    yes = button(buttons.yes_delete(), DoProduct(act=ProductAct.DELETE_SURELY, product_id=it.id), ButtonStyle.DANGER)
    keep = button(buttons.no_keep(), OpenProduct(product_id=it.id))
    return View(texts.delete_surely(shown.stocked), [[yes], [keep]], shown.photo)


async def _view_after(assortment: Assortment, person: Person, deleted: Stocked) -> View:
    """Where one is after deleting: among the variants that are left, or in the list."""
    if deleted.offer.parent_id is None:
        return await list_view(assortment, person)
    return variants_view(await assortment.look(person, deleted.offer.parent_id))
