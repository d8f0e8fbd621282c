"""Every sentence exists in Kyrgyz, Russian and English, whole, and within Telegram's limits."""

import ast
import html
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiogram.utils.i18n import I18n
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import bot
from bot.shop.cart import Cart, CartLine
from bot.shop.catalogue import Page, Product
from bot.shop.odd_money import Case, Ruling
from bot.shop.order import Handover, Order, OrderLine, OrderState, Wishes
from bot.shop.payment import DeskReason
from bot.shop.people import Language, Person, Role, Shop
from bot.shop.pricing import Price
from bot.texts import checkout, commands, desk, forms, labels, merchant, orders, owner, shopfront
from bot.texts.languages import folder, translations

ROOT = Path(bot.__file__).parent.parent
FORMS = {Language.KY: 2, Language.RU: 3, Language.EN: 2}
LANGUAGES = pytest.mark.parametrize("language", list(Language))
LONG = "Ө" * 300 + "<b>&\u202e" + "😀" * 300
NOW = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)

Key = str | tuple[str, str]


def used() -> Iterator[tuple[Key, str]]:
    """What the code asks to be translated, and where."""
    for path in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            words = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if node.func.id == "_":
                yield str(words[0]), path.name
            elif node.func.id == "ngettext":
                yield (str(words[0]), str(words[1])), path.name


def catalog(language: Language) -> Catalog:
    with (folder() / language / "LC_MESSAGES" / "tolom.po").open("rb") as file:
        return read_po(file, locale=language)


def strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def tags(text: str) -> list[str]:
    return sorted(re.findall(r"</?[a-z]+>", text))


@LANGUAGES
def test_every_sentence_of_the_code_is_translated_and_no_other(language: Language) -> None:
    """A missing one would be shown in English; one too many would be translated for nobody."""
    known = {tuple(one.id) if one.pluralizable else one.id for one in catalog(language) if one.id}
    wanted = {key for key, _ in used()}
    assert known == wanted
    assert len(wanted) > 140


@LANGUAGES
def test_no_translation_is_empty_fuzzy_or_obsolete(language: Language) -> None:
    """Every plural form is there too: ky 2, ru 3, en 2."""
    read = catalog(language)
    assert not read.obsolete
    for message in read:
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        assert all(one.strip() for one in strings(message)), message.id
        if message.pluralizable:
            assert len(strings(message)) == FORMS[language], message.id


@LANGUAGES
def test_translations_keep_placeholders_tags_and_edges(language: Language) -> None:
    """A lost {sum} hides a price; a lost </b> makes Telegram refuse the message."""
    for message in catalog(language):
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else message.id[1]
        for text in strings(message):
            assert placeholders(text) == placeholders(source), text
            assert tags(text) == tags(source), text
            assert text == text.strip(), text
            assert source.count("\n") == text.count("\n"), text


@pytest.mark.parametrize("language", [Language.KY, Language.RU])
def test_translations_are_in_their_own_letters(language: Language) -> None:
    """An English sentence left in place would read as a mistake. Forms of files are called what they are called."""
    for message in catalog(language):
        if message.id:
            # the names of file formats are what the save dialogue of a spreadsheet shows in any language
            text = re.sub(r"\{\w+\}|<[^>]+>|/\w+|XPAY_\w+|xPay|QR|START|Excel|XLSX|CSV|UTF", "", strings(message)[0])
            assert not re.search(r"[A-Za-z]{2,}", text), text


def test_the_wheel_and_the_repository_use_one_folder() -> None:
    """The translations are found beside the packages."""
    assert folder() == ROOT / "locales"


def test_f_strings_hide_no_sentence_from_the_usual_tools() -> None:
    """Babel's own extraction, which translators use, sees what the test above sees."""
    found = extract_from_dir(ROOT / "bot" / "texts", [("**.py", "python")], keywords={"_": None, "ngettext": (1, 2)})
    assert {message for _, _, message, _, _ in found} == {key for key, _ in used()}


# Rendering: whatever strangers write, each text is valid for Telegram and not too long.

SHOP = Shop(1, LONG, Language.KY, "Asia/Bishkek", 30, -100, None, merchant_chat_public=False, accepts_late=False)
PERSON = Person(1, 1, 4242, LONG, None, Language.KY, "+996555123456", Role.CUSTOMER)
PRODUCT = Product(1, LONG, LONG * 3, LONG, 1_234_567_50, 21, 1)
CART = Cart(tuple(CartLine(PRODUCT, 99) for _ in range(60)))
CASE = Case(
    id=1, shop_id=1, order_id=1, order_number=17, person_id=1, payment_id=1, transfer_id=1, reason=DeskReason.LATE,
    expected=100, received=None, raw=LONG, trx=LONG, transaction_id="id", opened_at=NOW, decision=Ruling.REFUNDED,
    decided_at=NOW, decided_by=1, note=LONG,
)  # fmt: skip
LINK = "https://pay.xpay.kg#" + "0" * 480
WISHES = Wishes(
    Handover.DELIVERY, "+996555123456", LONG, 42.87, 74.59, LONG, LONG, NOW, NOW + timedelta(hours=2)
)  # fmt: skip


def order(state: OrderState, lines: int = 60) -> Order:
    line = OrderLine(1, LONG, 1_500_00, 3)
    paid_at = NOW if state is OrderState.PAID else None
    values: dict[str, Any] = dict.fromkeys(Order.__dataclass_fields__)
    values |= {"id": 1, "shop_id": 1, "person_id": 1, "number": 17, "token": "t", "state": state, "total": 9_000_000_00}
    values |= {
        "delivery_fee": 200_00,
        "discount": 300_00,
        "promo": "<Ө>" + "W" * 17,
        "wishes": WISHES,
        "lines": (line,) * lines,
        "placed_at": NOW,
        "expires_at": NOW,
        "paid_at": paid_at,
    }
    return Order(**(values | {"paid_late": True}))


def rendered() -> Iterator[tuple[str, Callable[[], str], int]]:
    """Every text function with hard arguments, and the limit that holds for it."""
    yield from rendered_orders()
    yield from rendered_toasts()
    yield "product", partial(shopfront.product, PRODUCT, 99), 1024
    yield "page", partial(shopfront.page, LONG, Page((PRODUCT,), 0, 3)), 4096
    yield "cart", partial(shopfront.cart, CART), 4096
    yield "summary", partial(checkout.summary, CART.lines, Price(CART.total, 1), 55, WISHES, SHOP.timezone), 4096
    yield "greeting", partial(shopfront.greeting, SHOP, PERSON), 4096
    yield "menu", partial(shopfront.menu, SHOP), 4096
    yield "help", partial(shopfront.help_, SHOP), 4096
    yield "sold out", partial(checkout.sold_out, LONG), 4096
    for least, most in ((100, 500), (100, None), (None, 500)):
        yield f"limits {least} {most}", partial(checkout.outside_limits, least, most), 4096
    for count in (1, 2, 5, 11, 21):
        yield f"open {count}", partial(checkout.too_many_open, count), 4096
        yield f"more {count}", partial(forms.and_more, count), 4096
    yield "undeliverable", partial(owner.undeliverable, LONG), 4096
    yield "bad link", partial(owner.bad_link, None, LONG), 4096


def rendered_orders() -> Iterator[tuple[str, Callable[[], str], int]]:
    for state in OrderState:
        one = order(state)
        yield f"card {state}", partial(orders.card, one, SHOP.timezone, one.total, "…" * 100, LINK), 1024
        yield f"closed {state}", partial(orders.card_closed, one, SHOP.timezone, "…" * 200), 1024
        yield f"details {state}", partial(orders.details, one, SHOP.timezone), 4096
        yield f"receipt {state}", partial(orders.receipt, one, SHOP, 50, "trx-" + LONG), 4096
        yield f"sale {state}", partial(merchant.sale, one, SHOP, 100, PERSON), 4096
        yield f"row {state}", partial(orders.row, one), 64
        yield f"stamp {state}", partial(orders.stamp, state), 32
    for reason in DeskReason:
        case = replace(CASE, reason=reason)
        yield f"odd {reason}", partial(orders.odd_money, 17, None, reason), 4096
        yield f"desk {reason}", partial(desk.card, case, order(OrderState.PAID), SHOP, PERSON, PERSON, 100), 4096


def rendered_toasts() -> Iterator[tuple[str, Callable[[], str], int]]:
    for toast in (shopfront.no_more, shopfront.product_gone, shopfront.stale_button, shopfront.cart_emptied,
                  checkout.placing, checkout.put_aside, checkout.step_is_over, checkout.nothing_to_do,
                  orders.asking_bank, orders.one_moment, orders.no_such_order):  # fmt: skip
        yield toast.__name__, toast, 200
    yield "surely", partial(orders.surely_cancel, 10**9), 200
    yield "follows", partial(orders.card_follows, 10**9), 200
    yield "placed", partial(checkout.placed, 10**9), 200
    yield "placeholder", checkout.address_sample, 64


@pytest.fixture
def i18n() -> I18n:
    return translations()


@LANGUAGES
def test_f053_every_text_is_valid_and_within_its_limit(language: Language, i18n: I18n) -> None:
    """Also with names full of tags, direction marks and emoji: Telegram counts UTF-16 units after parsing."""
    with i18n.context(), i18n.use_locale(language):
        for name, text, most in rendered():
            result = text()
            assert result.strip(), name
            assert forms.visible_length(result) <= most, name
            assert "\u202e" not in result, name
            assert_balanced(result, name)
            assert "{" not in result, name


@LANGUAGES
def test_every_function_of_the_texts_gives_words(language: Language, i18n: I18n) -> None:
    """Those without parameters are all called; buttons stay short enough for a phone."""
    with i18n.context(), i18n.use_locale(language):
        for module in (labels, shopfront, checkout, orders, merchant, desk, owner):
            for name, function in vars(module).items():
                if (
                    not callable(function)
                    or name.startswith("_")
                    or getattr(function, "__module__", "") != module.__name__
                ):
                    continue
                if not function.__code__.co_argcount:
                    words = function()
                    assert words.strip(), name
                    assert module is not labels or len(words) <= 32, name
        described = commands.commands()
    assert all(re.fullmatch(r"[a-z]{1,32}", name) and 3 <= len(text) <= 256 for name, text in described.items())


def assert_balanced(markup: str, name: str) -> None:
    """Only tags that Telegram knows, each closed."""
    opened: list[str] = []
    for closing, tag in re.findall(r"<(/?)(\w+)[^<>]*>", markup):
        assert tag in {"b", "i", "a", "code", "blockquote"}, name
        if not closing:
            opened.append(tag)
        else:
            assert opened.pop() == tag, name
    assert not opened, name
    assert "<" not in re.sub(r"</?(b|i|a|code|blockquote)\b[^<>]*>", "", markup), name


@pytest.mark.parametrize(
    ("language", "amount", "written"),
    [
        (Language.KY, 1_500_50, "1\u00a0500,50\u00a0сом"),
        (Language.RU, 1_500_00, "1\u00a0500\u00a0сом"),
        (Language.EN, 1_500_50, "1,500.50\u00a0som"),
        (Language.EN, 5, "0.05\u00a0som"),
        (Language.RU, 1_234_567_00, "1\u00a0234\u00a0567\u00a0сом"),
    ],
)
def test_money_is_written_as_the_language_writes_it(i18n: I18n, language: Language, amount: int, written: str) -> None:
    """Separators and unit come from the translation; spaces do not break."""
    with i18n.context(), i18n.use_locale(language):
        assert forms.money(amount) == written


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "осталась 1 штука"), (3, "осталось 3 штуки"), (5, "осталось 5 штук"), (21, "осталась 21 штука")],
)
def test_russian_plurals_agree(i18n: I18n, count: int, words: str) -> None:
    """Three forms, chosen by the last digits."""
    product = Product(1, "Торт", "", "", 100, count, None)
    with i18n.context(), i18n.use_locale(Language.RU):
        assert words in shopfront.product(product, 0)


def test_times_are_those_of_the_shop() -> None:
    """Half past two in the night of Bishkek is still yesterday in UTC."""
    assert forms.clock_time(NOW, "Asia/Bishkek") == "24.11.2026, 02:30"
    assert forms.clock_time(NOW, "Asia/Bishkek", NOW) == "02:30"


def test_names_of_strangers_cannot_break_out() -> None:
    """Tags are escaped, line breaks and direction marks go."""
    assert forms.safe("<b>PAID\n✅\u202e") == "&lt;b&gt;PAID ✅"
    assert html.unescape(forms.safe("A & B")) == "A & B"
