// Parts that stay fresh: asked every few seconds with the ETag of the last answer; 304 leaves the part alone,
// X-Settled says that nothing is waited for any longer.
import { correct } from "./countdown.js";
import { each, say, swapped } from "./page.js";
import { extend } from "./session.js";

const parts = new Set();

function remember(part) {
  const open = [...part.querySelectorAll("details[open][id]")].map((element) => element.id);
  const focus = part.contains(document.activeElement) ? document.activeElement.id : "";
  return () => {
    open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  };
}

/** Typing must not be swept away: a part in which somebody writes waits. */
const busy = (part) => part.querySelector("dialog[open]") || (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"));

async function ask(part) {
  const response = await fetch(part.dataset.poll, {
    cache: "no-store",
    credentials: "same-origin",
    headers: { "X-Requested-With": "fetch", ...(part.etag ? { "If-None-Match": part.etag } : {}) },
  });
  if (response.redirected || response.status === 401) return location.reload();
  if (response.status !== 304 && !response.ok) throw new Error(String(response.status));
  correct(response);
  extend(response);
  part.classList.remove("stale");
  part.title = "";
  part.checked = Date.now();
  if (response.status === 304 || busy(part)) return undefined;
  // Nothing is under way any more: the whole page is read anew, with its heading, and does not ask again.
  if (response.headers.get("X-Settled")) return location.reload();
  const html = await response.text();
  const restore = remember(part);
  part.etag = response.headers.get("ETag");
  part.innerHTML = html;
  restore();
  return swapped(part);
}

async function turn(part) {
  if (!part.isConnected) return parts.delete(part);
  if (!document.hidden) {
    try {
      await ask(part);
      part.failures = 0;
    } catch (error) {
      part.failures += 1;
      if (part.failures >= 2) {
        part.classList.add("stale");
        part.title = say("stale", { clock: new Date(part.checked).toLocaleTimeString("zh-CN") });
      }
    }
  }
  const rest = Number(part.dataset.pollSeconds) * 1000 * Math.min(1 + part.failures, 6);
  part.timer = setTimeout(turn, rest, part);
  return undefined;
}

each("[data-poll]", (part) => {
  if (parts.has(part)) return;
  parts.add(part);
  part.failures = 0;
  part.checked = Date.now();
  part.timer = setTimeout(turn, Number(part.dataset.pollSeconds) * 1000, part);
});

// Back at the page, or something was done in it: ask at once.
function hurry() {
  parts.forEach((part) => { clearTimeout(part.timer); turn(part); });
}
document.addEventListener("visibilitychange", () => document.hidden || hurry());
document.addEventListener("nd:changed", hurry);
window.addEventListener("online", hurry);
