"""The stage manager of a test in another process: faults, books, new people and chats."""

from typing import Any

from bot.sandbox.telegram.client import ControlClient, Json


class Stage(ControlClient):
    """What only a test may do to the world, over HTTP."""

    async def fault(self, kind: str, method: str = "*", **details: Any) -> None:
        """Let the next calls fail. `kind` and `details` (chat_id, times, status, description, retry_after, seconds)
        are those of `bot.sandbox.telegram.faults.Fault`.
        """  # noqa: D205 - one sentence over two lines
        await self.post("/control/faults", {"kind": kind, "method": method} | details)

    async def heal(self) -> None:
        """End all faults."""
        await self.delete("/control/faults")

    async def go_down(self, seconds: float) -> None:
        """Refuse every connection for some seconds."""
        await self.post("/control/down", {"seconds": seconds})

    async def ledger(self, *, method: str | None = None, chat_id: int | None = None) -> list[Json]:
        """What the server accepted, by its own books, oldest first."""
        entries: list[Json] = await self.get("/control/ledger")
        return [
            entry
            for entry in entries
            if entry["ok"] and method in (None, entry["method"]) and chat_id in (None, entry["chat_id"])
        ]

    async def add_user(self, user_id: int, first_name: str, **fields: Any) -> None:
        """A new person; `fields` are those of `model.User`."""
        await self.post("/control/users", {"id": user_id, "first_name": first_name} | fields)

    async def add_chat(self, kind: str, title: str, owner: int, **fields: Any) -> int:
        """A new group, supergroup or channel; returns its number."""
        answer = await self.post("/control/chats", {"type": kind, "title": title, "owner": owner} | fields)
        return int(answer["id"])

    async def set_inline(self, *, enabled: bool = True, feedback: bool = True) -> None:
        """What the owner chose in @BotFather: inline mode, and inline feedback."""
        await self.post("/control/inline", {"enabled": enabled, "feedback": feedback})

    async def set_business(self, *, enabled: bool) -> None:
        """What the owner chose in @BotFather: Business Mode."""
        await self.post("/control/business", {"enabled": enabled})

    async def change_chat(self, chat_id: int, change: str, **body: Any) -> Json:
        """Rearrange a chat: bot, members, permissions, topics, close_topic, reopen_topic, delete_topic, upgrade."""
        return await self.post(f"/control/chats/{chat_id}/{change}", body)
