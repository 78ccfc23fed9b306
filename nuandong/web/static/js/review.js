// Going through findings by keyboard: J and K move from one to the next, A takes it, X leaves it out. Only on choices.
import { each } from "./page.js";

const STEPS = { j: 1, k: -1 };
const CHOICES = { a: "keep", x: "drop" };

each("[data-review]", (part) => {
  part.addEventListener("keydown", (event) => {
    const group = event.target.closest("fieldset");
    if (event.target.type !== "radio" || event.ctrlKey || event.metaKey || event.altKey || !group) return;
    const key = event.key.toLowerCase();
    if (key in CHOICES) group.querySelector(`input[value="${CHOICES[key]}"]`).click();
    if (!(key in STEPS) && !(key in CHOICES)) return;
    event.preventDefault();
    const groups = [...part.querySelectorAll("fieldset")];
    const next = groups[groups.indexOf(group) + (STEPS[key] ?? 1)];
    const radios = next ? [...next.querySelectorAll("input[type=radio]")] : [];
    (radios.find((radio) => radio.checked) ?? radios[0])?.focus();
  });
});
