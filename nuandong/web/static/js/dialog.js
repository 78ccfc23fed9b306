// Native dialogs: opened by data-dialog, closed by data-close; asking before an act; showing one masked field.
import { each, post, say } from "./page.js";

const SHOWN = 60000;

each("[data-dialog]", (button) => button.addEventListener("click", () => document.getElementById(button.dataset.dialog)?.showModal()));
each("dialog", (dialog) => {
  dialog.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", () => dialog.close()));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
});

const confirmDialog = document.getElementById("confirm-dialog");
each("[data-confirm]", (button) => button.addEventListener("click", (event) => {
  if (button.dataset.confirmed || !confirmDialog) return;
  event.preventDefault();
  const yes = confirmDialog.querySelector("[data-confirm-yes]");
  confirmDialog.querySelector("[data-confirm-title]").textContent = button.textContent.trim();
  confirmDialog.querySelector("[data-confirm-words]").textContent = button.dataset.confirm;
  yes.className = button.classList.contains("btn-danger") ? "btn btn-danger" : "btn btn-primary";
  yes.onclick = () => {
    confirmDialog.close();
    button.dataset.confirmed = "1";
    button.click();
    delete button.dataset.confirmed;
  };
  confirmDialog.showModal();
}));

const unmaskDialog = document.getElementById("unmask-dialog");
let asked = null;

/** What an error page says (templates/partials/error.html). */
function refusal(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return [...page.querySelectorAll("[data-error-words], [data-error-advice]")].map((part) => part.textContent).join(" ") || say("failed");
}

function hide(field, masked) {
  field.querySelector(".masked-value").textContent = masked;
  field.classList.remove("masked-open");
}

each("[data-unmask]", (eye) => eye.addEventListener("click", (event) => {
  if (!unmaskDialog) return;
  event.preventDefault();
  asked = eye;
  unmaskDialog.querySelector("[data-unmask-what]").textContent = eye.dataset.unmask;
  unmaskDialog.querySelector("[data-unmask-error]").hidden = true;
  unmaskDialog.querySelector("[name=note]").value = "";
  unmaskDialog.showModal();
}));

unmaskDialog?.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const error = unmaskDialog.querySelector("[data-unmask-error]");
  try {
    const response = await post(asked.href, new FormData(event.target));
    if (response.status === 401) { location.reload(); return; }
    if (!response.ok) throw new Error(refusal(await response.text()));
    const answer = await response.json();
    const field = asked.closest("[data-masked]");
    const value = field.querySelector(".masked-value");
    const masked = value.textContent;
    value.textContent = answer.value;
    field.classList.add("masked-open");
    setTimeout(hide, SHOWN, field, masked);
    unmaskDialog.close();
    asked.focus();
  } catch (failure) {
    error.hidden = false;
    error.querySelector("div").textContent = failure instanceof SyntaxError || failure instanceof TypeError ? say("failed") : failure.message;
  }
});
