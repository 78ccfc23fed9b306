// Pictures are made small before they are sent: at most 1,600 px on the long side, as JPEG. That saves minutes on a slow
// network, and drops the place and the device that a camera writes into its files.
import { each, say } from "./page.js";

const SIDE = 1600;
const QUALITY = 0.82;
const SMALL = 300 * 1024;

async function picture(file) {
  if (window.createImageBitmap) return createImageBitmap(file, { imageOrientation: "from-image" });
  throw new Error("no bitmap");
}

async function shrink(file) {
  const bitmap = await picture(file);
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  if (scale === 1 && file.type === "image/jpeg" && file.size < SMALL) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
  return new File([blob], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg", lastModified: file.lastModified });
}

function preview(file, remove) {
  const figure = document.createElement("figure");
  const image = document.createElement("img");
  const caption = document.createElement("figcaption");
  image.alt = file.name;
  image.src = URL.createObjectURL(file);
  image.onload = () => URL.revokeObjectURL(image.src);
  caption.textContent = `${Math.max(1, Math.round(file.size / 1024))} KB`;
  figure.append(image, caption, remove);
  return figure;
}

each("[data-photo]", (part) => {
  const input = part.querySelector("input[type=file]");
  const state = part.querySelector("[data-photo-state]");
  const photos = part.querySelector("[data-photo-list]");
  const most = part.querySelector("[data-photo-most]");
  let kept = [];
  let working = null;
  input.addEventListener("change", () => { working = work().finally(() => { working = null; }); });
  input.form?.addEventListener("reset", () => { kept = []; show(); });
  // Nothing is sent while a picture is still being made small.
  input.form?.addEventListener("submit", (event) => {
    if (!working) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    working.then(() => input.form.requestSubmit(event.submitter));
  }, { capture: true });

  // A camera hands over one picture at a time: where several are wanted, each is added to those before.
  async function work() {
    state.textContent = say("photoWork");
    if (!input.multiple) kept = [];
    let bad = false;
    for (const file of [...input.files]) {
      try {
        kept.push(await shrink(file));
      } catch (error) {
        bad = true;
      }
    }
    show();
    state.textContent = bad ? say("photoBad") : "";
  }

  function show() {
    const limit = Number(input.dataset.most) || kept.length;
    if (most) most.hidden = kept.length <= limit;
    kept = kept.slice(0, limit);
    const files = new DataTransfer();
    kept.forEach((file) => files.items.add(file));
    input.files = files.files;
    photos.replaceChildren(...kept.map((file) => preview(file, remover(file))));
  }

  function remover(file) {
    const button = part.querySelector("template").content.firstElementChild.cloneNode(true);
    button.addEventListener("click", () => { kept = kept.filter((one) => one !== file); show(); input.focus(); });
    return button;
  }
});
