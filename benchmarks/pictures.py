"""The picture that a customer scans: the QR alone, and the whole card.

The QR's floor is zxing-cpp's encoder, in C++, for the same link, level and size; `qrcode` in Python comes near it
because the mask is fixed, which is nine tenths of its work, and any mask decodes the same. The naive QR is
`qrcode.make`; the naive card is RGB, with its fonts loaded each time and a PNG as Pillow writes it. Ours keeps
background and fonts, draws one channel and writes sixteen colours.

A card has to be read after Telegram has made a JPEG of it, and as a thumbnail. Three decoders look that share no code:
zxing-cpp, OpenCV's, and qrdec, which is ZBar's. (quirc, a fourth, reads the JPEG but not every thumbnail: four pixels a
module are too few for it.)

While cards are drawn in a thread, the event loop's delay is Python's own hand-over between threads, of at most
`sys.getswitchinterval()`, 5 ms as Python comes, so what is drawn in Python rather than in C is what counts.
"""

import asyncio
import io
import statistics
import time
from collections.abc import Callable
from typing import Any

import cv2
import deqr
import numpy as np
import qrcode
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from benchmarks.harness import Figure, interleaved, percentile, ratio
from bot.__main__ import be_fair_to_the_loop
from bot.pictures import Card, in_painter, lettering, payment_card
from bot.pictures.qr import qr_picture

TITLE = "QR code and payment card"
TINY = {"rounds": 1, "pictures": 2}
LINK = (
    "https://pay.xpay.kg/#"
    + "00020101021132660012qr.bank.kg0108finik.kg" * 4
    + "5204829953034175405150005908TORT GUL6304A1B2"
)
CARD = Card("Торт+Гүл", "№ 1024 заказ", "1 500 сом", "Банк тиркемесинен скандаңыз", LINK)
_SIDE = 936


def measure(rounds: int = 15, pictures: int = 20) -> list[Figure]:
    """Times, size and legibility."""
    codes = interleaved(rounds, floor=timed(_floor_code), ours=timed(_our_code), naive=timed(_naive_code))
    cards = interleaved(rounds, ours=timed(_our_card), naive=timed(_naive_card))
    picture = _our_card()
    be_fair_to_the_loop()
    late = asyncio.run(_delays(pictures))
    readers, read = _decoded(picture)
    return [
        Figure("QR: C++ encoder, the floor", statistics.median(codes["floor"]) * 1000, "ms"),
        Figure("QR: ours against the floor", ratio(codes["ours"], codes["floor"]), at_most=2.2),
        Figure("QR: ours against naive", ratio(codes["naive"], codes["ours"]), "times faster"),
        Figure("card: ours", statistics.median(cards["ours"]) * 1000, "ms"),
        Figure("card: ours against naive", ratio(cards["naive"], cards["ours"]), "times faster", at_least=5),
        Figure("card: size", len(picture) / 1000, "kB", at_most=25),
        Figure(f"card: pictures read of 2, JPEG 60 and 320 pixels, by {readers}", read, at_least=2),
        Figure(
            "event loop's delay while 20 are drawn, 99th percentile", percentile(late, 0.99) * 1000, "ms", at_most=3
        ),
    ]


def timed(work: Callable[[], Any]) -> Callable[[], float]:
    """A run of some work, in seconds."""

    def run() -> float:
        begun = time.perf_counter()
        work()
        return time.perf_counter() - begun

    return run


def _floor_code() -> Any:
    code = zxingcpp.create_barcode(LINK, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return zxingcpp.write_barcode_to_image(code, scale=13)


def _our_code() -> Any:
    return qr_picture(LINK, side=_SIDE, dark=0, light=255)


def _naive_code() -> Any:
    return qrcode.make(LINK).get_image()


def _our_card() -> bytes:
    return payment_card(CARD)


def _naive_card() -> bytes:
    canvas = Image.new("RGB", (1000, 1300), "white")
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((0, 0, 1000, 176), fill=(10, 104, 84))
    code = qrcode.make(LINK).get_image().convert("RGB").resize((_SIDE, _SIDE))
    canvas.paste(code, (32, 190))
    for words, size, place in (
        (CARD.shop, 62, 88),
        (CARD.order, 38, 144),
        (CARD.total, 104, 1190),
        (CARD.hint, 37, 1254),
    ):
        font = ImageFont.truetype(str(lettering.FOLDER / lettering.Weight.BOLD.value), size)
        pen.text((500, place), words, "black", font, "ms")
    file = io.BytesIO()
    canvas.save(file, "PNG")
    return file.getvalue()


async def _delays(pictures: int) -> list[float]:
    """How late a task that wakes each millisecond wakes while pictures are drawn as the notifier draws them."""
    late: list[float] = []
    done = asyncio.Event()

    async def watch() -> None:
        while not done.is_set():
            begun = time.perf_counter()
            await asyncio.sleep(0.001)
            late.append(time.perf_counter() - begun - 0.001)

    async def draw() -> None:
        await asyncio.gather(*(in_painter(_our_card) for _ in range(pictures)))
        done.set()

    await asyncio.gather(watch(), draw())
    return late


def _decoded(picture: bytes) -> tuple[str, int]:
    """Which decoders looked, and how many of the two spoilt pictures all of them read."""
    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    lossy = io.BytesIO()
    whole.save(lossy, "JPEG", quality=60)
    small = whole.resize((320, 320 * whole.height // whole.width), Image.Resampling.LANCZOS)
    spoilt = [Image.open(lossy), small]
    decoders = _decoders()
    return " and ".join(decoders), sum(all(read(one) for read in decoders.values()) for one in spoilt)


def _decoders() -> dict[str, Callable[[Image.Image], bool]]:
    qrdec, opencv = deqr.QRdecDecoder(), cv2.QRCodeDetectorAruco()
    return {
        "zxing-cpp": lambda image: [one.text for one in zxingcpp.read_barcodes(image)] == [LINK],
        "OpenCV": lambda image: bool(opencv.detectAndDecode(np.array(image))[0] == LINK),
        "qrdec": lambda image: [_text(one) for one in qrdec.decode(image.convert("L"), convert_data=False)] == [LINK],
    }


def _text(code: Any) -> str:
    """What a code says; qrdec gives it in pieces, digits apart from letters."""
    return b"".join(bytes(part.data) for part in code.data_entries).decode()
