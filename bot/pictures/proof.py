"""The picture of a receipt: its answer large enough for an arm's length, and the QR of its own link."""

from dataclasses import dataclass

from PIL import ImageDraw

from bot.pictures.card import PALETTES, WIDTH, centred, header, with_header
from bot.pictures.lettering import Weight
from bot.pictures.ornament import Stamp, mark
from bot.pictures.paper import ACCENT, BLACK, INK, WHITE, on_ramp, png
from bot.pictures.qr import qr_picture

_MARK = 300
_QR_SIDE = 420
_GREY = on_ramp(INK, WHITE, 0.44)


@dataclass(frozen=True, slots=True)
class Proof:
    """What stands on a receipt; every text is already translated and formatted."""

    shop: str
    order: str
    total: str
    answer: str
    looked_at: str
    hint: str
    link: str


def proof_picture(proof: Proof, stamp: Stamp) -> bytes:
    """A PNG, 1000 by 1300 pixels: PAID, UNPAID or ATTENTION, the moment of looking, and the QR that asks anew.

    Raises:
        CardImpossible: the link does not fit a QR code that people can scan.
    """
    code = qr_picture(proof.link, side=_QR_SIDE, dark=BLACK, light=WHITE)
    canvas = with_header()
    canvas.paste(mark(stamp, _MARK), ((WIDTH - _MARK) // 2, 216))
    pen = ImageDraw.Draw(canvas)
    header(pen, proof.shop, proof.order)
    centred(pen, proof.answer, Weight.BOLD, 92, base=618, fill=ACCENT)
    centred(pen, proof.total, Weight.BOLD, 76, base=712, fill=INK)
    centred(pen, proof.looked_at, Weight.MEDIUM, 40, base=784, fill=INK)
    canvas.paste(code, ((WIDTH - code.width) // 2, 1022 - code.height // 2))
    centred(pen, proof.hint, Weight.MEDIUM, 34, base=1262, fill=_GREY)
    return png(canvas, PALETTES[stamp])
