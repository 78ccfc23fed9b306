// Forms with data-draft keep what was typed, in this tab only (session storage): it dies with the tab, and is emptied when
// the form went through, when somebody signs out and when the person changes. Every other form is kept from the press of
// its button on, for the session may have ended meanwhile. Passwords, codes and files are never kept.
import { each, person, say } from "./page.js";

const PREFIX = "nd-draft:";
const SENT = ":sent";
const address = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname;
const POSTED = "form[method=post]:not([data-offline])";
const key = (form) => `${PREFIX}${person()}:${form.dataset.draft || place(form)}`;
const box = (input) => input.type === "checkbox" || input.type === "radio";
const kept = (input) => input.name && !["hidden", "password", "file", "submit", "button"].includes(input.type) && !("noDraft" in input.dataset) && input.autocomplete !== "one-time-code";
const names = () => Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
// What is to be kept when typing rests, by form; a page that is left or put aside does not wait for that.
const typing = new Map();
const rest = (form) => { clearTimeout(typing.get(form)?.timer); typing.delete(form); };
const flush = () => typing.forEach(({ keep }, form) => { rest(form); keep(); });

/** A name for a form without one: where it is sent to, and which of several such in the page it is. */
function place(form) {
  const same = [...document.querySelectorAll(POSTED)].filter((one) => address(one) === address(form));
  return `${address(form)}#${same.indexOf(form)}`;
}

function read(form) {
  return [...form.elements].filter((input) => kept(input) && (!box(input) || input.checked)).map((input) => [input.name, input.value]);
}

function fill(form, pairs) {
  const inputs = [...form.elements].filter(kept);
  const left = pairs.slice();
  inputs.forEach((input) => {
    if (box(input)) {
      input.checked = pairs.some(([name, value]) => name === input.name && value === input.value);
      return;
    }
    const at = left.findIndex(([name]) => name === input.name);
    if (at >= 0) [[, input.value]] = left.splice(at, 1);
  });
  form.querySelectorAll(".choices").forEach((group) => group.dispatchEvent(new Event("change")));
}

/** Forgets the draft of one form. */
export function forget(form) {
  rest(form);
  sessionStorage.removeItem(key(form));
  sessionStorage.removeItem(key(form) + SENT);
}

// What became of the forms that were sent from the last page? Not accepted if this page asks to sign in, reports a failure,
// shows the form again with its errors, or was reached by going back or reloading; accepted in every other case.
const arrived = performance.getEntriesByType("navigation")[0]?.type;
const failed = document.querySelector("[data-sign-in], [data-failed]") !== null || arrived === "back_forward" || arrived === "reload";
const refused = new Set([...document.querySelectorAll("form[data-draft][data-refused]")].map(key));
names().filter((name) => name.endsWith(SENT)).forEach((mark) => {
  const name = mark.slice(0, -SENT.length);
  sessionStorage.removeItem(mark);
  if (!failed && !refused.has(name)) sessionStorage.removeItem(name);
});
if (person()) names().filter((name) => !name.startsWith(`${PREFIX}${person()}:`)).forEach((name) => sessionStorage.removeItem(name));

each(`form[data-draft], ${POSTED}`, (form) => {
  if (form.closest("[data-sign-in]") || ![...form.elements].some(kept)) return;
  const named = "draft" in form.dataset;
  const stored = sessionStorage.getItem(key(form));
  if (!named) sessionStorage.removeItem(key(form));
  if (stored && !("refused" in form.dataset)) {
    fill(form, JSON.parse(stored));
    const state = form.querySelector("[data-form-state]");
    if (state) state.textContent = say("draftKept");
  }
  const keep = () => sessionStorage.setItem(key(form), JSON.stringify(read(form)));
  if (named) form.addEventListener("input", () => {
    rest(form);
    typing.set(form, { keep, timer: setTimeout(() => { rest(form); keep(); }, 300) });
  });
  form.addEventListener("submit", () => {
    rest(form);
    keep();
    sessionStorage.setItem(key(form) + SENT, "1");
  });
});

document.querySelectorAll("form[data-leave]").forEach((form) => form.addEventListener("submit", () => {
  [...typing.keys()].forEach(rest);
  names().forEach((name) => sessionStorage.removeItem(name));
}));
window.addEventListener("pagehide", flush);
document.addEventListener("visibilitychange", flush);
