// The page: panes side by side, one at a time on a phone, kept up to date by the event stream.

import { listen, read } from "./server.js";
import { avatar, el, redraw } from "./dom.js";
import { Pane } from "./pane.js";

class Page {
  constructor() {
    this.panes = [];
    this.online = true;
    this.chosen = 0;
    this.tabs = document.querySelector(".tabs");
    this.reloading = null;
    this.loading = null;
    this.heard = 0;
  }

  person(id) {
    return this.world.people.find((one) => one.id === id);
  }

  async begin() {
    this.hints = await read("/page/hint");
    await this.load();
    this.takeLink();
    listen(this.world.version, (event) => this.hear(event), (online) => this.line(online));
    matchMedia("(max-width: 760px)").addEventListener("change", () => this.choose(this.chosen));
  }

  // Answers overtake each other. What is older than the news already heard would take it off the page again, so it is
  // asked for anew; of two loads only the later one is shown.
  async load() {
    const mine = (this.loading = {});
    const world = await read("/control/world");
    const chats = await Promise.all(world.panes.map((scene) => read(`/control/chats/${scene.chat.id}`)));
    if (mine !== this.loading) return;
    if ([world, ...chats].some((scene) => scene.version < this.heard)) {
      this.reload();
      return;
    }
    this.world = world;
    const wanted = this.world.panes.map((scene) => {
      const pane = this.panes.find((one) => one.chat.id === scene.chat.id && one.viewer === scene.viewer);
      pane?.accept(scene);
      return pane || new Pane(this, scene);
    });
    if (wanted.length !== this.panes.length || wanted.some((pane, i) => pane !== this.panes[i])) {
      this.panes = wanted;
      document.querySelector(".panes").replaceChildren(...wanted.map((pane) => pane.column));
    }
    this.panes.forEach((pane, i) => pane.show(chats[i]));
    this.choose(Math.min(this.chosen, this.panes.length - 1));
    this.drawHint();
  }

  hear(event) {
    this.heard = event.version;
    if (event.type === "world") {
      this.reload();
      return;
    }
    for (const pane of this.panes.filter((one) => one.chat.id === event.chat_id)) {
      if (event.type === "message" && event.message) pane.receive(event.message);
      if (event.type === "deleted") pane.forget(event.message_id);
      if (event.type === "action") pane.act(event.action);
      if (event.type === "chat") {
        pane.chat = event.chat;
        this.reload();
      }
    }
  }

  reload() {
    clearTimeout(this.reloading);
    this.reloading = setTimeout(() => this.load().catch(() => {}), 30);
  }

  line(online) {
    if (online === this.online) return;
    this.online = online;
    this.panes.forEach((pane) => pane.drawHead());
  }

  drawHint() {
    const customer = this.panes[0];
    const text = this.hints[customer?.language] || this.hints[""] || "";
    const node = document.querySelector(".hint");
    node.textContent = text;
    node.hidden = !text;
    document.documentElement.lang = customer?.language || "ky";
    document.title = this.world.bot.first_name;
  }

  drawTabs() {
    const tab = (pane, i) =>
      el(
        "button",
        { type: "button", role: "tab", "aria-selected": String(i === this.chosen), "data-tab": pane.chat.id, onclick: () => this.choose(i) },
        avatar(pane.label, pane.chat.type === "private" ? pane.viewer : 3),
        el("span", {}, pane.label),
        pane.unread > 0 && el("span", { class: "badge", "data-testid": "badge" }, String(pane.unread)),
      );
    const state = this.panes.map((pane) => [pane.chat.id, pane.label, pane.unread]);
    redraw(this.tabs, [this.chosen, state], () => this.panes.map(tab));
  }

  choose(i) {
    this.chosen = i;
    this.panes.forEach((pane, at) => pane.column.classList.toggle("chosen", at === i));
    if (this.panes[i]) this.panes[i].unread = 0;
    this.drawTabs();
    if (this.panes[i]?.stuck) this.panes[i].toEnd();
  }

  count(pane) {
    if (pane === this.panes[this.chosen]) return;
    pane.unread += 1;
    this.drawTabs();
  }

  // A link into the bot: its chat opens and START is pressed, or waits for the press in a new conversation.
  open(address, viewer) {
    const link = new URL(address, location.href);
    const own = link.origin === location.origin || link.hostname === "t.me";
    const payload = link.searchParams.get("start");
    if (!own || link.pathname !== `/${this.world.bot.username}` || payload === null) return false;
    const i = this.panes.findIndex((pane) => pane.chat.id === viewer);
    if (i < 0) return false;
    this.panes[i].pendingStart = payload;
    this.choose(i);
    if (this.person(viewer).started) this.panes[i].start();
    else this.panes[i].composer.draw();
    return true;
  }

  takeLink() {
    const query = new URLSearchParams(location.search);
    if (query.has("start")) this.open(location.href, Number(query.get("as")) || this.panes[0].viewer);
    if (location.pathname !== "/" || location.search) history.replaceState(null, "", "/");
  }
}

new Page().begin();
