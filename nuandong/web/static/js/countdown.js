// Every <time data-due> ticks once a second. The words are the server's (nuandong.web.wording) said again here.
import { announce, icon, say } from "./page.js";

const ICONS = { late: "alert-triangle", soon: "clock-hour-4", info: "info-circle" };
const GRAIN = 2000;
// The clock of an old office machine may be minutes off: count from the server's moment, which a page from a cache no
// longer knows.
const arrived = performance.getEntriesByType("navigation")[0];
const cached = navigator.serviceWorker?.controller || arrived?.type === "back_forward";
let ahead = 0;
if (!cached) adjust(document.body.dataset.now);

function adjust(moment) {
  const off = Date.parse(moment || "") - Date.now();
  if (Math.abs(off - ahead) > GRAIN) ahead = off;
}

/** Corrects the clock from an answer of the server (nuandong.web.browser). */
export const correct = (response) => adjust(response.headers.get("X-Now"));

/** The server's moment, in milliseconds. */
export const serverNow = () => Date.now() + ahead;

/** A length of time in its two largest units; the same rule as wording.span_words. */
export function span(seconds) {
  const all = Math.abs(seconds);
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const first = units.findIndex(([, size]) => all >= size);
  if (first === -1) return say("second", { n: 0 });
  const [name, size] = units[first];
  const words = say(name, { n: Math.floor(all / size) });
  const next = units[first + 1];
  const rest = next ? Math.floor((all % size) / next[1]) : 0;
  return rest ? `${words} ${say(next[0], { n: rest })}` : words;
}

function tick(element, now) {
  const left = Math.floor((Date.parse(element.dataset.due) - now) / 1000);
  const tone = left < 0 ? "late" : left <= Number(element.dataset.soon) ? "soon" : "info";
  element.lastElementChild.textContent = say(left < 0 ? "over" : "left", { span: span(left) });
  const before = ["late", "soon", "info"].find((name) => element.classList.contains(`tone-${name}`));
  if (before === tone) return;
  element.classList.replace(`tone-${before}`, `tone-${tone}`);
  element.firstElementChild.replaceWith(icon(ICONS[tone]));
  if (element.dataset.what) announce(say(tone === "late" ? "nowLate" : "nowSoon", { what: element.dataset.what }));
  element.dispatchEvent(new CustomEvent("nd:due", { bubbles: true, detail: { tone } }));
}

function tickAll() {
  const now = serverNow();
  document.querySelectorAll("time[data-due]").forEach((element) => tick(element, now));
}

setInterval(tickAll, 1000);
document.addEventListener("nd:swapped", tickAll);
document.addEventListener("visibilitychange", () => document.hidden || tickAll());
