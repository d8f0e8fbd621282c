// Text with entities as nodes. Offsets count UTF-16 units, as JavaScript strings do.

import { copy, el, safeLink } from "./dom.js";
import { formatted, relative } from "./dates.js";

export function render(text, entities, pane) {
  return build(text, [...(entities || [])], 0, text.length, pane);
}

function build(text, entities, from, to, pane) {
  const out = document.createDocumentFragment();
  let at = from;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || entity.offset >= to) continue;
    out.append(text.slice(at, entity.offset));
    const inside = entities.slice(i + 1).filter((one) => one.offset >= entity.offset && one.offset + one.length <= end);
    out.append(wrap(entity, text.slice(entity.offset, end), build(text, inside, entity.offset, end, pane), pane));
    at = end;
    // A block ends its line by itself.
    if (BLOCKS.includes(entity.type) && text[at] === "\n") at += 1;
  }
  out.append(text.slice(at, to));
  return out;
}

const BLOCKS = ["pre", "blockquote", "expandable_blockquote"];
const PLAIN = { bold: "b", italic: "i", underline: "u", strikethrough: "s", pre: "pre", blockquote: "blockquote" };

function wrap(entity, raw, inner, pane) {
  if (entity.type in PLAIN) return el(PLAIN[entity.type], {}, inner);
  switch (entity.type) {
    case "expandable_blockquote":
      return el("blockquote", { class: "folded", onclick: (event) => event.currentTarget.classList.toggle("folded") }, inner);
    case "code":
      return el("code", { onclick: () => copy(raw).then(() => pane.toast(pane.t.copied)) }, inner);
    case "spoiler":
      return el("span", { class: "spoiler", onclick: (event) => event.currentTarget.classList.add("open") }, inner);
    case "text_link":
      return link(entity.url, inner, pane);
    case "url":
      return link(raw, inner, pane);
    case "email":
      return el("span", { class: "tap" }, inner);
    case "bot_command":
      return el("button", { class: "tap", type: "button", onclick: () => pane.say(raw) }, inner);
    case "date_time":
      return time(entity, inner, pane);
    case "text_mention":
    case "mention":
    case "hashtag":
    case "phone_number":
      return el("span", { class: "tap" }, inner);
    default:
      return inner;
  }
}

function link(address, inner, pane) {
  const safe = safeLink(address);
  if (!safe) return el("span", {}, inner);
  return el("a", { href: safe, target: "_blank", rel: "noopener noreferrer", onclick: (event) => pane.follow(event, safe) }, inner);
}

// Formats: r, or any of w (weekday), d/D (short or long date), t/T (short or long time), in the reader's own zone.
function time(entity, inner, pane) {
  const format = entity.date_time_format || "";
  const date = new Date(entity.unix_time * 1000);
  const shown = format === "r" ? relative(date, pane.language) : formatted(date, format, pane.language);
  return el("time", { title: formatted(date, "DT", pane.language) }, shown || inner);
}
