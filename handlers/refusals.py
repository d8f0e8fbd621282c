"""Each refusal as the sentence that a person reads."""

from bot.checkout import (
    AreaGone,
    ChoiceGone,
    EmptyCart,
    NoTimes,
    OutsideLimits,
    PaymentsUnavailable,
    PriceChanged,
    PromoRefused,
    Refusal,
    ShopClosed,
    ShopPaused,
    SoldOut,
    TimeGone,
    TooLate,
    TooManyOpen,
    TooManyQRs,
)
from bot.services.assortment import NoMoreVariants, ProductGone, TitleTaken
from bot.services.billing import BillEnded, BillIsPaid, BillStillOpen, BillTaken, ForManyPayers, NoTerminal
from bot.services.counter import Busy, CodeNotMade, StillOpen, TooManyCodes
from bot.services.desk import AlreadyDecided, CannotBePaid, SumNeeded, WrongSum
from bot.services.fulfilment import NotToBeFilled, Overtaken
from bot.services.order_notes import NoteUnclear
from bot.services.promotions import CodeTaken, DaysCrossed, TooManyPromos
from bot.services.relay import Blocked, LetterRefused, NobodyThere, NothingSaid, TooMany
from bot.services.shopkeeping import LastWay, NameTaken, TooManyAreas
from bot.services.team import LastOwner, TooManyTries, WrongCode
from bot.staff import NotAllowed, StaffRefusal
from bot.texts import areas, dossier, fulfilment, letters, orders, products, promo, shopfront, staff_bills, team, when
from bot.texts import checkout as texts
from bot.texts import counter as counter_texts
from bot.texts import desk as desk_texts
from handlers.staff.asking import CannotAsk


def sentence(refusal: Refusal | StaffRefusal) -> str:
    """What is the matter, and what to do."""
    match refusal:
        case StaffRefusal():
            return _of_staff(refusal)
        case PromoRefused(denial=denial, is_placed=is_placed):
            return promo.order_anew(denial) if is_placed else promo.refused(denial)
        case _:
            return _at_checkout(refusal)


_OF_STAFF = {
    NotAllowed: desk_texts.not_allowed,
    AlreadyDecided: desk_texts.already_decided,
    SumNeeded: desk_texts.sum_needed,
    WrongSum: desk_texts.wrong_sum,
    NotToBeFilled: fulfilment.not_to_be_filled,
    NothingSaid: letters.nothing_said,
    NobodyThere: staff_bills.nobody_there,
    BillIsPaid: staff_bills.is_paid,
    BillEnded: staff_bills.ended,
    BillStillOpen: staff_bills.still_open,
    BillTaken: staff_bills.is_taken,
    NoTerminal: staff_bills.no_terminal,
    ForManyPayers: staff_bills.is_for_many,
    CannotAsk: letters.write_in_private,
    ProductGone: products.gone,
    TitleTaken: products.title_taken,
    NoMoreVariants: products.no_more_variants,
    NoteUnclear: dossier.note_unclear,
    LastWay: areas.last_way,
    NameTaken: areas.name_taken,
    TooManyAreas: areas.too_many,
    CodeTaken: promo.taken,
    DaysCrossed: promo.days_crossed,
    TooManyPromos: promo.too_many,
    LastOwner: team.last_owner,
    WrongCode: team.wrong_code,
    TooManyTries: team.too_many_tries,
    CodeNotMade: counter_texts.not_made,
    TooManyCodes: counter_texts.too_many,
    StillOpen: counter_texts.wait_until_locked,
}


def _of_staff(refusal: StaffRefusal) -> str:
    match refusal:
        case CannotBePaid(sold_out=sold_out, withdrawn=withdrawn):
            return desk_texts.cannot_be_paid(sold_out, withdrawn=withdrawn)
        case Overtaken(stage=stage, by=by):
            return fulfilment.overtaken(stage, by)
        case Busy(by=by):
            return counter_texts.busy(by)
        case _:
            return _OF_STAFF.get(type(refusal), desk_texts.gone)()


def of_letter(refusal: LetterRefused) -> str:
    """Why a customer's letter is not passed on."""
    match refusal:
        case Blocked():
            return letters.not_taken()
        case TooMany():
            return letters.too_many()
        case NothingSaid():
            return letters.nothing_said()
        case _:
            return orders.no_such_order()


def _at_checkout(refusal: Refusal) -> str:
    match refusal:
        case EmptyCart():
            return shopfront.cart_empty()
        case SoldOut(title=title):
            return texts.sold_out(title)
        case OutsideLimits(minimum=minimum, maximum=maximum):
            return texts.outside_limits(minimum, maximum)
        case TooManyOpen(most=most):
            return texts.too_many_open(most)
        case TooManyQRs():
            return texts.too_many_qrs()
        case PaymentsUnavailable():
            return texts.payments_unavailable()
        case PriceChanged() | ChoiceGone() | NoTimes() | TooLate() | ShopPaused() | ShopClosed():
            return _of_terms(refusal)
        case _:
            return texts.nothing_to_do()


def _of_terms(refusal: Refusal) -> str:
    match refusal:
        case PriceChanged():
            return texts.order_anew()
        case ShopPaused(why=why):
            return when.paused(why)
        case ShopClosed(shop=shop, opens_at=opens_at, now=now):
            return when.closed(shop, opens_at, now)
        case TooLate():
            return when.too_late()
        case NoTimes():
            return when.no_times()
        case TimeGone():
            return when.time_gone()
        case AreaGone():
            return areas.area_gone()
        case _:
            return areas.way_gone()
