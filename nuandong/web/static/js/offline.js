// Phone forms (data-offline): kept in the queue first, then tried at once, so that a page that goes away in the middle
// loses nothing; without a network they stay there and are sent when it is back.
import { serverNow } from "./countdown.js";
import { each, person, post, say, swapped, toast, uuid } from "./page.js";
import { forget } from "./draft.js";
import { release } from "./forms.js";
import { drop, put, waiting } from "./queue.js";

const RETRY = 20000;
const PATIENCE = 20000;
const strip = document.querySelector("[data-queue-strip]");
const offlineStrip = document.querySelector("[data-offline-strip]");
const list = document.querySelector("[data-queue-list]");
const signIn = (address) => new URL(address, location.href).pathname.startsWith("/login");
let flushing = null;
let last = Promise.resolve();
// What this page is trying right now: not shown as waiting, not sent a second time, and no reason to leave the page yet.
const trying = new Set();

/** Sends one entry. Answers {to} accepted, {signIn}, {refused: html}; throws when there is no way through. */
async function send(entry) {
  const body = new FormData();
  entry.fields.forEach(([name, value, file]) => (file === undefined ? body.append(name, value) : body.append(name, value, file)));
  const response = await Promise.race([
    post(entry.url, body),
    new Promise((_, reject) => { setTimeout(reject, PATIENCE, new Error("slow")); }),
  ]);
  if (response.status === 401) return { signIn: true };
  const to = response.headers.get("X-Location");
  if (to !== null) return signIn(to) ? { signIn: true } : { to };
  if (response.status >= 500 || response.status === 429) throw new Error(String(response.status));
  return { refused: await response.text() };
}

const untried = async () => (person() ? (await waiting(person())).filter((entry) => !trying.has(entry.key)) : []);

async function show() {
  const entries = await untried();
  if (!strip) return;
  strip.hidden = entries.length === 0;
  const stuck = entries.some((entry) => entry.state === "signIn");
  strip.querySelector("[data-words]").textContent = `${say(stuck ? "signIn" : "queued")} (${entries.length})`;
  if (list) {
    list.replaceChildren(...entries.map((entry) => {
      const item = document.createElement("li");
      item.className = "row-item";
      const words = document.createElement("span");
      words.className = "grow";
      const link = document.createElement("a");
      link.href = entry.page;
      link.textContent = entry.label;
      const state = document.createElement("small");
      state.className = "muted";
      state.textContent = ` ${new Date(entry.at).toLocaleTimeString("zh-CN")} · ${say(entry.state)}`;
      words.append(link, state);
      if (entry.reason) {
        const reason = document.createElement("p");
        reason.className = "small tone-late";
        reason.textContent = entry.reason;
        words.append(reason);
      }
      item.append(words);
      if (entry.state === "refused") item.append(dropper(entry));
      return item;
    }));
  }
}

/** What the server does not take can only be typed anew or thrown away. */
function dropper(entry) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-s nowrap";
  button.textContent = say("drop");
  button.addEventListener("click", () => drop(entry.key).then(show));
  return button;
}

/** Why a form was refused, from the page that says so. */
function reasonOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return [...page.querySelectorAll("[data-error-summary] li")].map((line) => line.textContent.trim()).join(" ");
}

/** Sends everything that waits, in order; whoever asks in the meantime waits for the same round. */
const flush = () => (flushing ??= sendWaiting().finally(() => { flushing = null; }));

/** Answers whether there is a way through. What the server refuses stays, marked, and does not hold up the rest. */
async function sendWaiting() {
  try {
    for (const entry of await untried()) {
      const answer = await send(entry);
      if (answer.to !== undefined) {
        await drop(entry.key);
        toast(say("titled", { title: say("sent"), words: entry.label }), "ok");
        document.dispatchEvent(new CustomEvent("nd:changed"));
      } else {
        if (answer.refused && entry.state !== "refused") toast(say("titled", { title: say("refused"), words: entry.label }), "late");
        await put({ ...entry, state: answer.signIn ? "signIn" : "refused", reason: answer.refused ? reasonOf(answer.refused) : "" });
        if (answer.signIn) return false;
      }
    }
    return true;
  } catch (error) {
    return false; // Still no way through; the timer tries again.
  } finally {
    await show();
  }
}

/** One record after another, after all that waits: a job's steps pressed in a hurry must not overtake each other. */
function inTurn(entry) {
  const turn = last.then(flush).then((through) => (through ? send(entry) : {})).catch(() => ({}));
  last = turn;
  return turn;
}

function entryOf(form) {
  // When the button was pressed, by the server's clock: without a network the record arrives much later.
  form.querySelectorAll("[data-moment]").forEach((input) => { input.value = new Date(serverNow()).toISOString(); });
  const fields = [...new FormData(form)].filter(([, value]) => !(value instanceof File) || value.size > 0);
  return {
    key: form.elements.command_key?.value || uuid(),
    url: form.action,
    page: location.href,
    label: form.dataset.offline,
    fields: fields.map(([name, value]) => (value instanceof File ? [name, value, value.name] : [name, value])),
    at: Date.now(),
    person: person(),
    state: "queued",
  };
}

/** Pictures outlive a refusal: no server can put them back into a form. */
function keepPictures(main, pictures) {
  const form = main.querySelector("form[data-refused]");
  pictures.filter(([, files]) => files.length > 0).forEach(([name, files]) => {
    const input = form?.elements[name];
    if (!input) return;
    input.files = files;
    input.dispatchEvent(new Event("change"));
  });
}

function showRefusal(form, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.querySelector("main");
  if (!main) { toast(say("failed"), "late"); release(form); return; }
  const old = document.querySelector("main");
  const pictures = [...form.querySelectorAll("input[type=file]")].map((input) => [input.name, input.files]);
  old.innerHTML = main.innerHTML;
  swapped(old);
  keepPictures(old, pictures);
  window.scrollTo(0, 0);
}

async function submit(form) {
  const entry = entryOf(form);
  const state = form.querySelector("[data-form-state]");
  const words = (key) => { if (state) state.textContent = say(key); };
  words("sending");
  trying.add(entry.key);
  const kept = await put(entry).then(() => true, () => false);
  const answer = await inTurn(entry);
  trying.delete(entry.key);
  if (answer.to !== undefined || answer.refused) await drop(entry.key).catch(() => undefined);
  if (answer.to !== undefined) accepted(form, answer.to, words);
  else if (answer.refused) showRefusal(form, answer.refused);
  else if (kept) await queued(form, answer.signIn ? { ...entry, state: "signIn" } : entry, words);
  else { words("failed"); toast(say("failed"), "late"); release(form); }
}

/** Goes on to the next page, unless another button of this one is still being tried: whoever ends last goes. */
function accepted(form, to, words) {
  forget(form);
  if (trying.size === 0) location.assign(to);
  else words("sent");
}

async function queued(form, entry, words) {
  await put(entry);
  forget(form);
  form.reset();
  form.querySelectorAll(".choices").forEach((group) => group.dispatchEvent(new Event("change")));
  freshKey(form);
  release(form);
  words("queued");
  toast(say("titled", { title: say("queued"), words: entry.label }), "soon");
  await show();
}

/** A page from the cache carries an old key: each showing of the form is a command of its own. */
function freshKey(form) {
  if (form.elements.command_key) form.elements.command_key.value = uuid();
}

each("form[data-offline]", (form) => {
  if (!("refused" in form.dataset)) freshKey(form);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    submit(form);
  });
});

function network() {
  if (offlineStrip) {
    offlineStrip.hidden = navigator.onLine;
    offlineStrip.querySelector("[data-words]").textContent = say("offline");
  }
  if (navigator.onLine) flush();
}
window.addEventListener("online", network);
window.addEventListener("offline", network);
document.querySelectorAll("[data-queue-send]").forEach((button) => button.addEventListener("click", flush));
setInterval(flush, RETRY);
network();
show();

/** A button that keeps the pages a list leads to, for the way where there is no network. */
function keeper(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    const pages = [...document.querySelectorAll("a[data-kept]")].map((link) => link.href);
    const { active } = await navigator.serviceWorker.ready;
    const answer = new MessageChannel();
    answer.port1.onmessage = (event) => {
      button.disabled = false;
      toast(say("kept", { n: event.data }), "ok");
    };
    active.postMessage({ keep: pages }, [answer.port2]);
  });
}

// Field pages open without a network too; whoever signs out leaves none of them behind.
if ("serviceWorker" in navigator) {
  if (/^\/(crew|relief)\//.test(location.pathname)) navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  document.querySelectorAll("[data-keep]").forEach(keeper);
  if (!person()) navigator.serviceWorker.getRegistration("/").then((found) => found?.active?.postMessage("forget"));
  document.querySelectorAll("form[data-leave]").forEach((form) => form.addEventListener("submit", () => navigator.serviceWorker.controller?.postMessage("forget")));
}
