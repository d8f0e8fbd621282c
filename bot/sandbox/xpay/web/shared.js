// Language, sums and the server's JSON, for both pages. Everything from outside reaches the page as text, never as HTML.
import { TEXTS } from "/web/texts.js";

const query = new URLSearchParams(location.search);
const remembered = () => { try { return localStorage.getItem("language"); } catch { return null; } };
const known = (code) => (code && Object.hasOwn(TEXTS, code) ? code : "");

export const elqr = location.hash.slice(1);
export const byId = (id) => document.getElementById(id);
export let language = known(query.get("lang")) || known(remembered()) || known(navigator.language.slice(0, 2)) || "ru";

export function text(key, values = {}) {
  const sentence = TEXTS[language][key] ?? TEXTS[language].ACTIVE;
  return Object.entries(values).reduce((whole, [name, value]) => whole.replace(`{${name}}`, () => value), sentence);
}

export function translate() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
}

export function speak(code) {
  language = code;
  try { localStorage.setItem("language", code); } catch { /* private windows forget, and that is fine */ }
}

// Tyiyn are whole numbers: digits are put in groups as text, nothing is divided into fractions.
export function digits(tyiyn) {
  const padded = String(tyiyn).padStart(3, "0");
  const point = language === "en" ? "." : ",";
  const groups = padded.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  return groups + (padded.endsWith("00") ? "" : point + padded.slice(-2));
}

export const money = (tyiyn) => `${digits(tyiyn)}\u00a0${text("som")}`;

export async function load(amount) {
  const extra = amount === undefined ? "" : `&amount=${amount}`;
  const answer = await fetch(`/page/payment?elqr=${encodeURIComponent(elqr)}${extra}`, { cache: "no-store" });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

export async function act(what) {
  const answer = await fetch("/page/act", { method: "POST", body: JSON.stringify({ elqr, ...what }) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

export const pageOf = (path) => `${path}#${elqr}`;

export function web(address) {
  try { return ["http:", "https:"].includes(new URL(address).protocol) ? address : ""; } catch { return ""; }
}

export function paint(element, bank) {
  element.style.setProperty("--bank", bank.colour);
  element.style.setProperty("--bank-deep", bank.deep);
}

export const PAID_NOW = "paid-now";
