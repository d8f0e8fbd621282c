// The page's own words, by the language of the person who looks.

const TEXTS = {
  ky: {
    customer: "кардар", seller: "сатуучу", group: "топ", channel: "канал", bot: "бот", members: (n) => `${n} мүчө`,
    typing: "жазып жатат…", photo: "сүрөт жөнөтүүдө…", connecting: "туташууда…", start: "Баштоо", restart: "Ботту ачуу",
    what: "Бул бот эмне кыла алат?", hello: "Баштоо үчүн төмөнкү баскычты басыңыз.", write: "Билдирүү", menu: "Меню",
    edited: "өзгөртүлдү", today: "Бүгүн", yesterday: "Кечээ", ok: "Макул", cancel: "Жокко чыгаруу", share: "Бөлүшүү",
    shareContact: "Номериңизди бөлүшөсүзбү?", contactText: (name, phone) => `${name}, ботко номериңиз жөнөтүлөт: ${phone}`,
    shareLocation: "Кайсы жерди жөнөтөсүз?", attach: "Тиркөө", sendPhoto: "Сүрөт", sendFile: "Файл", sendLocation: "Жайгашкан жер", sendContact: "Менин номерим",
    copied: "Көчүрүлдү", empty: "Азырынча билдирүү жок", all: "Баары", created: (name) => `Тема түзүлдү: ${name}`, joined: "Бот топко кошулду",
    moved: "Топ супертопко айланды", forwarded: "Жөнөтүлгөн", language: "Тил", save: "Сактоо", close: "Жабуу", send: "Жөнөтүү", keyboard: "Баскычтар", chooseChat: "Чатты тандаңыз", chosen: (title) => `Тандалды: ${title}`, noChats: "Мындай чат жок", choosePerson: "Адамды тандаңыз", noPeople: "Башка эч ким жок",
  },
  ru: {
    customer: "покупатель", seller: "продавец", group: "группа", channel: "канал", bot: "бот", members: (n) => plural(n, ["участник", "участника", "участников"]),
    typing: "печатает…", photo: "отправляет фото…", connecting: "соединение…", start: "Начать", restart: "Разблокировать бота",
    what: "Что умеет этот бот?", hello: "Нажмите кнопку внизу, чтобы начать.", write: "Сообщение", menu: "Меню",
    edited: "изменено", today: "Сегодня", yesterday: "Вчера", ok: "ОК", cancel: "Отмена", share: "Поделиться",
    shareContact: "Поделиться номером?", contactText: (name, phone) => `${name}, боту будет отправлен ваш номер: ${phone}`,
    shareLocation: "Какое место отправить?", attach: "Прикрепить", sendPhoto: "Фото", sendFile: "Файл", sendLocation: "Геопозиция", sendContact: "Мой номер",
    copied: "Скопировано", empty: "Сообщений пока нет", all: "Все", created: (name) => `Создана тема: ${name}`, joined: "Бот добавлен в группу",
    moved: "Группа стала супергруппой", forwarded: "Переслано", language: "Язык", save: "Сохранить", close: "Закрыть", send: "Отправить", keyboard: "Кнопки", chooseChat: "Выберите чат", chosen: (title) => `Выбрано: ${title}`, noChats: "Такого чата нет", choosePerson: "Выберите человека", noPeople: "Больше никого нет",
  },
  en: {
    customer: "customer", seller: "seller", group: "group", channel: "channel", bot: "bot", members: (n) => `${n} member${n === 1 ? "" : "s"}`,
    typing: "typing…", photo: "sending a photo…", connecting: "connecting…", start: "Start", restart: "Unblock the bot",
    what: "What can this bot do?", hello: "Press the button below to begin.", write: "Message", menu: "Menu",
    edited: "edited", today: "Today", yesterday: "Yesterday", ok: "OK", cancel: "Cancel", share: "Share",
    shareContact: "Share your number?", contactText: (name, phone) => `${name}, the bot will get your number: ${phone}`,
    shareLocation: "Which place to send?", attach: "Attach", sendPhoto: "Photo", sendFile: "File", sendLocation: "Location", sendContact: "My number",
    copied: "Copied", empty: "No messages yet", all: "All", created: (name) => `Topic created: ${name}`, joined: "The bot joined the group",
    moved: "The group became a supergroup", forwarded: "Forwarded", language: "Language", save: "Save", close: "Close", send: "Send", keyboard: "Buttons", chooseChat: "Choose a chat", chosen: (title) => `Chosen: ${title}`, noChats: "There is no such chat", choosePerson: "Choose a person", noPeople: "There is nobody else",
  },
};

export const LANGUAGES = Object.keys(TEXTS);

export const PLACES = [
  ["Ала-Тоо аянты", 42.8764, 74.6037],
  ["Ош базары", 42.8741, 74.5699],
  ["Асанбай", 42.8181, 74.6217],
];

function plural(n, [one, few, many]) {
  const word = { one, few }[new Intl.PluralRules("ru").select(n)] || many;
  return `${n} ${word}`;
}

export function textsFor(code) {
  return TEXTS[code] || TEXTS[(code || "").slice(0, 2)] || TEXTS.ru;
}
