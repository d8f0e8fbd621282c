"""Photos and documents, kept byte for byte, and the checks a photo has to pass."""

import hashlib
import mimetypes
import struct

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.model import Json, StoredFile

MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_PHOTO_SIDES = 10_000
MAX_PHOTO_RATIO = 20
_JPEG_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}
_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


class Files:
    """The file store: a number of letters stands for every upload."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add_photo(self, data: bytes, name: str) -> StoredFile:
        """Keep a photo; refuses what Telegram refuses: too big, too long, no picture at all."""
        if len(data) > MAX_PHOTO_BYTES:
            raise bad_request(
                f"file of size {len(data)} bytes is too big for a photo; the maximum size is {MAX_PHOTO_BYTES} bytes"
            )
        size = picture_size(data)
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        width, height = size
        sides = max(width, height), min(width, height)
        if not sides[1] or sum(sides) > MAX_PHOTO_SIDES or sides[0] > MAX_PHOTO_RATIO * sides[1]:
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return self._keep("photos", data, name, width, height)

    def add_document(self, data: bytes, name: str) -> StoredFile:
        """Keep any file; an empty one is refused."""
        if not data:
            raise bad_request("file must be non-empty")
        return self._keep("documents", data, name, 0, 0)

    def get(self, file_id: str) -> StoredFile:
        """The file of that number; refuses a number that never was."""
        if file_id not in self._by_id:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._by_id[file_id]

    def at_path(self, path: str) -> StoredFile | None:
        """The file to be downloaded under `path`."""
        return self._by_path.get(path)

    def _keep(self, folder: str, data: bytes, name: str, width: int, height: int) -> StoredFile:
        number = len(self._by_id)
        digest = hashlib.sha256(data).hexdigest()
        suffix = "." + name.rsplit(".", 1)[1] if "." in name else ""
        kept = StoredFile(
            file_id=f"AgACAgIAAx{folder[0]}{number:06d}{digest[:40]}",
            unique_id=f"AQAD{digest[:12]}",
            path=f"{folder}/file_{number}{suffix}",
            data=data,
            name=name,
            # Uploads arrive as octet-stream, so the name has to tell the type.
            mime_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
            width=width,
            height=height,
        )
        self._by_id[kept.file_id] = kept
        self._by_path[kept.path] = kept
        return kept


def photo_sizes(file: StoredFile) -> list[Json]:
    """The `photo` field of a message: one size, the original."""
    return [
        {
            "file_id": file.file_id,
            "file_unique_id": file.unique_id,
            "width": file.width,
            "height": file.height,
            "file_size": len(file.data),
        }
    ]


def document(file: StoredFile) -> Json:
    """The `document` field of a message."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_name": file.name,
        "mime_type": file.mime_type,
        "file_size": len(file.data),
    }


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF, JPEG or WebP; None for anything else."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            width, height = struct.unpack(">II", data[16:24])
            return width, height
        if data[:6] in (b"GIF87a", b"GIF89a"):
            width, height = struct.unpack("<HH", data[6:10])
            return width, height
        if data.startswith(b"\xff\xd8"):
            return _jpeg_size(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp_size(data)
    except (struct.error, IndexError):
        return None
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walk the segments to the frame header (ITU T.81, annex B)."""
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _JPEG_WITHOUT_LENGTH:
            at += 2
        elif marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        else:
            at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    chunk = data[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None
