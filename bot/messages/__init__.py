"""What a message looks like: text, picture and buttons, in the reader's language, from what the database says now."""

from bot.messages.message import Message
from bot.messages.render import render, render_digest

__all__ = ["Message", "render", "render_digest"]
