"""What the bot says of itself: name, descriptions, commands."""

import json
import re
from typing import Any

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.model import Json
from bot.sandbox.telegram.requests import Call
from bot.sandbox.telegram.service import Service
from bot.sandbox.telegram.views import user_view

MAX_COMMANDS = 100


async def get_me(service: Service, _: Call) -> Json:
    """`getMe`."""
    return user_view(service.world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": service.inline.enabled,
        "can_connect_to_business": service.business.enabled,
    }


async def get_business_connection(service: Service, call: Call) -> Json:
    """`getBusinessConnection`."""
    return service.business.connection_view(service.business.find(call.fields["business_connection_id"]))


def _commands_key(call: Call) -> str:
    scope = call.fields.get("scope") or {"type": "default"}
    return f"commands {json.dumps(scope, sort_keys=True)} {call.fields.get('language_code') or ''}"


async def set_my_commands(service: Service, call: Call) -> bool:
    """`setMyCommands` for a scope and a language."""
    commands = call.fields["commands"]
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    service.world.profile[_commands_key(call)] = commands
    service.world.events.tell("world", None)
    return True


async def get_my_commands(service: Service, call: Call) -> list[Json]:
    """`getMyCommands`."""
    return list(service.world.profile.get(_commands_key(call), []))


async def delete_my_commands(service: Service, call: Call) -> bool:
    """`deleteMyCommands`."""
    service.world.profile.pop(_commands_key(call), None)
    service.world.events.tell("world", None)
    return True


def _setter(field: str, longest: int) -> Any:
    async def set_it(service: Service, call: Call) -> bool:
        value = call.fields.get(field) or ""
        if len(value) > longest:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        service.world.profile[f"{field} {call.fields.get('language_code') or ''}"] = value
        service.world.events.tell("world", None)
        return True

    return set_it


def _getter(field: str) -> Any:
    async def get_it(service: Service, call: Call) -> Json:
        fallback = service.world.bot.first_name if field == "name" else ""
        own = service.world.profile.get(f"{field} {call.fields.get('language_code') or ''}")
        return {field: own or service.world.profile.get(f"{field} ") or fallback}

    return get_it


def commands_for(service: Service, chat_type: str, language: str | None) -> list[Json]:
    """The commands that a person sees in the menu, by Telegram's order of scopes and languages."""
    scope = "all_private_chats" if chat_type == "private" else "all_group_chats"
    for kind in (scope, "default"):
        for code in (language or "", ""):
            found = service.world.profile.get(f"commands {json.dumps({'type': kind})} {code}")
            if found:
                return list(found)
    return []


METHODS: dict[str, Any] = {
    "getMe": get_me,
    "getBusinessConnection": get_business_connection,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name", 64),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description", 512),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description", 120),
    "getMyShortDescription": _getter("short_description"),
}
