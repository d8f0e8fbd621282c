"""What a message consists of, made from the fields of a call: text, caption, photo, document, place."""

from bot.sandbox.telegram.entities import trimmed, utf16_length, with_found
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.files import document, photo_sizes
from bot.sandbox.telegram.markup import parse_html
from bot.sandbox.telegram.model import Json
from bot.sandbox.telegram.requests import Call, Upload
from bot.sandbox.telegram.views import user_view
from bot.sandbox.telegram.world import World

MAX_TEXT = 4096
MAX_CAPTION = 1024


def text_content(fields: Json, world: World, *, editing: bool = False) -> Json:
    """The content of a text message; refused when empty, too long or badly marked up."""
    text, entities = _formatted(fields.get("text"), fields.get("parse_mode"), fields.get("entities"), world)
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG" if editing else "message is too long")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    return content


def caption_content(fields: Json, world: World, *, editing: bool = False) -> Json:
    """The caption part of a photo's or document's content; may be empty."""
    text, entities = _formatted(fields.get("caption"), fields.get("parse_mode"), fields.get("caption_entities"), world)
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("MEDIA_CAPTION_TOO_LONG" if editing else "message caption is too long")
    content: Json = {"caption": text} if text else {}
    if entities:
        content["caption_entities"] = entities
    if fields.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def photo_content(source: object, call: Call, world: World) -> Json:
    """A photo by upload or by number. An address is refused: this server fetches nothing."""
    upload = _upload(source, call)
    file = world.files.add_photo(upload.data, upload.name) if upload else world.files.get(_number(source))
    if not file.width:
        raise bad_request("can't use file of type Document as Photo")
    return {"photo": photo_sizes(file)}


def document_content(source: object, call: Call, world: World) -> Json:
    """A document by upload or by number."""
    upload = _upload(source, call)
    file = world.files.add_document(upload.data, upload.name) if upload else world.files.get(_number(source))
    if file.width:
        raise bad_request("can't use file of type Photo as Document")
    return {"document": document(file)}


def location_content(latitude: float, longitude: float) -> Json:
    """A place on earth, in degrees."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong latitude or longitude specified")
    return {"location": {"latitude": latitude, "longitude": longitude}}


def _formatted(
    source: str | None, parse_mode: str | None, entities: list[Json] | None, world: World
) -> tuple[str, list[Json]]:
    if not source:
        return "", []
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad_request("unsupported parse_mode")
        text, marks = parse_html(source)
    else:
        text, marks = source, [dict(entity) for entity in entities or []]
    known = (_known_person(mark, world) for mark in marks)
    text, marks = trimmed(text, [mark for mark in known if mark is not None])
    return text, with_found(text, marks)


def _known_person(entity: Json, world: World) -> Json | None:
    """A mention by number names the user whom the server knows; a stranger's is plain text."""
    if entity["type"] != "text_mention":
        return entity
    number = entity["user"] if isinstance(entity["user"], int) else entity["user"].get("id")
    user = world.users.get(number)
    return entity | {"user": user_view(user)} if user else None


def _upload(source: object, call: Call) -> Upload | None:
    if not isinstance(source, str) or not source.startswith("attach://"):
        return None
    upload = call.uploads.get(source.removeprefix("attach://"))
    if upload is None:
        raise bad_request("attached file not found")
    return upload


def _number(source: object) -> str:
    if not isinstance(source, str) or not source:
        raise bad_request("there is no file in the request")
    if source.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    return source
