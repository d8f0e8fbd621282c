"""What is written on the screens that the journeys pass, in each language: a journey reads what a person reads."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one language; every field is a part of a text or of a button's label."""

    code: str
    greeting: str
    catalogue: str
    everything: str
    add: str
    in_cart: str
    cart: str
    check_out: str
    handover: str
    pickup: str
    delivery: str
    address: str
    phone: str
    wishes: str
    skip: str
    confirm: str
    placed: str
    order: str
    to_pay: str
    pay: str
    copy: str
    have_paid: str
    cancel: str
    surely: str
    cancelled: str
    try_again: str
    new_qr: str
    expired: str
    paid: str
    receipt: str
    asking: str
    processing: str
    unavailable: str
    failed: str
    sum: str
    """1500 som."""


KY = Words(
    code="ky",
    greeting="Саламатсызбы",
    catalogue="🛍 Каталог",
    everything="Бардык товарлар",
    add="Себетке салуу",
    in_cart="Себетиңизде: 1",
    cart="🧺 Себет",
    check_out="Заказ берүү",
    handover="Заказыңызды кантип аласыз?",
    pickup="Өзүм алып кетем",
    delivery="Жеткирүү",
    address="Кайда жеткирип берели?",
    phone="кайсы номер",
    wishes="каалоо-тилегиңиз",
    skip="Өткөрүп жиберүү",
    confirm="Ырастап, төлөө",
    placed="заказ кабыл алынды",
    order="№ 1 заказ",
    to_pay="Төлөй турган сумма",
    pay="төлөө",
    copy="Шилтемени көчүрүү",
    have_paid="Төлөдүм",
    cancel="Заказды жокко чыгаруу",
    surely="Ооба, жокко чыгарылсын",
    cancelled="жокко чыгарылды",
    try_again="Кайра аракет кылуу",
    new_qr="Жаңы QR-код",
    expired="Төлөө мөөнөтү өттү",
    paid="Төлөндү: ",
    receipt="Төлөмүңүз келди",
    asking="Банктан сурап жатабыз",
    processing="Банк төлөмдү иштетип жатат",
    unavailable="Төлөм кызматы азыр жооп бербей жатат",
    failed="QR-код түзүлбөй калды",
    sum="1\u00a0500\u00a0сом",
)
RU = Words(
    code="ru",
    greeting="Здравствуйте",
    catalogue="🛍 Каталог",
    everything="Все товары",
    add="В корзину",
    in_cart="В корзине: 1",
    cart="🧺 Корзина",
    check_out="Оформить",
    handover="Как Вам удобнее получить заказ?",
    pickup="Самовывоз",
    delivery="Доставка",
    address="Куда доставить?",
    phone="По какому номеру",
    wishes="Есть пожелания",
    skip="Пропустить",
    confirm="Подтвердить и оплатить",
    placed="оформлен",
    order="Заказ № 1",
    to_pay="К оплате",
    pay="Оплатить",
    copy="Скопировать ссылку",
    have_paid="Я оплатил",
    cancel="Отменить заказ",
    surely="Да, отменить",
    cancelled="Заказ отменён",
    try_again="Попробовать ещё раз",
    new_qr="Новый QR-код",
    expired="Время на оплату истекло",
    paid="Оплачено: ",
    receipt="Оплата получена",
    asking="Уточняем у банка",
    processing="Банк обрабатывает платёж",
    unavailable="Платёжный сервис сейчас не отвечает",
    failed="Не удалось создать QR-код",
    sum="1\u00a0500\u00a0сом",
)
EN = Words(
    code="en",
    greeting="Hello",
    catalogue="🛍 Catalogue",
    everything="Everything",
    add="Add to cart",
    in_cart="In your cart: 1",
    cart="🧺 Cart",
    check_out="Check out",
    handover="How would you like to get your order?",
    pickup="I will pick it up",
    delivery="Delivery",
    address="Where shall we deliver it?",
    phone="Which number can we reach you at?",
    wishes="Is there anything we should know?",
    skip="Skip",
    confirm="Confirm and pay",
    placed="is placed",
    order="Order № 1",
    to_pay="To pay",
    pay="Pay ",
    copy="Copy the link",
    have_paid="I have paid",
    cancel="Cancel the order",
    surely="Yes, cancel it",
    cancelled="The order is cancelled",
    try_again="Try again",
    new_qr="New QR code",
    expired="The time to pay has run out",
    paid="Paid on ",
    receipt="The payment has arrived",
    asking="We are asking the bank",
    processing="The bank is processing",
    unavailable="The payment service does not answer",
    failed="The QR code could not be made",
    sum="1,500\u00a0som",
)
