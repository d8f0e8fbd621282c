"""What a person sees in a chat: messages with their pictures and buttons."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Button:
    """A button under a message."""

    label: str
    data: str | None
    url: str | None
    copy_text: str | None
    disabled: bool
    style: str | None


@dataclass(frozen=True)
class Message:
    """A message as the person sees it now."""

    id: int
    chat_id: int
    sender_id: int | None
    text: str
    """Text, or caption of a picture."""
    entities: list[Json]
    photo: str | None
    """File number of the picture, for `Person.photo`."""
    document: str | None
    """File number of the document, for `Person.document`."""
    rows: list[list[Button]]
    edits: int
    raw: Json
    """As the Bot API writes it, with `edits`."""

    @property
    def buttons(self) -> list[Button]:
        """All inline buttons, row by row."""
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        """What is written on the buttons."""
        return [button.label for button in self.buttons]

    def button(self, label: str) -> Button | None:
        """The first button whose label contains `label`."""
        return next((button for button in self.buttons if label in button.label), None)


def messages_of(chat: Json) -> list[Message]:
    """The messages of a chat as the control API shows it, oldest first."""
    return [_message(raw) for raw in chat["messages"]]


def shown(chat: Json) -> str:
    """The chat as lines of text, for explanations of a failed test."""
    lines = []
    for message in messages_of(chat):
        buttons = " ".join(f"[{label}]" for label in message.labels)
        picture = "(picture) " if message.photo else ""
        lines.append(f"  {message.id} from {message.sender_id}: {picture}{message.text!r} {buttons}".rstrip())
    keyboard = (chat["chat"]["reply_keyboard"] or {"keyboard": []})["keyboard"]
    keys = " ".join(f"[{key['text']}]" for row in keyboard for key in row)
    return "\n".join([f"chat {chat['chat']['id']}:", *lines, *([f"  keyboard: {keys}"] if keys else [])])


def _message(raw: Json) -> Message:
    photos = raw.get("photo") or []
    markup = raw.get("reply_markup") or {"inline_keyboard": []}
    return Message(
        id=raw["message_id"],
        chat_id=raw["chat"]["id"],
        sender_id=raw.get("from", {}).get("id"),
        text=raw.get("text") or raw.get("caption") or "",
        entities=raw.get("entities") or raw.get("caption_entities") or [],
        photo=photos[-1]["file_id"] if photos else None,
        document=(raw.get("document") or {}).get("file_id"),
        rows=[[_button(button) for button in row] for row in markup["inline_keyboard"]],
        edits=raw["edits"],
        raw=raw,
    )


def _button(raw: Json) -> Button:
    return Button(
        label=raw["text"],
        data=raw.get("callback_data"),
        url=raw.get("url"),
        copy_text=(raw.get("copy_text") or {}).get("text"),
        disabled="disabled" in raw,
        style=raw.get("style"),
    )
