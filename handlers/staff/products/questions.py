"""How each question about a product is put, with the answers that take one press."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.services.assortment import Assortment
from bot.shop.people import Person, clean_name
from bot.storage.database import Database
from bot.texts import labels
from bot.texts import product_buttons as buttons
from bot.texts import product_questions as questions
from handlers.screen import Rows, View, button, show
from handlers.staff.products.buttons import AnswerAct, AnswerProduct, Step
from handlers.staff.products.draft import OPTIONAL, Draft, state_of

_QUESTIONS: dict[Step, Callable[[], str]] = {
    Step.PHOTO: questions.ask_photo,
    Step.TITLE: questions.ask_title,
    Step.LABEL: questions.ask_label,
    Step.PRICE: questions.ask_price,
    Step.DESCRIPTION: questions.ask_description,
    Step.CATEGORY: questions.ask_category,
    Step.STOCK: questions.ask_stock,
}


@dataclass(frozen=True, slots=True)
class Asking:
    """Puts questions to one person, as the answer to one event."""

    event: Message | CallbackQuery
    person: Person
    state: FSMContext
    assortment: Assortment
    database: Database

    async def ask(self, step: Step, draft: Draft, remark: str = "") -> None:
        """Put a question; everything answered so far is kept with it."""
        if step is Step.CATEGORY:
            draft = replace(draft, choices=tuple(await self.assortment.categories(self.person)))
        await self.state.set_state(state_of(step))
        await self.state.set_data(draft.data())
        await show(self.event, question_view(step, draft, remark), self.database)


def question_view(step: Step, draft: Draft, remark: str = "") -> View:
    """A question with its buttons."""
    question = _QUESTIONS[step]()
    if draft.only is None:
        question = questions.step(draft.steps.index(step) + 1, len(draft.steps), question)
    return View(f"{remark}\n\n{question}" if remark else question, _rows(step, draft))


def _rows(step: Step, draft: Draft) -> Rows:
    def press(label: str, act: AnswerAct, choice: int = 0) -> Rows:
        return [[button(label, AnswerProduct(act=act, step=step, choice=choice))]]

    rows: Rows = []
    if step is Step.CATEGORY:
        for number, name in enumerate(draft.choices):
            rows += press(clean_name(name, 40) or "—", AnswerAct.CHOICE, number)
    if step in OPTIONAL and not (step is Step.PHOTO and draft.only):
        rows += press(_without(step, draft), AnswerAct.NONE)
    [cancel] = press(labels.cancel(), AnswerAct.CANCEL)
    before = press(labels.back(), AnswerAct.BACK) if draft.preceding(step) is not None else [[]]
    return [*rows, [*before[0], *cancel]]


def _without(step: Step, draft: Draft) -> str:
    if step is Step.STOCK:
        return buttons.unlimited()
    return buttons.no_description() if draft.only else labels.skip()
