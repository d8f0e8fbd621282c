// One chat through one person's eyes: header, messages, foot.

import { act } from "./server.js";
import { Composer } from "./composer.js";
import { alertDialog, toast } from "./dialogs.js";
import { day } from "./dates.js";
import { avatar, el, place, redraw } from "./dom.js";
import { isService, messageNode, senderOf } from "./message.js";
import { LANGUAGES, textsFor } from "./texts.js";

const TOGETHER_SECONDS = 300;

export class Pane {
  constructor(page, scene) {
    this.page = page;
    this.viewer = scene.viewer;
    this.chat = scene.chat;
    this.messages = new Map();
    this.nodes = new Map();
    this.topic = null;
    this.pendingStart = null;
    this.chosenReply = null;
    this.unread = 0;
    this.busy = "";
    this.composer = new Composer(this);
    this.owner = el("div", { class: "owner" });
    this.head = el("header", { class: "head" });
    this.topics = el("div", { class: "topics", role: "tablist", hidden: true });
    this.list = el("div", { class: "messages", role: "log", tabindex: "0" });
    this.stuck = true;
    this.list.addEventListener("scroll", () => {
      this.stuck = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80;
    });
    new ResizeObserver(() => this.stuck && this.toEnd()).observe(this.list);
    const scroll = el("div", { class: "scroll" }, this.list);
    this.node = el("section", { class: "pane", "data-chat": scene.chat.id, "data-viewer": scene.viewer }, this.head, this.topics, scroll, this.composer.node);
    this.column = el("div", { class: "column" }, this.owner, this.node);
    this.accept(scene);
  }

  get bot() { return this.page.world.bot; }
  get person() { return this.page.person(this.viewer); }
  get language() { return this.person.language_code || "ru"; }
  get t() { return textsFor(this.language); }
  get title() { return this.chat.type === "private" ? this.bot.first_name : this.chat.title; }
  get label() { return this.chat.type === "private" ? this.person.first_name : this.chat.title; }

  // The message that the next one answers: null leaves it to the bot's wish, 0 is none.
  get replyTo() { return this.chosenReply ?? this.chat.forced_replies?.[this.viewer] ?? 0; }

  answerTo(number) {
    this.chosenReply = number;
    this.composer.draw();
    this.node.querySelector(".composer input")?.focus();
  }

  accept(scene) {
    this.chat = scene.chat;
    this.role = scene.role;
    this.commands = scene.commands;
  }

  show(scene) {
    this.chat = scene.chat;
    this.messages = new Map(scene.messages.map((message) => [message.message_id, message]));
    this.draw();
    if (this.stuck) this.toEnd();
  }

  draw() {
    this.drawHead();
    this.drawTopics();
    this.drawMessages();
    this.composer.draw();
  }

  drawHead() {
    const { t } = this;
    const personal = this.chat.type === "private";
    this.node.setAttribute("aria-label", `${this.title}: ${this.person.first_name}`);
    const role = personal ? t[this.role === "customer" ? "customer" : "seller"] : t[this.chat.type === "channel" ? "channel" : "group"];
    const name = this.person.first_name;
    redraw(this.owner, [name, role], () => [avatar(name, this.viewer), el("span", {}, el("b", {}, name), ` · ${role}`)]);
    const about = personal ? t.bot : t.members(Object.values(this.chat.members).filter((status) => !["left", "kicked"].includes(status)).length);
    const state = this.page.online ? this.busy : t.connecting;
    redraw(this.head, [this.title, state, about, this.language], () => [
      avatar(this.title, this.chat.id, personal ? "bot" : "c3"),
      el("div", { class: "names" }, el("h2", {}, this.title), el("div", { class: state ? "about busy" : "about" }, state || about)),
      ...(personal ? [this.languages()] : []),
    ]);
  }

  languages() {
    const button = (code) =>
      el("button", { type: "button", role: "radio", "aria-checked": String(code === this.language), "data-language": code, onclick: () => act(this.viewer, "language", { code }) }, code.toUpperCase());
    return el("div", { class: "languages", role: "radiogroup", "aria-label": this.t.language }, ...LANGUAGES.map(button));
  }

  drawTopics() {
    const topics = this.chat.topics;
    this.topics.hidden = topics.length < 2;
    const tab = (id, name) =>
      el("button", { type: "button", role: "tab", "aria-selected": String(this.topic === id), onclick: () => this.openTopic(id) }, name);
    redraw(this.topics, [this.topic, topics, this.language], () => [tab(null, this.t.all), ...topics.map((one) => tab(one.id, one.closed ? `${one.name} ×` : one.name))]);
  }

  openTopic(id) {
    this.topic = id;
    this.drawTopics();
    this.drawMessages();
    this.toEnd();
  }

  topicName(id) {
    return this.chat.topics.find((one) => one.id === id)?.name || id;
  }

  shown() {
    const all = [...this.messages.values()].sort((a, b) => a.message_id - b.message_id);
    if (this.topic === null) return all;
    return all.filter((message) => (message.message_thread_id || 1) === this.topic);
  }

  drawMessages(fresh = 0) {
    const drawn = new Map();
    const all = this.shown();
    all.forEach((message, i) => {
      const date = day(message.date, this.language);
      const newDay = i === 0 || day(all[i - 1].date, this.language) !== date;
      if (newDay) this.keep(drawn, date, () => el("div", { class: "service" }, date));
      const first = newDay || !together(all[i - 1], message);
      const next = all[i + 1];
      const last = !next || !together(message, next) || day(next.date, this.language) !== date;
      this.drawMessage(drawn, message, { first, last }, message.message_id === fresh);
    });
    if (!drawn.size) drawn.set("", this.nothing());
    this.nodes = drawn;
    place(this.list, [...drawn.values()]);
  }

  drawMessage(drawn, message, where, fresh) {
    // In a group a name stands over the first of a person's messages, and a portrait beside the last.
    const state = this.chat.type === "private" ? message : [message, where];
    const node = this.keep(drawn, state, () => messageNode(message, this, where));
    if (isService(message)) return;
    node.classList.toggle("first", where.first);
    node.classList.toggle("last", where.last);
    if (fresh) node.classList.add("fresh");
  }

  // A node of what has not changed stays where it is: a press on it that has begun ends there.
  keep(drawn, state, make) {
    const key = JSON.stringify([state, this.language, this.topic, this.title, this.chat.topics]);
    drawn.set(key, this.nodes.get(key) || make());
    return drawn.get(key);
  }

  nothing() {
    if (this.chat.type !== "private") return el("div", { class: "empty" }, this.t.empty);
    const words = this.bot.descriptions;
    const description = words[this.language] || words[""] || this.t.hello;
    return el("div", { class: "intro" }, avatar(this.title, 0, "bot"), el("b", {}, this.t.what), el("p", {}, description));
  }

  receive(message) {
    const isNew = !this.messages.has(message.message_id);
    this.messages.set(message.message_id, message);
    this.busy = "";
    this.drawHead();
    this.drawMessages(isNew ? message.message_id : 0);
    this.composer.draw();
    if (this.stuck || senderOf(message) === this.viewer) this.toEnd();
    if (isNew && senderOf(message) !== this.viewer && !isService(message)) this.page.count(this);
  }

  forget(number) {
    this.messages.delete(number);
    this.drawMessages();
    this.composer.draw();
  }

  act(action) {
    this.busy = action.startsWith("upload_photo") ? this.t.photo : this.t.typing;
    this.drawHead();
    clearTimeout(this.calm);
    this.calm = setTimeout(() => {
      this.busy = "";
      this.drawHead();
    }, 5000);
  }

  toEnd() {
    this.stuck = true;
    this.list.scrollTop = this.list.scrollHeight;
  }

  toast(text) {
    toast(this.node, text);
  }

  say(text) {
    const body = { chat_id: this.chat.id, text, reply_to: this.replyTo };
    this.chosenReply = null;
    if (this.topic !== null && this.topic !== 1) body.thread_id = this.topic;
    act(this.viewer, "send", body).catch((error) => this.toast(error.message));
  }

  start() {
    const payload = this.pendingStart || "";
    this.pendingStart = null;
    act(this.viewer, "start", { payload }).catch((error) => this.toast(error.message));
    this.composer.draw();
  }

  async press(button, message_id, data) {
    button.classList.add("waiting");
    try {
      const answer = await act(this.viewer, "press", { chat_id: this.chat.id, message_id, data });
      if (answer.url) this.page.open(answer.url, this.viewer);
      if (answer.text && answer.alert) alertDialog(this.node, this.title, answer.text, this.t.ok);
      else if (answer.text) this.toast(answer.text);
    } catch (error) {
      this.toast(error.message);
    } finally {
      button.classList.remove("waiting");
    }
  }

  // Links back into the bot stay on the page, as they do in Telegram.
  follow(event, address) {
    if (this.page.open(address, this.viewer)) event.preventDefault();
  }
}

function together(a, b) {
  return !isService(a) && !isService(b) && senderOf(a) === senderOf(b) && b.date - a.date < TOGETHER_SECONDS;
}
