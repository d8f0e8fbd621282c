// One message as a node.

import { ICONS, avatar, copy, el, icon, safeLink } from "./dom.js";
import { viewPhoto } from "./dialogs.js";
import { render } from "./entities.js";
import { clock } from "./dates.js";

export function senderOf(message) {
  return message.from?.id ?? message.sender_chat?.id ?? 0;
}

export function isService(message) {
  return Boolean(serviceText(message, null));
}

function serviceText(message, t) {
  const say = (key, ...rest) => (t ? (rest.length ? t[key](...rest) : t[key]) : key);
  if (message.forum_topic_created) return say("created", message.forum_topic_created.name);
  if (message.chat_shared) return say("chosen", message.chat_shared.title || message.chat_shared.chat_id);
  if (message.users_shared) return say("chosen", message.users_shared.users.map((one) => one.first_name || one.user_id).join(", "));
  if (message.new_chat_members) return say("joined");
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return say("moved");
  return "";
}

export function messageNode(message, pane, { first, last }) {
  if (isService(message)) return el("div", { class: "service", "data-message": message.message_id }, serviceText(message, pane.t));
  const out = senderOf(message) === pane.viewer;
  const group = pane.chat.type !== "private" && !out;
  const keyboard = message.reply_markup ? inlineRows(message, pane) : null;
  const classes = ["message", out ? "out" : "in", first && "first", last && "last"].filter(Boolean).join(" ");
  return el(
    "article",
    { class: classes, "data-message": message.message_id, ondblclick: () => pane.answerTo(message.message_id) },
    group && portrait(message, pane, last),
    el("div", { class: keyboard ? "body keyed" : "body" }, bubble(message, pane, group && first, out), keyboard),
  );
}

function portrait(message, pane, last) {
  const isBot = senderOf(message) === pane.bot.id;
  const node = avatar(message.from?.first_name || pane.chat.title, senderOf(message), isBot ? "bot" : "");
  if (!last) node.classList.add("blank");
  return node;
}

function bubble(message, pane, named, out) {
  const body = message.text ?? message.caption ?? "";
  const photo = message.photo?.at(-1);
  const node = el("div", { class: ["bubble", photo && "pictured", body && "captioned"].filter(Boolean).join(" ") });
  if (named) node.append(el("div", { class: `sender c${Math.abs(senderOf(message)) % 5}` }, message.from?.first_name || pane.chat.title));
  if (message.via_bot) node.append(el("div", { class: "topic" }, `via @${message.via_bot.username}`));
  if (message.forward_origin) node.append(el("div", { class: "topic" }, pane.t.forwarded));
  if (message.message_thread_id && pane.topic === null) node.append(el("div", { class: "topic" }, `# ${pane.topicName(message.message_thread_id)}`));
  if (message.reply_to_message) node.append(el("div", { class: "quote" }, message.reply_to_message.text || message.reply_to_message.caption || "…"));
  if (photo) node.append(photoNode(photo, pane));
  if (message.document) node.append(documentNode(message.document));
  if (message.contact) node.append(contactNode(message.contact));
  if (message.location) node.append(placeNode(message.location));
  const meta = metaNode(message, pane, out);
  if ((photo || message.location) && !body) {
    meta.classList.add("over");
    node.append(meta);
  } else {
    node.append(el("div", { class: "text" }, render(body, message.entities || message.caption_entities, pane), meta));
  }
  return node;
}

function metaNode(message, pane, out) {
  const edited = message.edit_date ? `${pane.t.edited} ` : "";
  return el("span", { class: "meta" }, edited + clock(message.date, pane.language), out && el("i", { class: "ticks" }));
}

function photoNode(photo, pane) {
  const source = `/control/media/${encodeURIComponent(photo.file_id)}`;
  const image = el("img", { src: source, alt: pane.t.sendPhoto, width: photo.width, height: photo.height });
  const node = el("button", { class: "photo", type: "button", onclick: () => viewPhoto(source, pane.t) }, image);
  node.style.aspectRatio = `${photo.width} / ${photo.height}`;
  node.style.maxHeight = "420px";
  return node;
}

function documentNode(file) {
  const size = file.file_size > 1e6 ? `${(file.file_size / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(file.file_size / 1e3))} KB`;
  const address = `/control/media/${encodeURIComponent(file.file_id)}`;
  return el("a", { class: "card", href: address, download: file.file_name }, el("span", { class: "round" }, icon(ICONS.down)), el("div", {}, el("b", {}, file.file_name), el("span", {}, size)));
}

function contactNode(contact) {
  const phone = contact.phone_number.startsWith("+") ? contact.phone_number : `+${contact.phone_number}`;
  return el("div", { class: "card" }, avatar(contact.first_name, contact.user_id || 3), el("div", {}, el("b", {}, contact.first_name), el("span", {}, phone)));
}

function placeNode({ latitude, longitude }) {
  const address = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return el("a", { class: "place", href: address, target: "_blank", rel: "noopener noreferrer" }, el("i", { class: "pin" }), el("span", {}, `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`));
}

function inlineRows(message, pane) {
  const rows = message.reply_markup.inline_keyboard.map((row) => el("div", { class: "row" }, ...row.map((button) => inlineButton(message, button, pane))));
  return el("div", { class: "rows" }, ...rows);
}

function inlineButton(message, button, pane) {
  const classes = `inline-button ${button.style || ""}`.trim();
  const link = button.url && safeLink(button.url);
  if (link) {
    return el(
      "a",
      { class: classes, role: "button", href: link, target: "_blank", rel: "noopener noreferrer", onclick: (event) => pane.follow(event, link) },
      button.text,
      el("span", { class: "mark" }, icon(ICONS.link)),
    );
  }
  if (button.copy_text) {
    const onclick = () => copy(button.copy_text.text).then(() => pane.toast(pane.t.copied));
    return el("button", { class: classes, type: "button", onclick }, button.text, el("span", { class: "mark" }, icon(ICONS.copy)));
  }
  const usable = button.callback_data && !button.disabled;
  const onclick = (event) => pane.press(event.currentTarget, message.message_id, button.callback_data);
  return el("button", { class: classes, type: "button", disabled: !usable, onclick: usable ? onclick : null }, button.text);
}
