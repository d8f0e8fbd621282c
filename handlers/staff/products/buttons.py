"""What the buttons of the products' screens carry."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.product_file import FileForm


class ProductsPage(CallbackData, prefix="prl"):
    """Open a page of the list of all products."""

    number: int


class OpenProduct(CallbackData, prefix="pro"):
    """Open a product or variant."""

    product_id: int


class ProductAct(StrEnum):
    """What can be done with a product by one press."""

    LESS = "less"
    MORE = "more"
    SOLD_OUT = "out"
    UNLIMITED = "many"
    HIDE = "hide"
    SHOW = "show"
    UP = "up"
    DOWN = "down"
    DELETE = "del"
    DELETE_SURELY = "sure"
    VARIANTS = "vars"


class DoProduct(CallbackData, prefix="prd"):
    """Do something with a product or variant."""

    act: ProductAct
    product_id: int


class Step(StrEnum):
    """The questions about a product, by what they ask for."""

    PHOTO = "photo"
    TITLE = "title"
    LABEL = "label"
    PRICE = "price"
    DESCRIPTION = "description"
    CATEGORY = "category"
    STOCK = "stock"


class ChangeProduct(CallbackData, prefix="prq"):
    """Ask for something about a product anew."""

    step: Step
    product_id: int


class AddProduct(CallbackData, prefix="prn"):
    """Begin to add a product, or a variant of the product `parent_id`."""

    parent_id: int


class AnswerAct(StrEnum):
    """Answers that take one press."""

    BACK = "back"
    CANCEL = "cancel"
    NONE = "none"
    CHOICE = "choice"


class AnswerProduct(CallbackData, prefix="prs"):
    """Answer the question of `step`; `choice` counts from 0 in the answers offered."""

    act: AnswerAct
    step: Step
    choice: int


class ImportProducts(CallbackData, prefix="pri"):
    """Ask for a file."""


class ChooseExport(CallbackData, prefix="prx"):
    """Offer the kinds of files."""


class ExportProducts(CallbackData, prefix="pre"):
    """Send all products as a file."""

    form: FileForm
