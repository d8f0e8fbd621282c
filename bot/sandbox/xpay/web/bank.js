// A toy banking app opened on a QR: pay, decline, or close it and walk away.
import { PAID_NOW, act, byId, digits, elqr, language, load, money, pageOf, paint, text, translate } from "/web/shared.js";

const STAY = 2500;
const bankId = new URLSearchParams(location.search).get("bank");
const back = pageOf(`/pay?lang=${language}`);
const input = byId("amount");
let payment = null;
let bank = null;

function leave() { location.replace(back); }

// "250", "250,5" and "1 250.50" become tyiyn by their digits alone; anything else is no sum.
function tyiyn(written) {
  const match = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(written.replace(/\s/g, ""));
  return match ? Number(match[1] + (match[2] ?? "").padEnd(2, "0")) : 0;
}

function show() {
  translate();
  paint(document.body, bank);
  document.title = bank.name;
  byId("bank").textContent = bank.name;
  byId("mark").textContent = bank.mark;
  byId("account").textContent = `•• ${bank.account}`;
  byId("balance").textContent = money(bank.balance);
  byId("close").setAttribute("aria-label", text("close"));
  byId("merchant").textContent = payment.merchant;
  for (const name of ["what", "comment"]) {
    byId(name).textContent = payment[name];
    byId(`${name}-row`).hidden = !payment[name];
  }
  byId("unit").textContent = text("som");
  input.value = digits(payment.amount);
  input.readOnly = !payment.amount_change;
  byId("done").href = back;
  fit();
  showSum();
  document.body.dataset.view = "open";
}

// The unit stands right after the sum, however long it is.
function fit() { input.style.width = `${Math.max(input.value.length, 1)}ch`; }

function showSum() {
  const fee = payment.request_amount - payment.amount;
  byId("fine").dataset.tone = "";
  byId("fine").textContent = fee > 0 ? text("plus_fee", { sum: money(fee) }) : "";
  byId("pay").textContent = text("pay", { sum: money(payment.request_amount) });
  byId("pay").disabled = false;
}

async function priced() {
  fit();
  const amount = tyiyn(input.value);
  const fresh = amount > 0 ? await load(amount) : null;
  if (amount !== tyiyn(input.value)) return; // typed on meanwhile: the newer question answers
  if (fresh) {
    payment = fresh;
    showSum();
  } else {
    byId("fine").dataset.tone = "bad";
    byId("fine").textContent = text("bad_sum");
    byId("pay").disabled = true;
  }
}

function end(good, title, sentence) {
  document.body.dataset.end = good ? "good" : "bad";
  byId("end-title").textContent = title;
  byId("end-text").textContent = sentence;
  document.body.dataset.view = "end";
}

function busy() {
  for (const id of ["pay", "decline", "close"]) byId(id).disabled = true;
  byId("pay").setAttribute("aria-busy", "true");
  byId("pay").textContent = text("paying");
}

async function pay(event) {
  event.preventDefault();
  const amount = payment.amount_change ? tyiyn(input.value) : null;
  busy();
  try {
    const outcome = await act({ act: "pay", bank: bankId, amount });
    if (!outcome.paid) return end(false, text("refused"), text(outcome.reason));
  } catch {
    return end(false, text("refused"), text("lost"));
  }
  try { sessionStorage.setItem(PAID_NOW, elqr); } catch { /* then the payment page does not redirect by itself */ }
  end(true, text("paid"), `${money(payment.request_amount)}\n${payment.merchant}`);
  setTimeout(leave, STAY);
  const after = await load().catch(() => null);
  if (after) byId("balance").textContent = money(after.banks.find((one) => one.id === bankId).balance);
}

byId("form").addEventListener("submit", pay);
byId("decline").addEventListener("click", () => { busy(); act({ act: "decline" }).finally(leave); });
byId("close").addEventListener("click", leave);
input.addEventListener("input", priced);

payment = await load().catch(() => null);
bank = payment?.banks.find((one) => one.id === bankId);
if (bank) {
  show();
  act({ act: "scan" }).catch(() => {}); // without a connection paying will say so
} else {
  translate();
  document.body.dataset.view = "lost";
}
