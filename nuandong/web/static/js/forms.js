// Small help for every form: sent once, the chosen choice marked, the error summary found, searches by one key.
import { each, say, toast } from "./page.js";

each("form[data-once]", (form) => {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
});
// A page taken from the back-forward cache must be usable again.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

/** Lets a form be sent again after a refusal. */
export function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

each(".choices", (group) => {
  const mark = () => group.querySelectorAll("label").forEach((label) => label.classList.toggle("choice-on", Boolean(label.querySelector("input:checked"))));
  group.addEventListener("change", mark);
  mark();
});

// On a phone the step at hand may lie outside the visible part of the row.
each(".step[aria-current]", (step) => { step.parentElement.scrollLeft = step.offsetLeft - 24; });

each("[data-error-summary]", (summary) => summary.focus());
each("[data-error-summary] a", (link) => link.addEventListener("click", (event) => {
  const target = document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  (target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea") || target).focus();
}));

each("select[data-submits], input[data-submits]", (input) => input.addEventListener("change", () => input.form.requestSubmit()));
each("[data-print]", (button) => button.addEventListener("click", () => window.print()));
each("[data-copy]", (button) => button.addEventListener("click", async () => {
  await navigator.clipboard?.writeText(button.dataset.copy);
  toast(say("copied"), "ok");
}));

each("[data-copy-from]", (button) => button.addEventListener("click", async () => {
  await navigator.clipboard?.writeText(document.getElementById(button.dataset.copyFrom).textContent.trim());
  toast(say("copied"), "ok");
}));

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("[data-search]");
  if (search) { event.preventDefault(); search.focus(); search.select(); }
});

// A menu closes when the attention goes elsewhere.
document.addEventListener("click", (event) => document.querySelectorAll("details[data-menu][open]").forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (menu) { menu.removeAttribute("open"); menu.querySelector("summary").focus(); }
});
