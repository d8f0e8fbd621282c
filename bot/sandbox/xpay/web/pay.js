// The payment page: shows the QR, watches the payment, and leads back to the shop when it is paid.
import { PAID_NOW, byId, digits, elqr, language, load, money, pageOf, paint, speak, text, translate, web } from "/web/shared.js";

const EVERY = 1000;
const TONES = { COMPLETED: "good", ERROR: "bad", CANCELED: "bad" };
const status = byId("status");
let payment = null;
let offline = false;
let watched = justPaid();
let leaving = 0;

function justPaid() {
  try {
    const mine = sessionStorage.getItem(PAID_NOW) === elqr;
    sessionStorage.removeItem(PAID_NOW);
    return mine;
  } catch { return false; }
}

function show() {
  translate();
  showLanguages();
  document.body.dataset.view = payment === null ? "lost" : payment.status === "COMPLETED" ? "paid" : "open";
  if (payment === null) return;
  showBill();
  showStatus();
  showBanks();
  if (payment.status === "COMPLETED") showReceipt();
}

function showBill() {
  document.title = `${digits(payment.request_amount)} ${text("som")} · ${payment.merchant}`;
  byId("avatar").textContent = [...payment.merchant][0]?.toUpperCase() ?? "";
  byId("merchant").textContent = payment.merchant;
  byId("what").textContent = [payment.what, payment.comment].filter(Boolean).join(" · ") || payment.address;
  const unit = document.createElement("small");
  unit.textContent = text("som");
  byId("sum").replaceChildren(`${digits(payment.request_amount)}\u00a0`, unit);
  const fee = payment.request_amount - payment.amount;
  const notes = [fee > 0 && text("fee", { sum: money(fee) }), payment.amount_change && text("flexible")];
  byId("fine").textContent = notes.filter(Boolean).join(", ");
  if (byId("qr").getAttribute("src") !== payment.image) {
    byId("qr").src = payment.image;
    byId("save").href = payment.image;
  }
}

function showStatus() {
  status.dataset.status = payment.status;
  status.dataset.tone = offline ? "bad" : TONES[payment.status] ?? "wait";
  const sentence = text(offline ? "offline" : payment.status);
  const place = status.querySelector("span");
  if (place.textContent !== sentence) place.textContent = sentence;
}

function showBanks() {
  const links = payment.banks.map((bank) => {
    const link = document.createElement("a");
    const mark = document.createElement("b");
    link.href = pageOf(`/bank?bank=${bank.id}&lang=${language}`);
    link.dataset.testid = "bank-button";
    link.dataset.bank = bank.id;
    mark.textContent = bank.mark;
    paint(mark, bank);
    link.append(mark, bank.name);
    return link;
  });
  byId("banks").replaceChildren(...links);
}

function showReceipt() {
  byId("paid-to").textContent = payment.merchant;
  const locale = { ky: "ky-KG", ru: "ru-RU", en: "en-GB" }[language];
  byId("paid-at").textContent = new Date(payment.paid_at).toLocaleString(locale, { dateStyle: "short", timeStyle: "short" });
  byId("paid-trx").textContent = payment.trx.slice(0, 8);
  const address = web(payment.return_url);
  byId("back").hidden = !address;
  byId("countdown").hidden = !address || !watched;
  if (!address) return;
  byId("back").href = address;
  if (watched && !leaving) leave(4);
  else if (watched) byId("countdown").textContent = text("countdown", { n: leaving });
}

function leave(seconds) {
  leaving = seconds;
  byId("countdown").textContent = text("countdown", { n: seconds });
  if (seconds > 0) setTimeout(() => leave(seconds - 1), 1000);
  else location.assign(payment.return_url);
}

function showLanguages() {
  for (const button of byId("langs").children) button.setAttribute("aria-pressed", String(button.dataset.lang === language));
}

for (const code of ["ky", "ru", "en"]) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = code.toUpperCase();
  button.dataset.lang = code;
  button.dataset.testid = `lang-${code}`;
  button.addEventListener("click", () => { speak(code); show(); });
  byId("langs").append(button);
}

async function watch() {
  try {
    const fresh = await load();
    const changed = offline || JSON.stringify(fresh) !== JSON.stringify(payment) || document.body.dataset.view === "loading";
    if (payment && payment.status !== "COMPLETED" && fresh?.status === "COMPLETED") watched = true;
    payment = fresh;
    offline = false;
    if (changed) show();
  } catch {
    offline = true;
    if (payment) showStatus();
  }
  if (payment !== null || offline) setTimeout(watch, EVERY);
}

addEventListener("hashchange", () => location.reload());
translate();
watch();
