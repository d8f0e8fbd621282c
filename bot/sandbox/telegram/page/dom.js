// Building nodes: text only ever becomes text, so nothing from a stranger can become markup.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child || child === 0));
  return node;
}

// Built anew only when what it shows has changed: a press that has begun inside ends there.
export function redraw(node, state, children) {
  const told = JSON.stringify(state);
  if (node.told === told) return;
  node.told = told;
  node.replaceChildren(...children());
}

// Makes these the children of a node without moving those that are among them already.
export function place(node, children) {
  const wanted = new Set(children);
  [...node.children].filter((child) => !wanted.has(child)).forEach((child) => child.remove());
  children.forEach((child, i) => {
    if (node.children[i] !== child) node.insertBefore(child, node.children[i] || null);
  });
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const ICONS = {
  send: "M3.4 20.4 21.5 12 3.4 3.6 3.4 10.1 15 12 3.4 13.9z",
  attach: "M20 11.5l-8.3 8.3a5.3 5.3 0 0 1-7.5-7.5l8.7-8.7a3.5 3.5 0 0 1 5 5l-8.6 8.6a1.8 1.8 0 0 1-2.5-2.5l7.9-7.9",
  keys: "M4 5h4v4H4zM10 5h4v4h-4zM16 5h4v4h-4zM4 11h4v4H4zM10 11h4v4h-4zM16 11h4v4h-4zM7 18h10",
  menu: "M4 7h16M4 12h16M4 17h16",
  photo: "M4 5h16v14H4zM4 16l4.5-4.5 3.5 3.5 3-3 5 5M15.5 9.5h.01",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  place: "M12 21c-4.5-4.5-7-7.5-7-11a7 7 0 0 1 14 0c0 3.5-2.5 6.5-7 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.6-4 3.5-6 7.5-6s6.9 2 7.5 6",
  link: "M8 16 16 8M9 8h7v7",
  copy: "M9 9h10v10H9zM5 15V5h10",
  down: "M12 4v12M7 11.5l5 5 5-5M5 20h14",
  close: "M6 6l12 12M18 6 6 18",
};

export function avatar(name, seed, extra = "") {
  const colour = extra || `c${Math.abs(seed) % 5}`;
  return el("span", { class: `avatar ${colour}`, "aria-hidden": "true" }, [...(name || "?")][0].toUpperCase());
}

// Only these schemes are ever followed.
export function safeLink(address) {
  return /^(https?|tg):\/\//i.test(address) ? address : null;
}

export function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).catch(() => copyOldWay(text));
  return Promise.resolve(copyOldWay(text));
}

function copyOldWay(text) {
  const area = el("textarea", { "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
