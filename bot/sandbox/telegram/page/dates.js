// Dates and times in the reader's words. Browsers rarely know Kyrgyz, so its names are here.

import { textsFor } from "./texts.js";

const MONTHS = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];
const WEEKDAYS = ["жекшемби", "дүйшөмбү", "шейшемби", "шаршемби", "бейшемби", "жума", "ишемби"];
const UNITS = { minute: "мүнөт", hour: "саат", day: "күн" };

function locale(code) {
  return { ky: "ru", en: "en-GB" }[code] || code || "ru";
}

export function clock(seconds, code) {
  return formatted(new Date(seconds * 1000), "t", code);
}

export function day(seconds, code) {
  const t = textsFor(code);
  const date = new Date(seconds * 1000);
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86400000);
  if (days === 0) return t.today;
  if (days === 1) return t.yesterday;
  if (code === "ky") return `${date.getDate()}-${MONTHS[date.getMonth()]}`;
  return date.toLocaleDateString(locale(code), { day: "numeric", month: "long" });
}

// Any of w (weekday), d or D (short or long date), t or T (short or long time).
export function formatted(date, format, code) {
  const parts = [];
  if (format.includes("w")) parts.push(code === "ky" ? WEEKDAYS[date.getDay()] : date.toLocaleDateString(locale(code), { weekday: "long" }));
  if (format.includes("d")) parts.push(date.toLocaleDateString(locale(code), { dateStyle: "short" }));
  if (format.includes("D")) parts.push(longDate(date, code));
  if (/t/i.test(format)) {
    const seconds = format.includes("T") ? { second: "2-digit" } : {};
    parts.push(date.toLocaleTimeString(locale(code), { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...seconds }));
  }
  return parts.join(", ");
}

function longDate(date, code) {
  if (code === "ky") return `${date.getFullYear()}-жыл, ${date.getDate()}-${MONTHS[date.getMonth()]}`;
  return date.toLocaleDateString(locale(code), { dateStyle: "long" });
}

export function relative(date, code) {
  const minutes = Math.round((date - Date.now()) / 60000);
  const size = Math.abs(minutes);
  const [amount, unit] = size < 60 ? [minutes, "minute"] : size < 1440 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
  if (code !== "ky") return new Intl.RelativeTimeFormat(locale(code), { numeric: "auto" }).format(amount, unit);
  return amount < 0 ? `${-amount} ${UNITS[unit]} мурун` : `${amount} ${UNITS[unit]} ичинде`;
}
