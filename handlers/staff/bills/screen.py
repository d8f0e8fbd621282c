"""A bill as staff see it, with everything that can be done about it."""

from aiogram.enums import ButtonStyle, ChatType
from aiogram.types import InlineKeyboardButton, Message

from bot.addresses import Addresses
from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.services.billing import Place
from bot.shop.bills import BillState, Standing
from bot.shop.people import Person, Shop
from bot.texts import bill_buttons as buttons
from bot.texts import staff_bills as texts
from handlers.screen import Rows, View, button
from handlers.staff.bills.buttons import BillAct, BillButton, BillDue

_DAYS = (0, 3, 7, 30)


def view(standing: Standing, shop: Shop, addresses: Addresses) -> View:
    """The screen of one bill."""
    text = texts.screen(standing, shop, addresses.bill(standing.bill.token))
    back = [button(buttons.to_list(), OpenStaff(screen=StaffScreen.BILLS))]
    return View(text, [*_rows(standing), back])


def surely(standing: Standing) -> View:
    """Cancel, really?"""
    yes = act(BillAct.SURELY, standing, buttons.cancel_surely(), ButtonStyle.DANGER)
    return View(texts.surely(standing.bill), [[yes], [act(BillAct.OPEN, standing, buttons.to_bill())]])


def days(standing: Standing) -> View:
    """Until when?"""
    bill_id = standing.bill.id
    choice = [button(buttons.in_days(count), BillDue(bill_id=bill_id, days=count)) for count in _DAYS]
    rows = [choice[:2], choice[2:], [act(BillAct.DATE, standing, buttons.other_date())]]
    return View(texts.ask_due(), [*rows, [act(BillAct.OPEN, standing, buttons.to_bill())]])


def act(what: BillAct, standing: Standing, label: str, style: ButtonStyle | None = None) -> InlineKeyboardButton:
    """A button that does something with a bill."""
    return button(label, BillButton(act=what, bill_id=standing.bill.id), style)


def place_for(message: Message, shop: Shop, person: Person) -> Place:
    """Where a bill's card goes that was asked for here: here, unless strangers read along."""
    if message.chat.type == ChatType.PRIVATE or shop.may_read_secrets(message.chat.id):
        return Place(message.chat.id, message.message_thread_id if message.is_topic_message else None)
    return Place(person.telegram_id)


def _rows(standing: Standing) -> Rows:
    bill = standing.bill
    send = [act(BillAct.SEND, standing, buttons.send_card(), ButtonStyle.SUCCESS)]
    due = act(BillAct.DUE, standing, buttons.change_due())
    if standing.state is BillState.OVER:
        return [send, [due]]
    if standing.state is not BillState.WAITING:
        return [send]
    rows = [send]
    if bill.many or (standing.order is not None and standing.order.unclaimed):
        many = (BillAct.ONE, buttons.for_one()) if bill.many else (BillAct.MANY, buttons.for_many())
        rows.append([act(many[0], standing, many[1])])
    sums = (BillAct.FIX, buttons.fix_sum()) if bill.may_raise else (BillAct.RAISE, buttons.let_raise())
    rows.append([act(sums[0], standing, sums[1]), due])
    if not bill.many:
        renew = act(BillAct.RENEW, standing, buttons.renew())
        rows.append([act(BillAct.TERMINAL, standing, buttons.on_terminal()), renew])
    rows.append([act(BillAct.CANCEL, standing, buttons.cancel())])
    return rows
