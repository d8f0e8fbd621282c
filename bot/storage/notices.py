"""Which messages an event causes, and to whom: written into the outbox by the same unit of work as the event."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.shop.bills import Bill
from bot.shop.counter import Counter
from bot.shop.fulfilment import Stage
from bot.shop.money import Tyiyn
from bot.shop.odd_money import Case
from bot.shop.order import Order, OrderState
from bot.shop.payment import News, Payment
from bot.shop.people import Person, Purpose, Shop
from bot.storage import bills, orders, outbox, people, shops
from bot.storage.database import Unit
from bot.storage.outbox import Kind, Notice, Priority, Row


async def refresh_card(unit: Unit, order: Order, now: datetime) -> None:
    """The customer's card shows the order as it is, and so does the bill for it, if it is one's only order."""
    if order.has_customer:
        person = await people.load(unit, order.person_id)
        await outbox.put_card(unit, order, person.telegram_id, now)
    if order.bill_id is not None:
        bill = await bills.load(unit, order.bill_id)
        if not bill.many:
            await refresh_bill(unit, bill, now)


async def refresh_bill(unit: Unit, bill: Bill, now: datetime) -> None:
    """The seller's card of a bill, the message that was sent inline, the card in the seller's own chat: as it is."""
    if bill.card_chat_id is not None:
        await _put_bill(unit, bill, Kind.BILL, bill.card_chat_id, now)
    if bill.inline_message_id is not None:
        maker = await people.load(unit, bill.made_by)
        await _put_bill(unit, bill, Kind.INLINE_BILL, maker.telegram_id, now)
    if bill.business_chat_id is not None:
        await _put_bill(unit, bill, Kind.BUSINESS_BILL, bill.business_chat_id, now)


async def move_to_private(unit: Unit, bill: Bill, now: datetime) -> None:
    """The card cannot be shown in its maker's own chat (any more): they get it in private, and are told so."""
    maker = await people.load(unit, bill.made_by)
    bill = await bills.leave_own_chat(unit, bill)
    if bill.card_chat_id is None:
        bill = await bills.aim_card(unit, bill, maker.telegram_id, None)
    await tell_member(unit, maker, "own_chat_closed", now)
    await refresh_bill(unit, bill, now)


async def _put_bill(unit: Unit, bill: Bill, kind: Kind, chat_id: int, now: datetime) -> None:
    """A refresh that still waits will show what is new anyway."""
    facts = {"bill": bill.id}
    if await outbox.waits(unit, kind, chat_id, facts):
        return
    key = f"{kind}:{bill.id}:{await bills.count_card(unit, bill)}"
    await outbox.put(
        unit, Notice(bill.shop_id, chat_id, kind, key, Priority.CARD, bill.card_topic_id, facts=facts), now
    )


async def paid(unit: Unit, order: Order, now: datetime) -> None:
    """The customer gets a receipt, the merchant's chat the sale."""
    await _tell_customer(unit, order, Kind.RECEIPT, f"receipt:{order.id}", {}, now)
    await _tell_merchant(unit, order, Kind.SALE, f"sale:{order.id}", {}, now)
    if order.is_test:
        await tell_member(unit, await people.load(unit, order.person_id), "test_paid", now)
    if order.bill_id is not None:
        await refresh_bill(unit, await bills.load(unit, order.bill_id), now)


async def tell_member(unit: Unit, member: Person, what: str, now: datetime) -> None:
    """A member of staff hears in private what has changed for them."""
    key = f"member:{member.id}:{what}:{now.isoformat()}"
    await outbox.put(
        unit, Notice(member.shop_id, member.telegram_id, Kind.MEMBER, key, Priority.REST, facts={"what": what}), now
    )


async def odd_money(unit: Unit, order: Order, facts: dict[str, Any], now: datetime) -> None:
    """The merchant's chat gets the case, the customer a plain word."""
    await _tell_merchant(unit, order, Kind.DESK, f"desk:{facts['case']}", facts, now)
    await _tell_customer(unit, order, Kind.ODD_MONEY, f"odd:{facts['case']}", facts, now)


async def contradiction(unit: Unit, order: Order, facts: dict[str, Any], now: datetime) -> None:
    """Only the merchant's chat hears that xPay contradicts itself."""
    await _tell_merchant(unit, order, Kind.DESK, f"desk:{facts['case']}", facts, now)


async def decided(unit: Unit, order: Order, case: Case, now: datetime) -> None:
    """The customer hears what became of their money; the case's card shows who decided."""
    await _tell_customer(unit, order, Kind.RULING, f"ruling:{case.id}", {"case": case.id}, now)
    await redraw_case(unit, order, case, now)


async def redraw_case(unit: Unit, order: Order, case: Case, now: datetime) -> None:
    """The case's card in the merchant's chat shows how it stands."""
    await _tell_merchant(unit, order, Kind.DESK, f"desk:{case.id}", {"case": case.id}, now, again=str(case.decision))


async def rejected(unit: Unit, order: Order, case_id: int, now: datetime) -> None:
    """The customer hears that the order will not be filled and its money comes back; the desk keeps the debt."""
    await _tell_customer(unit, order, Kind.REJECTED, f"rejected:{order.id}", {}, now)
    await _tell_merchant(unit, order, Kind.DESK, f"desk:{case_id}", {"case": case_id}, now)
    await _tell_merchant(unit, order, Kind.SALE, f"sale:{order.id}", {}, now, again="rejected")
    await refresh_card(unit, order, now)


async def refunded(unit: Unit, order: Order, amount: Tyiyn, now: datetime) -> None:
    """The customer hears of money on its way back."""
    key = f"refund:{order.id}:{now.isoformat()}"
    await _tell_customer(unit, order, Kind.REFUND, key, {"amount": amount}, now)
    await _tell_merchant(unit, order, Kind.SALE, f"sale:{order.id}", {}, now, again=key)


async def noted(unit: Unit, order: Order, now: datetime) -> None:
    """The sale's card shows the staff's note; an order that is not paid has no card there yet."""
    if order.state is OrderState.PAID:
        again = f"note:{now.isoformat()}"
        await _tell_merchant(unit, order, Kind.SALE, f"sale:{order.id}", {}, now, again=again)


async def advanced(unit: Unit, order: Order, now: datetime) -> None:
    """The sale's card shows who did what, the customer's card how far the order is; that it is ready is a message."""
    await _tell_merchant(unit, order, Kind.SALE, f"sale:{order.id}", {}, now, again=str(order.fulfilment))
    await refresh_card(unit, order, now)
    if order.fulfilment is Stage.READY:
        await _tell_customer(unit, order, Kind.READY, f"ready:{order.id}", {}, now)


async def letter_to_customer(unit: Unit, order: Order, letter_id: int, now: datetime) -> None:
    """The customer gets what the shop wrote."""
    person = await people.load(unit, order.person_id)
    key, facts = f"letter:{letter_id}", {"letter": letter_id}
    await outbox.put(
        unit, Notice(order.shop_id, person.telegram_id, Kind.LETTER, key, Priority.CARD, None, order.id, facts), now
    )


async def letter_to_shop(unit: Unit, order: Order, letter_id: int, now: datetime) -> None:
    """The merchant's chat gets what a customer wrote; where strangers read along, the owners do in private."""
    await _tell_staff(unit, order, Kind.CUSTOMER_LETTER, f"letter:{letter_id}", {"letter": letter_id}, now)


async def letter_lost(unit: Unit, row: Row, now: datetime) -> None:
    """The merchant's chat hears that its letter cannot reach the customer."""
    if row.order_id is not None:
        order = await orders.load(unit, row.order_id)
        await _tell_staff(unit, order, Kind.LETTER_LOST, f"letter_lost:{row.id}", {}, now)


async def paused(unit: Unit, shop: Shop, by: Person, now: datetime, *, paused: bool) -> None:
    """The merchant's chat hears who paused the shop, or had it go on."""
    facts = {"paused": paused, "by": by.name}
    for chat_id, topic_id, suffix in await _targets(unit, shop, Purpose.SALES):
        key = f"pause:{now.isoformat()}{suffix}"
        await outbox.put(unit, Notice(shop.id, chat_id, Kind.PAUSE, key, Priority.REST, topic_id, facts=facts), now)


async def counter(unit: Unit, order: Order, code: Counter, now: datetime) -> None:
    """Where a payment over the counter was asked for, one message shows how it and its code stand from now on."""
    await _show_counter(unit, order, code, f"counter:{order.id}", f"{order.state}:{code.state}:{code.overdue}", {}, now)


async def counter_overdue(unit: Unit, order: Order, code: Counter, now: datetime) -> None:
    """A message of its own, which rings, for a code that xPay does not lock; later it shows that it is locked."""
    await _show_counter(unit, order, code, f"counter_overdue:{order.id}", str(code.state), {"overdue": True}, now)


async def _show_counter(
    unit: Unit, order: Order, code: Counter, key: str, again: str, facts: dict[str, Any], now: datetime
) -> None:
    if code.chat_id is None:
        return
    notice = Notice(order.shop_id, code.chat_id, Kind.COUNTER, key, Priority.MONEY, code.topic_id, order.id, facts)
    if not await outbox.put(unit, notice, now):
        await outbox.put(unit, replace(notice, key=f"{key}:{again}", facts=facts | {"edits": key}), now)


async def delayed(unit: Unit, order: Order, payment: Payment, now: datetime) -> None:
    """The customer hears, once for each QR, that xPay does not answer and nothing is lost."""
    await _tell_customer(unit, order, Kind.DELAYED, f"delayed:{payment.id}", {}, now)


async def alert_owners(unit: Unit, order: Order, news: News, now: datetime) -> None:
    """Owners are told once for each order and kind of news that needs a look."""
    await tell_owners(unit, order.shop_id, str(news), f"{news}:{order.id}", now, order=order.number)


async def keys_refused(unit: Unit, shop_id: int, now: datetime) -> None:
    """Owners are told once a day that xPay refuses the shop's keys."""
    await tell_owners(unit, shop_id, "xpay_keys_refused", f"xpay_keys_refused:{now:%Y-%m-%d}", now)


async def tell_owners(unit: Unit, shop_id: int, what: str, key: str, now: datetime, **facts: Any) -> None:
    """Every owner of the shop is told in private, once for each `key`."""
    for owner in await people.owners(unit, shop_id):
        notice = Notice(
            shop_id,
            owner.telegram_id,
            Kind.OWNER,
            f"owner:{owner.id}:{key}",
            Priority.REST,
            facts={"what": what} | facts,
        )
        await outbox.put(unit, notice, now)


async def _tell_customer(unit: Unit, order: Order, kind: Kind, key: str, facts: dict[str, Any], now: datetime) -> None:
    """Nobody is told of an order without a customer: its person is the member of staff who stands in for one."""
    if not order.has_customer:
        return
    person = await people.load(unit, order.person_id)
    notice = Notice(order.shop_id, person.telegram_id, kind, key, Priority.MONEY, order_id=order.id, facts=facts)
    await outbox.put(unit, notice, now)


async def _tell_staff(unit: Unit, order: Order, kind: Kind, key: str, facts: dict[str, Any], now: datetime) -> None:
    """Tell what strangers must not read: in the merchant's chat if it is private, else to every owner."""
    shop = await shops.load(unit, order.shop_id)
    for chat_id, topic_id, suffix in await _targets(unit, shop, Purpose.SALES, secret=True):
        card = {"card": f"sale:{order.id}{suffix}"}
        notice = Notice(shop.id, chat_id, kind, key + suffix, Priority.CARD, topic_id, order.id, facts | card)
        await outbox.put(unit, notice, now)


async def _targets(
    unit: Unit, shop: Shop, purpose: Purpose, *, secret: bool = False
) -> list[tuple[int, int | None, str]]:
    """Chats and topics, each with what makes a key its own.

    Where the shop has chosen no chat yet, its owners are told in private: no sale goes untold.
    """
    if shop.merchant_chat_id and not (secret and shop.merchant_chat_public):
        return [(shop.merchant_chat_id, shop.topic_for(purpose), "")]
    return [(owner.telegram_id, None, f":{owner.id}") for owner in await people.owners(unit, shop.id)]


async def _tell_merchant(
    unit: Unit, order: Order, kind: Kind, key: str, facts: dict[str, Any], now: datetime, again: str = ""
) -> None:
    """Tell the merchant's chat; with `again`, the message told under `key` is edited, once for each such word."""
    shop = await shops.load(unit, order.shop_id)
    purpose = Purpose.DESK if kind is Kind.DESK else Purpose.SALES
    for chat_id, topic_id, suffix in await _targets(unit, shop, purpose):
        first = key + suffix
        own, edits = (f"{first}:{again}", {"edits": first}) if again else (first, {})
        notice = Notice(order.shop_id, chat_id, kind, own, Priority.MONEY, topic_id, order.id, facts | edits)
        await outbox.put(unit, notice, now)


async def day_is_over(unit: Unit, shop: Shop, key: str, facts: dict[str, Any], now: datetime) -> None:
    """The merchant's chat hears how the day was."""
    for chat_id, topic_id, suffix in await _targets(unit, shop, Purpose.REPORTS):
        notice = Notice(shop.id, chat_id, Kind.SUMMARY, key + suffix, Priority.REST, topic_id, facts=facts)
        await outbox.put(unit, notice, now)


async def undelivered(unit: Unit, row: Row, now: datetime) -> None:
    """Owners learn that messages to a chat are lost: one message a day for each chat, edited when more are lost."""
    facts: dict[str, Any] = {"what": "undeliverable", "chat": row.chat_id, "day": f"{now:%Y-%m-%d}"}
    first = f"undeliverable:{row.chat_id}:{now:%Y-%m-%d}"
    for owner in await people.owners(unit, row.shop_id):
        key = f"owner:{owner.id}:{first}"
        notice = Notice(row.shop_id, owner.telegram_id, Kind.OWNER, key, Priority.REST, facts=facts)
        if not await outbox.put(unit, notice, now):
            again = replace(notice, key=f"{key}:{row.id}", facts=facts | {"edits": key})
            await outbox.put(unit, again, now)
