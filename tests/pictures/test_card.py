import io
import threading
from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.pictures import Card, CardImpossible, Stamp, closed_card, payment_card
from bot.pictures.card import HEIGHT, WIDTH

ELQR = (
    "https://pay.xpay.kg#00020101021132450012ab2b.xpay.kg010111014004072023102471202113"
    "32900251745226190sa6vxjr52p62ui2520459995303417540715000005909Telemedia"
)


def link_of(length: int) -> str:
    """A link as the provider makes them, with a comment that brings it to `length` characters."""
    return (ELQR + "kR7wQ2xZ9vT4" * 200)[: length - 8] + "63044e70"


CARD = Card(
    shop="Айгүлдүн торттору",
    order="Буйрутма № 17",
    total="1 500 сом",
    hint="Каалаган банк колдонмосу менен скандаңыз",
    link=link_of(220),
)
NO_TEXT = Card(shop="", order="", total="", hint="", link=CARD.link)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def recompressed(picture: Image.Image) -> Image.Image:
    """What is left of a picture after a messenger's JPEG of quality 60, with its halved colours."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=60, subsampling=2)
    return Image.open(io.BytesIO(file.getvalue())).convert("RGB")


def narrowed(picture: Image.Image, width: int) -> Image.Image:
    return picture.resize((width, picture.height * width // picture.width), Image.Resampling.BILINEAR)


def read(picture: Image.Image) -> list[str]:
    """What an independent scanner reads on the picture."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("length", [150, 180, 220, 260, 300, 350, 400])
def test_the_link_is_read_back_from_the_card(length: int) -> None:
    """A scanner reads exactly the link: from the original, after JPEG at quality 60, and then at thumbnail width."""
    link = link_of(length)
    picture = opened(payment_card(replace(CARD, link=link)))
    jpeg = recompressed(picture)
    assert read(picture) == read(jpeg) == read(narrowed(jpeg, 320)) == [link]


def test_a_link_with_cyrillic_is_read_back() -> None:
    """A merchant's name in Cyrillic inside the link survives the code."""
    link = f"{ELQR}5912Токтогул көч6304ab12"
    assert read(recompressed(opened(payment_card(replace(CARD, link=link))))) == [link]


def test_modules_of_a_usual_link_are_large() -> None:
    """A module of a 220-character link is at least 11 pixels, pure black on pure white, with four modules of quiet."""
    picture = opened(payment_card(CARD)).crop((0, 180, WIDTH, 1110))
    dark = picture.convert("L").point([255] + [0] * 255).getbbox()
    assert dark is not None
    left, top, right, bottom = dark
    # The finder's upper edge is an unbroken line of exactly seven modules.
    edge = 0
    while picture.getpixel((left + edge, top)) == (0, 0, 0):
        edge += 1
    module = edge // 7
    assert edge % 7 == 0
    assert module >= 11
    assert (right - left) == (bottom - top)
    assert picture.getcolors(2) is not None, "the code's surroundings have a third colour"
    assert left >= 4 * module
    assert top + 180 - 176 >= 4 * module


def test_a_link_that_no_phone_could_scan_is_refused() -> None:
    """Too long a link, or none, is a CardImpossible whose text does not give the link away."""
    for link in ("", link_of(1400), link_of(4000)):
        with pytest.raises(CardImpossible) as caught:
            payment_card(replace(CARD, link=link))
        assert "xpay" not in str(caught.value)


@pytest.mark.parametrize("stamp", Stamp)
def test_a_closed_card_cannot_be_paid(stamp: Stamp) -> None:
    """A closed card has nothing that a scanner reads, keeps the size, and needs no usable link."""
    picture = opened(closed_card(CARD, stamp, "Төлөндү"))
    assert picture.size == (WIDTH, HEIGHT)
    assert read(picture) == []
    assert closed_card(replace(CARD, link=""), stamp, "Төлөндү") == closed_card(CARD, stamp, "Төлөндү")


def test_closed_cards_differ_at_a_glance() -> None:
    """Each mark has its own sign and colour."""
    assert len({closed_card(CARD, stamp, "") for stamp in Stamp}) == len(Stamp)


def test_cards_are_small() -> None:
    """A card is a PNG of 1000 pixels' width and at most 25 kB."""
    cards = [payment_card(CARD), *(closed_card(CARD, stamp, "Срок оплаты истёк") for stamp in Stamp)]
    for png in cards:
        assert Image.open(io.BytesIO(png)).format == "PNG"
        assert opened(png).width == 1000
        assert len(png) <= 25 * 1024


def test_threads_make_identical_cards() -> None:
    """Cards made by many threads at once are byte for byte those made alone."""
    wanted = [payment_card(CARD), closed_card(CARD, Stamp.EXPIRED, "Мөөнөтү өттү")]
    made: list[list[bytes]] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        made.extend([payment_card(CARD), closed_card(CARD, Stamp.EXPIRED, "Мөөнөтү өттү")] for _ in range(3))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [wanted] * 24


names = st.text(max_size=120) | st.text(alphabet="ШЩЖМWӨҢ ", min_size=30, max_size=120)


@settings(max_examples=30, deadline=None)
@given(shop=names, order=names, total=names, hint=names)
def test_no_text_leaves_its_place(shop: str, order: str, total: str, hint: str) -> None:
    """Whatever the words, the margins and the code stay as they are on a card without words."""
    bare = opened(payment_card(NO_TEXT))
    worded = opened(payment_card(Card(shop, order, total, hint, CARD.link)))
    strips = [
        (0, 0, 44, HEIGHT),
        (WIDTH - 44, 0, WIDTH, HEIGHT),
        (0, 176, WIDTH, 1080),
        (0, HEIGHT - 20, WIDTH, HEIGHT),
    ]
    for strip in strips:
        assert ImageChops.difference(bare.crop(strip), worded.crop(strip)).getbbox() is None
