// A point for a form: the map opens with its fold, a press on it or a drag of the pin fills in the degrees (WGS-84).
import { each } from "./page.js";

const WGS84 = "wgs84";

each("[data-pick]", (part) => {
  const field = (name) => document.getElementById(part.dataset[name]);
  const lng = field("lng");
  const lat = field("lat");
  const system = field("system");
  const state = part.querySelector("[data-pick-state]");
  const element = part.querySelector("[data-pick-map]");
  const centre = part.querySelector("[data-pick-centre]");
  const clear = part.querySelector("[data-pick-clear]");
  let map = null;
  let marker = null;
  let opened = false;
  let draw = null;

  const known = () => lng.value !== "" && lat.value !== "" && Math.abs(lng.value) <= 180 && Math.abs(lat.value) <= 90;

  function set(point) {
    lng.value = point ? point.lng.toFixed(6) : "";
    lat.value = point ? point.lat.toFixed(6) : "";
    system.value = WGS84;
    show();
  }

  /** The pin follows the fields. What was copied from another map in its own degrees would be drawn beside its place. */
  function show() {
    state.textContent = known() ? `${lng.value}, ${lat.value}` : "";
    clear.hidden = !known();
    if (!map) return;
    if (!known() || system.value !== WGS84) { marker?.remove(); marker = null; return; }
    const at = [Number(lng.value), Number(lat.value)];
    if (!marker) {
      marker = new window.maplibregl.Marker({ draggable: true, element: draw({ tone: "accent", icon: "map-pin", title: state.textContent }) }).setLngLat(at).addTo(map);
      marker.on("dragend", () => set(marker.getLngLat().wrap()));
    }
    marker.setLngLat(at);
    if (!map.getBounds().contains(at)) map.setCenter(at);
  }

  async function open() {
    if (opened || !part.open) return;
    opened = true;
    const { pin, start } = await import("./map.js");
    draw = pin;
    map = await start(element);
    if (!map) return;
    map.on("click", (event) => set(event.lngLat.wrap()));
    centre.hidden = false;
    show();
  }

  centre.addEventListener("click", () => set(map.getCenter().wrap()));
  clear.addEventListener("click", () => { set(null); lng.focus(); });
  part.addEventListener("toggle", open);
  // "Where I am" writes both fields as WGS-84; somebody who types chooses the system himself.
  part.addEventListener("input", (event) => {
    if ((event.target === lng || event.target === lat) && !event.isTrusted) system.value = WGS84;
    show();
  });
  show();
  open();
});
