// A slider that moves a field of numbers, and the other way; and a second form that sends what the trial above says.
import { each } from "./page.js";

each("input[data-mirrors]", (slider) => {
  const field = document.getElementById(slider.dataset.mirrors);
  if (!field) return;
  slider.value = field.value;
  slider.addEventListener("input", () => { field.value = slider.value; });
  field.addEventListener("input", () => { slider.value = field.value; });
});

each("form[data-takes-trial]", (form) => {
  form.addEventListener("formdata", (event) => {
    const trial = document.querySelector("form[data-trial]");
    if (trial) for (const [name, value] of new FormData(trial)) if (!event.formData.has(name)) event.formData.append(name, value);
  });
});
