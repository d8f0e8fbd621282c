// The foot of a pane: START, the line to write in, the reply keyboard, attachments.

import { act } from "./server.js";
import { confirmDialog, sheet } from "./dialogs.js";
import { ICONS, el, icon } from "./dom.js";
import { PLACES } from "./texts.js";

export class Composer {
  constructor(pane) {
    this.pane = pane;
    this.node = el("footer", { class: "foot" });
    this.keysOpen = true;
    this.drawn = "";
  }

  // Redrawn only when something about it changed, so that a half-written line survives.
  draw() {
    const { pane } = this;
    const person = pane.person;
    const lonely = pane.chat.type === "private" && (pane.pendingStart !== null || person.blocked_bot || !pane.messages.size);
    const state = JSON.stringify([lonely, pane.language, pane.commands, pane.chat.reply_keyboard, pane.replyTo, this.keysOpen, person.blocked_bot]);
    if (state === this.drawn) return;
    this.drawn = state;
    const draft = this.node.querySelector("input")?.value || "";
    const focused = this.node.contains(document.activeElement);
    this.node.replaceChildren(...(lonely ? [this.begin()] : [this.quote(), this.form(draft), this.keys()].filter(Boolean)));
    if (focused) this.node.querySelector(".composer input")?.focus();
  }

  begin() {
    const { pane } = this;
    const label = pane.person.blocked_bot ? pane.t.restart : pane.t.start;
    return el("button", { class: "begin", type: "button", "data-testid": "start", onclick: () => pane.start() }, label);
  }

  form(draft) {
    const { pane } = this;
    const keyboard = pane.chat.reply_keyboard;
    const input = el("input", { type: "text", autocomplete: "off", enterkeyhint: "send", "aria-label": pane.t.write, placeholder: keyboard?.input_field_placeholder || pane.t.write, maxlength: "4096" });
    input.value = draft;
    input.addEventListener("input", () => this.askInline(input));
    const submit = (event) => {
      event.preventDefault();
      const text = input.value.trim();
      if (!text || this.inlineQuery(input) !== null) return;
      input.value = "";
      pane.say(text);
    };
    return el(
      "form",
      { class: "composer", onsubmit: submit },
      pane.commands.length > 0 && this.menu(),
      this.button("attach", pane.t.attach, () => this.attach()),
      input,
      keyboard && this.button("keys", pane.t.keyboard, () => this.toggleKeys()),
      el("button", { class: "icon send", type: "submit", "aria-label": pane.t.send, title: pane.t.send }, icon(ICONS.send)),
    );
  }

  // "@bot words": the bot is asked as the person types, a moment after each letter, and nothing is sent by Enter.
  askInline(input) {
    clearTimeout(this.asking);
    const query = this.inlineQuery(input);
    if (query === null) return this.offer(input, null);
    this.asking = setTimeout(async () => {
      try {
        const answer = await act(this.pane.viewer, "inline", { query });
        if (this.inlineQuery(input) === query) this.offer(input, answer, query);
      } catch (error) {
        this.pane.toast(error.message);
      }
    }, 300);
  }

  inlineQuery(input) {
    const name = `@${this.pane.bot.username} `;
    return input.value.toLowerCase().startsWith(name.toLowerCase()) ? input.value.slice(name.length) : null;
  }

  offer(input, answer, query) {
    this.node.querySelector(".offers")?.remove();
    const choose = (result) => {
      input.value = "";
      this.offer(input, null);
      this.do("choose", { query, result_id: result.id });
    };
    const start = (button) => {
      input.value = "";
      this.offer(input, null);
      this.pane.page.open(`/${this.pane.bot.username}?start=${button.start_parameter}`, this.pane.viewer);
    };
    const rows = (answer?.results || []).map((result) =>
      el("button", { type: "button", class: "offer", "data-testid": "offer", onclick: () => choose(result) }, el("b", {}, result.title || ""), el("span", {}, result.description || "")),
    );
    if (answer?.button) rows.unshift(el("button", { type: "button", class: "offer way", "data-testid": "offer-way", onclick: () => start(answer.button) }, answer.button.text));
    if (rows.length) this.node.prepend(el("div", { class: "offers", "data-testid": "offers" }, ...rows));
  }

  // What the next message answers: the bot asked for it, or the person chose it.
  quote() {
    const { pane } = this;
    const message = pane.messages.get(pane.replyTo);
    if (!message) return null;
    const words = (message.text || message.caption || "…").split("\n").at(-1);
    const drop = el("button", { class: "icon", type: "button", "aria-label": pane.t.close, title: pane.t.close, onclick: () => pane.answerTo(0) }, icon(ICONS.close));
    return el("div", { class: "replying", "data-testid": "replying" }, el("div", { class: "quote" }, words), drop);
  }

  button(name, label, onclick) {
    return el("button", { class: "icon", type: "button", "aria-label": label, title: label, "data-testid": name, onclick }, icon(ICONS[name]));
  }

  menu() {
    const { pane } = this;
    const options = () => pane.commands.map((one) => ({ command: `/${one.command}`, label: one.description, action: () => pane.say(`/${one.command}`) }));
    return el("button", { class: "menu", type: "button", "data-testid": "menu", onclick: () => sheet(pane.node, pane.t.menu, options()) }, icon(ICONS.menu), pane.t.menu);
  }

  toggleKeys() {
    this.keysOpen = !this.keysOpen;
    this.draw();
  }

  keys() {
    const keyboard = this.pane.chat.reply_keyboard;
    if (!keyboard || !this.keysOpen) return null;
    const key = (button) => el("button", { type: "button", class: button.style || "", onclick: () => this.tap(button) }, button.text);
    return el("div", { class: "keys", "data-testid": "keyboard" }, ...keyboard.keyboard.map((row) => el("div", { class: "row" }, ...row.map(key))));
  }

  tap(button) {
    if (button.request_contact) this.contact();
    else if (button.request_location) this.location();
    else if (button.request_chat) this.chooseChat(button.request_chat);
    else if (button.request_users) this.chooseUsers(button.request_users);
    else this.do("key", { text: button.text });
  }

  attach() {
    const { pane } = this;
    const options = [{ sign: "photo", label: pane.t.sendPhoto, action: () => this.upload("photo", "image/*") }, { sign: "file", label: pane.t.sendFile, action: () => this.upload("document", "") }, { sign: "place", label: pane.t.sendLocation, action: () => this.location() }];
    if (pane.chat.type === "private") options.push({ sign: "person", label: pane.t.sendContact, action: () => this.contact() });
    sheet(pane.node, pane.t.attach, options);
  }

  contact() {
    const { pane } = this;
    const text = pane.t.contactText(pane.person.first_name, `+${pane.person.phone}`);
    confirmDialog(pane.node, pane.t.shareContact, text, pane.t.share, pane.t.cancel, () => this.do("contact"));
  }

  location() {
    const { pane } = this;
    const option = ([label, latitude, longitude]) => ({ sign: "place", label, note: `${latitude}, ${longitude}`, action: () => this.do("location", { latitude, longitude }) });
    sheet(pane.node, pane.t.shareLocation, PLACES.map(option));
  }

  chooseChat(wish) {
    const { pane } = this;
    const fits = (chat) => (chat.type === "channel") === Boolean(wish.chat_is_channel) && chat.type !== "private";
    const mine = pane.page.panes.map((one) => one.chat).filter((chat) => fits(chat) && chat.members[pane.viewer]);
    const options = mine.map((chat) => ({ sign: "person", label: chat.title, action: () => this.do("share_chat", { chat_id: chat.id }) }));
    if (options.length) sheet(pane.node, pane.t.chooseChat, options);
    else pane.toast(pane.t.noChats);
  }

  // One at a time, as a phone shows it when no more than one is asked for.
  chooseUsers(wish) {
    const { pane } = this;
    const people = pane.page.world.people.filter((one) => !wish.user_is_bot && one.id !== pane.viewer);
    const name = (one) => [one.first_name, one.last_name].filter(Boolean).join(" ");
    const option = (one) => ({ sign: "person", label: name(one), note: one.username ? `@${one.username}` : "", action: () => this.do("share_users", { users: [one.id] }) });
    if (people.length) sheet(pane.node, pane.t.choosePerson, people.map(option));
    else pane.toast(pane.t.noPeople);
  }

  upload(what, accept) {
    const input = el("input", { type: "file", accept });
    input.addEventListener("change", () => {
      const reader = new FileReader();
      reader.addEventListener("load", () => this.do(what, { base64: reader.result.split(",")[1], name: input.files[0].name }));
      reader.readAsDataURL(input.files[0]);
    });
    input.click();
  }

  do(name, body = {}) {
    const { pane } = this;
    act(pane.viewer, name, { chat_id: pane.chat.id, ...body }).catch((error) => pane.toast(error.message));
  }
}
