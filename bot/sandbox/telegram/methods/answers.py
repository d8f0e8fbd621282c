"""Answers to presses and to inline questions."""

from typing import Any

from bot.sandbox.telegram.entities import utf16_length
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.requests import Call
from bot.sandbox.telegram.service import Service

MAX_ANSWER = 200


async def answer_callback_query(service: Service, call: Call) -> bool:
    """`answerCallbackQuery`: a toast, an alert or silence; a link only back into the bot."""
    text, url = call.fields.get("text") or "", call.fields.get("url") or ""
    if utf16_length(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and f"/{service.world.bot.username}?start=" not in url:
        raise bad_request("URL_INVALID")
    answer = {"text": text, "alert": bool(call.fields.get("show_alert")), "url": url}
    service.queries.answer(str(call.fields["callback_query_id"]), answer)
    return True


async def answer_inline_query(service: Service, call: Call) -> bool:
    """`answerInlineQuery`."""
    service.inline.answer(call.fields)
    return True


METHODS: dict[str, Any] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
