"""Answers about a product: each leads to the next question, the last one to the product's card."""

from dataclasses import replace

from aiogram import Bot, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.services.assortment import Assortment, TitleTaken
from bot.shop.describing import Unusable
from bot.shop.people import Person
from bot.storage.database import Database
from bot.texts import product_questions as questions
from bot.texts import products as texts
from bot.texts import shopfront
from handlers.screen import answer, show
from handlers.staff.asking import Answers
from handlers.staff.products.buttons import AnswerAct, AnswerProduct, Step
from handlers.staff.products.card import card_view, variants_view
from handlers.staff.products.draft import Describing, Draft, step_of
from handlers.staff.products.keeping import keep
from handlers.staff.products.listing import list_view
from handlers.staff.products.photos import BadPhoto, NotFetched, picture_in
from handlers.staff.products.questions import Asking


def router() -> Router:
    """Everything that is said while a product is described."""
    screens = Router(name="answers about products")
    screens.message.register(take_photo, StateFilter(Describing.photo), Answers())
    screens.message.register(take_words, StateFilter(Describing), Answers())
    screens.callback_query.register(take_press, AnswerProduct.filter())
    return screens


async def take_photo(
    message: Message, person: Person, assortment: Assortment, database: Database, state: FSMContext, bot: Bot
) -> None:
    """A picture came, or something else."""
    asking, draft = Asking(message, person, state, assortment, database), Draft.of(await state.get_data())
    sent = picture_in(message)
    if sent is None:
        await asking.ask(Step.PHOTO, draft, questions.no_photo())
        return
    draft = replace(draft, photo=sent.file_id, as_photo=sent.as_photo, album=sent.album)
    await _go_on(asking, Step.PHOTO, draft, bot)


async def take_words(
    message: Message,
    person: Person,
    assortment: Assortment,
    database: Database,
    state: FSMContext,
    raw_state: str | None,
    bot: Bot,
) -> None:
    """Words came; the other photos of the album that the picture came from are no answer."""
    asking, draft, step = (
        Asking(message, person, state, assortment, database),
        Draft.of(await state.get_data()),
        step_of(raw_state),
    )
    if step is None or (draft.album is not None and message.media_group_id == draft.album):
        return
    try:
        draft = draft.answered(step, message.text or "")
        if step in (Step.TITLE, Step.LABEL):
            await _check_free(asking, step, draft)
    except Unusable as why:
        await asking.ask(step, draft, questions.unusable(why))
    except TitleTaken:
        await asking.ask(step, draft, texts.title_taken())
    else:
        await _go_on(asking, step, draft, bot)


async def take_press(
    callback: CallbackQuery,
    callback_data: AnswerProduct,
    person: Person,
    assortment: Assortment,
    database: Database,
    state: FSMContext,
    bot: Bot,
) -> None:
    """An answer by one press, if its question is still the open one."""
    step = step_of(await state.get_state())
    if step is not callback_data.step:
        await answer(callback, shopfront.stale_button())
        return
    asking, draft = Asking(callback, person, state, assortment, database), Draft.of(await state.get_data())
    match callback_data.act:
        case AnswerAct.CANCEL:
            await _cancel(asking, draft)
        case AnswerAct.BACK:
            await asking.ask(draft.preceding(step) or step, draft)
        case AnswerAct.NONE:
            await _go_on(asking, step, draft.without(step), bot)
        case AnswerAct.CHOICE if callback_data.choice in range(len(draft.choices)):
            await _go_on(asking, step, draft.answered(step, draft.choices[callback_data.choice]), bot)
        case _:
            await asking.ask(step, draft)


async def _check_free(asking: Asking, step: Step, draft: Draft) -> None:
    """A title is refused at once, and not after all other questions."""
    if draft.only is None:
        title = draft.title if step is Step.TITLE else draft.label
        await asking.assortment.check_title(asking.person, title, draft.parent_id or None)


async def _go_on(asking: Asking, step: Step, draft: Draft, bot: Bot) -> None:
    """Put the next question; after the last one, keep what was said and show the product."""
    following = draft.following(step)
    if following is not None:
        await asking.ask(following, draft)
        return
    draft = replace(draft, complete=True)
    try:
        product_id = await keep(asking.assortment, asking.person, draft, bot)
    except TitleTaken:
        named = Step.LABEL if Step.LABEL in draft.steps else Step.TITLE
        await asking.ask(named, draft, texts.title_taken())
    except (BadPhoto, NotFetched) as why:
        remark = questions.bad_photo() if isinstance(why, BadPhoto) else questions.photo_not_fetched()
        await asking.ask(Step.PHOTO, draft, remark)
    else:
        await asking.state.clear()
        shown = await asking.assortment.look(asking.person, product_id)
        remark = texts.saved() if draft.only else texts.added()
        await show(asking.event, card_view(shown, remark), asking.database)


async def _cancel(asking: Asking, draft: Draft) -> None:
    """Back to where the questions began; nothing of them is kept."""
    await asking.state.clear()
    if draft.only is not None:
        view = card_view(await asking.assortment.look(asking.person, draft.product_id))
    elif draft.parent_id:
        view = variants_view(await asking.assortment.look(asking.person, draft.parent_id))
    else:
        view = await list_view(asking.assortment, asking.person)
    await show(asking.event, view, asking.database)
