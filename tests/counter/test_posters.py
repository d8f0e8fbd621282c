"""The posters: what a customer's phone reads on them."""

import io

import zxingcpp
from PIL import Image

from bot.pictures import Poster, poster
from bot.sandbox.telegram.person import Message
from tests.counter.conftest import Till

ELQR = (
    "https://pay.xpay.kg#00020101021132450012ab2b.xpay.kg01011101400407202310247120211332900251745226190sa6vxjr52p62ui2"
    "5204599953034175909Telemedia63044e70"
)
LONG = "Ө" * 200


def sheet(**changes: object) -> Poster:
    words = {"shop": "Торт+Гүл", "title": "Кирүү", "total": "250 сом", "bot_name": "@tolom_bot"}
    lines = {"how_to_pay": ("Бир", "Два", "Three"), "to_the_bot": ("Бир", "Два", "Three")}
    links = {"link": ELQR, "bot_link": "https://t.me/tolom_bot"}
    return Poster(**(words | lines | links | changes))  # type: ignore[arg-type]  # a record of texts


def codes(picture: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(picture.convert("RGB"))}


def in_pdf(document: bytes) -> Image.Image:
    """The picture that a PDF of one page holds."""
    start = document.index(b"\xff\xd8\xff")
    return Image.open(io.BytesIO(document[start:]))


def test_both_codes_are_read_on_both_sizes_and_in_both_files() -> None:
    """The large one pays, the small one leads to the bot; with the longest words too."""
    for paper, width in (("A4", 2480), ("A6", 1240)):
        for what in (sheet(), sheet(shop=LONG, title=LONG, total=LONG, how_to_pay=(LONG,) * 3, bot_name=LONG)):
            image, document = poster(what, paper)  # type: ignore[arg-type]  # one of the two
            drawn = Image.open(io.BytesIO(image))
            assert (drawn.width, round(drawn.info["dpi"][0])) == (width, 300)
            assert codes(drawn) == codes(in_pdf(document)) == {ELQR, "https://t.me/tolom_bot"}
            assert document.startswith(b"%PDF-")
            assert max(len(image), len(document)) < 3_000_000


def test_a_print_that_was_photographed_small_is_still_read() -> None:
    """The large code at a quarter of its size, as from some steps away."""
    image, _ = poster(sheet(), "A6")
    drawn = Image.open(io.BytesIO(image)).convert("L").resize((400, 564), Image.Resampling.BILINEAR)
    assert ELQR in codes(drawn)


async def test_posters_come_as_files_that_pay(till: Till) -> None:
    """Not as pictures, which Telegram would spoil; the code on them is the one that xPay made."""
    await till.make()
    for paper in ("A4", "A6"):
        sent = (await till.owner.last()).id
        await till.owner.press(f"Плакат {paper}")

        def is_pdf(one: Message) -> bool:
            return one.raw.get("document", {}).get("mime_type") == "application/pdf"

        pdf = await till.owner.wait_for(is_pdf, after=sent)
        png = next(one for one in await till.owner.messages(after=sent) if one.raw.get("document"))
        assert png.raw["document"]["file_name"].endswith(f"{paper}.png")
        drawn = Image.open(io.BytesIO(await till.owner.photo(png.raw["document"]["file_id"])))
        assert await till.link() in codes(drawn)
        assert await till.link() in codes(in_pdf(await till.owner.photo(pdf.raw["document"]["file_id"])))
