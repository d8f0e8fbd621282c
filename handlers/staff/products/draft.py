"""What was answered about a product so far, and which question comes when. Pure, but for aiogram's names of states."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from aiogram.fsm.state import State

from bot.shop.catalogue import MOST_CATEGORY, MOST_DESCRIPTION, MOST_LABEL, MOST_TITLE, NewProduct, NewVariant
from bot.shop.describing import Fault, Unusable, read_line, read_lines, read_price, read_stock
from handlers.staff.asking import Questions
from handlers.staff.products.buttons import Step


class Describing(Questions):
    """The questions about a product, one state each."""

    photo = State()
    title = State()
    label = State()
    price = State()
    description = State()
    category = State()
    stock = State()


class Sending(Questions):
    """A file with products is awaited."""

    file = State()


_OF_PRODUCT = (Step.PHOTO, Step.TITLE, Step.PRICE, Step.DESCRIPTION, Step.CATEGORY, Step.STOCK)
_OF_VARIANT = (Step.LABEL, Step.PRICE, Step.STOCK)

OPTIONAL = frozenset({Step.PHOTO, Step.DESCRIPTION, Step.STOCK})
"""What can be left out; a stock left out never runs out."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers as they are stored between two messages.

    `parent_id` is there for a new variant; `product_id` with `only` where one thing about a product is changed.
    `photo` is Telegram's id of a file, `as_photo` tells whether it can be sent as a picture by that id; `album` is the
    group of photos that the taken one came with. Once all is answered, the draft is `complete`: what turns out to be
    unusable then is asked for again, and nothing else.
    """

    parent_id: int = 0
    product_id: int = 0
    only: str | None = None
    photo: str | None = None
    as_photo: bool = True
    album: str | None = None
    title: str = ""
    label: str = ""
    price: int = 0
    description: str = ""
    category: str = ""
    stock: int | None = None
    choices: tuple[str, ...] = ()
    complete: bool = False

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Draft":
        """The draft in a conversation's data."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        return cls(**(known | {"choices": tuple(known.get("choices", ()))}))

    def data(self) -> dict[str, Any]:
        """The draft as a conversation's data."""
        return asdict(self)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The questions in their order."""
        if self.only is not None:
            return (Step(self.only),)
        return _OF_VARIANT if self.parent_id else _OF_PRODUCT

    def following(self, step: Step) -> Step | None:
        """The question after this one; None after the last."""
        rest = () if self.complete else self.steps[self.steps.index(step) + 1 :]
        return rest[0] if rest else None

    def preceding(self, step: Step) -> Step | None:
        """The question before this one; None before the first."""
        before = self.steps[: self.steps.index(step)]
        return before[-1] if before else None

    def answered(self, step: Step, text: str) -> "Draft":
        """The draft with a written answer.

        Raises:
            Unusable: when the text is no answer.
        """
        match step:
            case Step.TITLE:
                return replace(self, title=read_line(text, MOST_TITLE))
            case Step.LABEL:
                return replace(self, label=read_line(text, MOST_LABEL))
            case Step.PRICE:
                return replace(self, price=read_price(text))
            case Step.DESCRIPTION:
                if not text.strip():
                    raise Unusable(Fault.MISSING)
                return replace(self, description=read_lines(text, MOST_DESCRIPTION))
            case Step.CATEGORY:
                return replace(self, category=read_line(text, MOST_CATEGORY))
            case Step.STOCK:
                return replace(self, stock=read_stock(text))
            case Step.PHOTO:
                raise Unusable(Fault.MISSING)

    def without(self, step: Step) -> "Draft":
        """The draft with a question left out."""
        empty: dict[Step, dict[str, Any]] = {
            Step.PHOTO: {"photo": None, "album": None},
            Step.DESCRIPTION: {"description": ""},
            Step.STOCK: {"stock": None},
        }
        return replace(self, **empty[step])

    def product(self, photo: bytes | None) -> NewProduct:
        """The product that was described."""
        return NewProduct(self.title, self.description, self.category, self.price, self.stock, photo)

    def variant(self) -> NewVariant:
        """The variant that was described."""
        return NewVariant(self.label, self.price, self.stock)


def state_of(step: Step) -> State:
    """The state in which a question waits for its answer."""
    state: State = getattr(Describing, step.value)
    return state


def step_of(raw_state: str | None) -> Step | None:
    """The question behind a stored state's name."""
    return next((step for step in Step if state_of(step).state == raw_state), None)
