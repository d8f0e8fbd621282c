"""Keyboards as Telegram accepts them."""

import re
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.telegram.errors import Refused, bad_request
from bot.sandbox.telegram.links import http_link, link_fault
from bot.sandbox.telegram.model import Chat, Json
from bot.sandbox.telegram.world import World

MAX_CALLBACK_BYTES = 64
MAX_COPY_UNITS = 256
MAX_BUTTONS = 100
MAX_REQUESTED_USERS = 10
STYLES = {"danger", "success", "primary"}
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)


def inline_keyboard(markup: Json, chat: Chat, world: World) -> Json | None:
    """The checked inline keyboard, or None when it has no button at all."""
    rows = [[_inline_button(button, chat, world) for button in row] for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": rows} if rows else None


def reply_keyboard(markup: Json, chat: Chat) -> Json:
    """The checked reply keyboard; a button given as a plain string becomes a button."""
    if chat.type == "channel":
        raise bad_request("reply keyboard can't be used in channels")
    rows = []
    for row in markup["keyboard"]:
        buttons = [{"text": button} if isinstance(button, str) else _clean(button) for button in row]
        for button in buttons:
            _check_reply_button(button, chat)
        if buttons:
            rows.append(buttons)
    if not rows:
        raise bad_request("reply markup is invalid: the keyboard is empty")
    return _clean(markup) | {"keyboard": rows}


def _inline_button(button: Json, chat: Chat, world: World) -> Json:
    button = _clean(button)
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: Button text must be non-empty")
    _check_style(button)
    if not any(action in button for action in _ACTIONS):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "url" in button:
        button["url"] = _button_link(button["url"], world)
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= MAX_COPY_UNITS:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "web_app" in button:
        _check_web_app(button["web_app"]["url"], chat)
    return button


def _button_link(link: str, world: World) -> str:
    """The link as stored; a link to a person needs that person's consent."""
    fault = link_fault(link.strip())
    if fault:
        raise _bad_link(link, fault)
    parts = urlsplit(link)
    if parts.scheme == "tg" and parts.netloc == "user":
        number = parse_qs(parts.query).get("id", [""])[0]
        user = world.users.get(int(number)) if re.fullmatch(r"[0-9]{1,15}", number) else None
        if user is None:
            raise bad_request("BUTTON_USER_INVALID")
        if user.hides_profile:
            raise bad_request("BUTTON_USER_PRIVACY_RESTRICTED")
    return http_link(link) or link


def _bad_link(link: str, fault: str) -> Refused:
    return bad_request(f"inline keyboard button URL '{link}' is invalid: {fault}")


def _check_web_app(link: str, chat: Chat) -> None:
    if chat.type != "private":
        raise bad_request("BUTTON_TYPE_INVALID")
    if not link.startswith("https://"):
        raise bad_request(f"inline keyboard button Web App URL '{link}' is invalid: Only HTTPS links are allowed")


def _check_reply_button(button: Json, chat: Chat) -> None:
    if not button.get("text", "").strip():
        raise bad_request("can't parse keyboard button: Button text must be non-empty")
    _check_style(button)
    if button.get("request_users"):
        button["request_users"] = _wish_for_users(button["request_users"])
    if chat.type == "private":
        return
    if button.get("request_contact"):
        raise bad_request("phone number can be requested in private chats only")
    if button.get("request_location"):
        raise bad_request("location can be requested in private chats only")
    if button.get("request_chat"):
        raise bad_request("chats can be requested in private chats only")
    if button.get("request_users"):
        raise bad_request("users can be requested in private chats only")


def _wish_for_users(wish: Json) -> Json:
    """Up to ten people or bots at once, told back under a number of 32 bits."""
    wish = _clean(wish)
    if not -(2**31) <= wish["request_id"] < 2**31:
        raise bad_request("can't parse keyboard button: Invalid request_id specified")
    if not 1 <= wish.get("max_quantity", 1) <= MAX_REQUESTED_USERS:
        raise bad_request("can't parse keyboard button: Wrong max_quantity specified")
    return wish


def _check_style(button: Json) -> None:
    if button.get("style") not in (None, *STYLES):
        raise bad_request("can't parse keyboard button: Invalid button style specified")


def _clean(value: Json) -> Json:
    return {key: item for key, item in value.items() if item is not None}
