"""What a button about the staff carries."""

from aiogram.filters.callback_data import CallbackData

from bot.shop.people import Role


class AddMember(CallbackData, prefix="tea"):
    """Choose somebody for a role."""

    role: Role


class ShowMember(CallbackData, prefix="tem"):
    """Open one of the staff."""

    person_id: int


class GiveRole(CallbackData, prefix="teg"):
    """Give one of the staff another role."""

    person_id: int
    role: Role


class RemoveMember(CallbackData, prefix="ter"):
    """Remove one of the staff; asked once more unless `surely`."""

    person_id: int
    surely: bool


class ShowLog(CallbackData, prefix="tel"):
    """Open a page of the audit log; of one person alone unless `person_id` is 0."""

    person_id: int
    page: int
