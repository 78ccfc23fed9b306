// What all scripts share: the page's words, its addresses, announcements, toasts, requests with the right token.

const WORDS = JSON.parse(document.getElementById("script-words")?.textContent || "{}");
const APP = document.getElementById("app");

/** The words of `key` with %(name)s and %(name)d filled in. */
export function say(key, values = {}) {
  return (WORDS[key] || key).replace(/%\((\w+)\)[sd]/g, (_, name) => String(values[name] ?? ""));
}

/** The address of a file named on the script element: icons, echarts, maplibre … */
export const asset = (name) => APP.dataset[name];

/** Who is at work here, so that nobody's typing is shown to the next person. */
export const person = () => document.body.dataset.person || "";

/** Calls `start` for every element that matches now and after each swap of a part of the page. */
export function each(selector, start) {
  const run = (root) => {
    if (root.matches?.(selector)) start(root);
    root.querySelectorAll(selector).forEach(start);
  };
  run(document.body);
  document.addEventListener("nd:swapped", (event) => run(event.target));
  document.addEventListener("htmx:load", (event) => event.target !== document.body && run(event.target));
}

/** Tells everybody that the content of `element` is new. */
export function swapped(element) {
  window.htmx?.process(element);
  element.dispatchEvent(new CustomEvent("nd:swapped", { bubbles: true }));
}

/** Says something to a screen reader without moving the focus. */
export function announce(words) {
  const live = document.querySelector("[data-live]");
  if (live) live.textContent = words;
}

/** A short message in the corner; tones as in the style sheet. Errors stay until closed. */
export function toast(words, tone = "info") {
  const template = document.querySelector("[data-toast-template]");
  if (!template) return;
  const element = template.content.firstElementChild.cloneNode(true);
  element.classList.replace("tone-info", `tone-${tone}`);
  element.querySelector("div").textContent = words;
  if (tone === "late") delete element.dataset.toastFades;
  document.querySelector("[data-toasts]").append(element);
  swapped(element);
}

each("[data-toast]", (element) => {
  const close = element.querySelector("[data-toast-close]");
  close.hidden = false;
  close.addEventListener("click", () => element.remove());
  if ("toastFades" in element.dataset) setTimeout(() => element.remove(), 6000);
});

/** An icon of the sprite, as an element. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${asset("icons")}#${name}`);
  svg.append(use);
  return svg;
}

/** The token that the server wants with every POST; the cookie is fresher than a page from the cache. */
export function token() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
}

/** Sends a form by POST. A redirect comes back as status 204 with its target in X-Location (nuandong.web.browser), a missing sign-in as 401. */
export function post(url, body) {
  return fetch(url, { method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" } });
}

/** A random UUID; crypto.randomUUID is missing where the page came without TLS. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Loads a classic script once. */
const loading = new Map();
export function load(url) {
  if (!loading.has(url)) {
    loading.set(url, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = url;
      script.onload = resolve;
      script.onerror = () => { loading.delete(url); reject(new Error(url)); };
      document.head.append(script);
    }));
  }
  return loading.get(url);
}

/** The colour of a CSS variable as it stands now, light or dark. */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
