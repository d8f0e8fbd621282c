// Toasts, alerts, sheets and the photo viewer. Everything but the viewer lives inside its pane.

import { ICONS, el, icon } from "./dom.js";

export function toast(root, text) {
  root.querySelector(".toast")?.remove();
  const node = el("div", { class: "toast", role: "status", "data-testid": "toast" }, text);
  root.append(node);
  setTimeout(() => node.remove(), 3200);
}

function veil(root, low, content) {
  const before = document.activeElement;
  const node = el("div", { class: low ? "veil low" : "veil" }, content);
  const close = () => {
    node.remove();
    before?.focus?.({ preventScroll: true });
  };
  node.addEventListener("click", (event) => event.target === node && close());
  node.addEventListener("keydown", (event) => event.key === "Escape" && close());
  root.append(node);
  node.querySelector("button")?.focus({ preventScroll: true });
  return close;
}

export function alertDialog(root, title, text, ok) {
  const button = el("button", { type: "button" }, ok);
  const close = veil(
    root,
    false,
    el("div", { class: "dialog", role: "alertdialog", "data-testid": "alert" }, el("h3", {}, title), el("p", {}, text), el("div", { class: "choices" }, button)),
  );
  button.addEventListener("click", close);
}

export function confirmDialog(root, title, text, yes, no, action) {
  const refuse = el("button", { type: "button" }, no);
  const agree = el("button", { type: "button", "data-testid": "confirm" }, yes);
  const close = veil(
    root,
    false,
    el("div", { class: "dialog", role: "dialog", "aria-label": title }, el("h3", {}, title), el("p", {}, text), el("div", { class: "choices" }, refuse, agree)),
  );
  refuse.addEventListener("click", close);
  agree.addEventListener("click", () => {
    close();
    action();
  });
}

// options: [{ sign, command, label, note, action }]
export function sheet(root, title, options) {
  const rows = options.map((option) =>
    el(
      "button",
      { class: "option", type: "button" },
      option.sign && el("span", { class: "sign" }, icon(ICONS[option.sign])),
      option.command && el("span", { class: "command" }, option.command),
      el("span", {}, option.label, option.note && el("small", {}, option.note)),
    ),
  );
  const close = veil(root, true, el("div", { class: "sheet", role: "dialog", "aria-label": title, "data-testid": "sheet" }, el("h3", {}, title), ...rows));
  rows.forEach((row, i) =>
    row.addEventListener("click", () => {
      close();
      options[i].action();
    }),
  );
}

export function viewPhoto(source, t) {
  const close = () => {
    node.remove();
    removeEventListener("keydown", onKey);
  };
  const onKey = (event) => event.key === "Escape" && close();
  const node = el(
    "div",
    { class: "viewer", role: "dialog", "aria-label": t.sendPhoto, "data-testid": "viewer", onclick: close },
    el("img", { src: source, alt: "" }),
    el(
      "div",
      { class: "tools" },
      el("a", { href: source, download: "photo", title: t.save, "aria-label": t.save, onclick: (event) => event.stopPropagation() }, icon(ICONS.down)),
      el("button", { type: "button", title: t.close, "aria-label": t.close }, icon(ICONS.close)),
    ),
  );
  addEventListener("keydown", onKey);
  document.querySelector(".overlays").append(node);
}
