// Fills in where the device is: WGS-84 degrees as the browser gives them.
import { each, say } from "./page.js";

each("[data-locate]", (part) => {
  const state = part.querySelector("[data-locate-state]");
  const set = (id, value) => {
    const input = id && document.getElementById(id);
    if (!input) return;
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  part.querySelector("[data-locate-go]").addEventListener("click", () => {
    if (!navigator.geolocation) { state.textContent = say("locateFailed"); return; }
    state.textContent = say("locating");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        set(part.dataset.lng, coords.longitude.toFixed(6));
        set(part.dataset.lat, coords.latitude.toFixed(6));
        set(part.dataset.accuracy, Math.round(coords.accuracy));
        state.textContent = say("located", { n: Math.round(coords.accuracy) });
      },
      (error) => { state.textContent = say(error.code === error.PERMISSION_DENIED ? "locateDenied" : "locateFailed"); },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
});
