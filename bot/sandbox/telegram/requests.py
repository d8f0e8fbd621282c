"""What a bot asks: read from any form that the Bot API takes, and checked by aiogram's own method classes."""

import json
import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Union, get_args, get_origin
from urllib.parse import parse_qsl

from aiogram import methods
from aiogram.methods import TelegramMethod
from aiohttp import BodyPartReader, MultipartReader, StreamReader
from pydantic import TypeAdapter, ValidationError

from bot.sandbox.telegram.errors import Refused, bad_request
from bot.sandbox.telegram.model import Json

MAX_UPLOAD_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Call:
    """One call of a method: its plain fields, and the uploads that `attach://` names point to."""

    method: str
    fields: Json
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    @property
    def chat_id(self) -> int | None:
        """The chat it is aimed at, as far as a number tells; for faults and the ledger."""
        text = str(self.fields.get("chat_id", ""))
        return int(text) if text.removeprefix("-").isdecimal() and text.isascii() else None


Form = tuple[dict[str, Any], dict[str, Upload]]


async def read_form(content_type: str, headers: Mapping[str, str], content: StreamReader) -> Form:
    """Fields and uploads of a JSON, url-encoded or multipart body; anything else has none.

    Raises `Refused` 413 above 50 MB, as Telegram does.
    """
    if content_type == "multipart/form-data":
        return await _read_multipart(MultipartReader(headers, content))
    body = await content.read()
    if len(body) > MAX_UPLOAD_BYTES:
        raise Refused(413, "Request Entity Too Large")
    try:
        if content_type == "application/json":
            fields = json.loads(body or b"{}")
            return (fields, {}) if isinstance(fields, dict) else ({}, {})
        return dict(parse_qsl(body.decode())) if content_type == "application/x-www-form-urlencoded" else {}, {}
    except ValueError as error:
        raise bad_request("can't parse the request body") from error


async def _read_multipart(reader: MultipartReader) -> Form:
    fields: dict[str, Any] = {}
    uploads: dict[str, Upload] = {}
    total = 0
    while isinstance(part := await reader.next(), BodyPartReader):
        data = bytearray()
        while chunk := await part.read_chunk(65_536):
            total += len(chunk)
            if total > MAX_UPLOAD_BYTES:
                raise Refused(413, "Request Entity Too Large")
            data += chunk
        name = part.name or ""
        if part.filename is None:
            fields[name] = data.decode()
        else:
            uploads[name] = Upload(part.filename, bytes(data))
    return fields, uploads


@cache
def method_class(name: str) -> type[TelegramMethod[Any]] | None:
    """aiogram's class of a Bot API method; names are case-insensitive, as at Telegram's."""
    for candidate in vars(methods).values():
        if isinstance(candidate, type) and issubclass(candidate, TelegramMethod) and candidate is not TelegramMethod:
            known: type[TelegramMethod[Any]] = candidate
            if known.__api_method__.lower() == name.lower():
                return known
    return None


def checked_call(name: str, form: Form) -> Call:
    """The call with its fields decoded and valid by aiogram's model; refused like Telegram refuses."""
    kind = method_class(name)
    if kind is None:
        raise Refused(404, "Not Found: method not found")
    fields, uploads = form
    decoded = {key: _decoded(kind, key, value) for key, value in fields.items()}
    # An upload may also come under the field's own name, without attach://.
    decoded |= {key: f"attach://{key}" for key in uploads if key in kind.model_fields}
    try:
        kind.model_validate(decoded)
    except ValidationError as error:
        raise _refusal(error) from error
    return Call(kind.__api_method__, decoded, uploads)


def check_result(method: str, result: Any) -> None:
    """Make sure that aiogram will be able to read the result; raises `pydantic.ValidationError`."""
    _adapter(method).validate_python(result)


@cache
def _adapter(method: str) -> TypeAdapter[Any]:
    kind = method_class(method)
    return TypeAdapter(kind.__returning__ if kind else Any)


def _decoded(kind: type[TelegramMethod[Any]], key: str, value: Any) -> Any:
    """Forms carry strings: whatever is no string by type is JSON inside."""
    known = kind.model_fields.get(key)
    if known is None or not isinstance(value, str) or _takes_text(known.annotation):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise bad_request(f"can't parse {key.replace('_', ' ')} JSON object") from error


def _takes_text(annotation: Any) -> bool:
    if get_origin(annotation) in (Union, types.UnionType):
        return any(_takes_text(option) for option in get_args(annotation))
    return annotation is str


_EMPTY = {"chat_id": "chat_id is empty", "text": "message text is empty", "photo": "there is no photo in the request"}


def _refusal(error: ValidationError) -> Refused:
    first = error.errors()[0]
    place = str(first["loc"][0])
    if place in _EMPTY and first["type"] == "missing":
        return bad_request(_EMPTY[place])
    if place == "reply_markup":
        return bad_request("object expected as reply markup")
    return bad_request(f"can't parse {place.replace('_', ' ')}: {first['msg']}")
