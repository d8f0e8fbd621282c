"""A product's picture from a file: checked here, because Telegram would refuse it only in front of a customer."""

import io
import warnings
from pathlib import Path

from PIL import Image

MOST_BYTES = 10_000_000
"""What Telegram takes as a photo."""
MOST_SIDES = 10_000
"""Width and height together, in pixels: Telegram's limit."""
MOST_RATIO = 20
"""How many times longer one side may be than the other: Telegram's limit."""


class BadPhoto(Exception):
    """The picture cannot be used; the message says why, to follow the file's name."""


def read_photo(folder: Path, name: str) -> bytes:
    """The bytes of a JPEG or PNG that Telegram will take; `name` is relative to `folder` and must not lead out of it.

    Raises:
        BadPhoto: when there is no such file, or it is no such picture.
    """
    try:
        path = (folder / name.replace("\\", "/")).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise BadPhoto("lies outside the folder of the CSV file; put it beside the file")
        if not path.is_file():
            raise BadPhoto("is not there; the name counts from the folder of the CSV file")
        if path.stat().st_size > MOST_BYTES:
            raise BadPhoto(f"is {path.stat().st_size:,} bytes; at most {MOST_BYTES:,} can be sent")
        content = path.read_bytes()
    except ValueError:  # such as a null character in the name
        raise BadPhoto("is no name of a file") from None
    except OSError as error:
        raise BadPhoto(f"cannot be read: {error.strerror}") from error
    check_photo(content)
    return content


def check_photo(content: bytes) -> None:
    """Promise that Telegram will take a picture.

    Raises:
        BadPhoto: when it is no whole JPEG or PNG of a size and form that Telegram takes.
    """
    if len(content) > MOST_BYTES:
        raise BadPhoto(f"is {len(content):,} bytes; at most {MOST_BYTES:,} can be sent")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the sides are checked right here
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
                short, long = sorted(picture.size)
                if short + long > MOST_SIDES or long > MOST_RATIO * short:
                    size = f"{picture.width} x {picture.height}"
                    raise BadPhoto(f"is {size} pixels; Telegram shows up to {MOST_SIDES} for both sides together")
                picture.load()  # a file that was cut off shows itself only now
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise BadPhoto("is no whole JPEG or PNG picture") from None
