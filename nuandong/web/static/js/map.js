// Maps: outlines from our own server, markers from the JSON beside them, tiles only where a tile service is configured.
// Where WebGL is missing the list inside the map stays.
import { asset, colour, each, icon, load, say } from "./page.js";

const maps = new Map();

function style(element, outlines) {
  const tiles = element.dataset.tilesUrl;
  const layers = [{ id: "land", type: "background", paint: { "background-color": colour("map-land") } }];
  const sources = { outlines: { type: "geojson", data: outlines } };
  if (tiles) {
    sources.tiles = { type: "raster", tiles: [tiles], tileSize: 256 };
    layers.push({ id: "tiles", type: "raster", source: "tiles" });
  }
  layers.push(
    { id: "focus", type: "fill", source: "outlines", filter: ["==", ["get", "focus"], true], paint: { "fill-color": colour("map-focus"), "fill-opacity": tiles ? 0.25 : 1 } },
    { id: "border", type: "line", source: "outlines", paint: { "line-color": colour("map-line"), "line-width": ["case", ["==", ["get", "focus"], true], 2, 1] } },
  );
  return { version: 8, sources, layers };
}

function* points(shape) {
  if (typeof shape?.[0] === "number") yield shape;
  else if (shape) for (const part of shape) yield* points(part);
}

function bounds(features) {
  const box = new window.maplibregl.LngLatBounds();
  features.forEach((feature) => { for (const point of points(feature.geometry?.coordinates)) box.extend(point); });
  return box;
}

/** Names of divisions as elements: no server of glyphs is needed for Chinese. */
function label(map, feature) {
  const middle = feature.properties.centre || bounds([feature]).getCenter();
  const words = document.createElement("span");
  words.className = "map-label";
  words.textContent = feature.properties.name;
  new window.maplibregl.Marker({ element: words }).setLngLat(middle).addTo(map);
}

function card(marker) {
  const box = document.createElement("div");
  const title = document.createElement(marker.url ? "a" : "strong");
  if (marker.url) title.href = marker.url;
  title.textContent = marker.title;
  box.append(title);
  if (marker.note) {
    const note = document.createElement("p");
    note.className = "soft";
    note.textContent = marker.note;
    box.append(note);
  }
  return box;
}

export function pin(marker) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `pin tone-${marker.tone || "mute"}`;
  if (marker.shape === "square") button.classList.add("pin-square");
  if (marker.small) button.classList.add("pin-s");
  if (marker.pulse) button.classList.add("pin-pulse");
  if (!marker.small) button.append(icon(marker.icon || "map-pin"));
  button.title = marker.title;
  button.setAttribute("aria-label", [marker.title, marker.note].filter(Boolean).join("，"));
  return button;
}

const read = (element) => JSON.parse(document.getElementById(element.dataset.map)?.textContent || "[]");

function place(element, state) {
  const fresh = new Map(read(element).map((marker) => [String(marker.id), marker]));
  state.pins.forEach((old, id) => {
    if (JSON.stringify(fresh.get(id)) === old.text) fresh.delete(id);
    else { old.marker.remove(); state.pins.delete(id); }
  });
  fresh.forEach((marker, id) => {
    const popup = new window.maplibregl.Popup({ offset: 18, closeButton: false }).setDOMContent(card(marker));
    const placed = new window.maplibregl.Marker({ element: pin(marker) }).setLngLat([marker.lng, marker.lat]).setPopup(popup).addTo(state.map);
    state.pins.set(id, { marker: placed, text: JSON.stringify(marker) });
  });
}

function frame(element, outlines) {
  const { lng, lat, zoom } = element.dataset;
  if (lng && lat) return { center: [Number(lng), Number(lat)], zoom: Number(zoom) || 12 };
  const focus = outlines.features.filter((feature) => feature.properties.focus);
  const box = bounds(focus.length ? focus : outlines.features);
  read(element).forEach((marker) => focus.length || box.extend([marker.lng, marker.lat]));
  return box.isEmpty() ? { center: [104, 35], zoom: 3 } : { bounds: box, fitBoundsOptions: { padding: 28, maxZoom: 13 } };
}

/** Draws the map of an element; answers with it, or with null where there is no WebGL. */
export async function start(element) {
  const words = element.querySelector("[data-map-words]");
  try {
    if (!document.createElement("canvas").getContext("webgl2")) throw new Error("no WebGL");
    const wanted = element.dataset.outlineUrl ? fetch(element.dataset.outlineUrl, { credentials: "same-origin" }).then((answer) => answer.json()) : { type: "FeatureCollection", features: [] };
    const css = document.createElement("link");
    Object.assign(css, { rel: "stylesheet", href: asset("maplibreCss") });
    document.head.prepend(css);
    const [outlines] = await Promise.all([wanted, load(asset("maplibre"))]);
    window.maplibregl.setWorkerUrl(asset("maplibreWorker"));
    const holder = document.createElement("div");
    element.append(holder);
    const map = new window.maplibregl.Map({
      container: holder,
      style: style(element, outlines),
      ...frame(element, outlines),
      attributionControl: false,
      dragRotate: false,
      cooperativeGestures: false,
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new window.maplibregl.NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new window.maplibregl.ScaleControl({ unit: "metric" }), "bottom-left");
    outlines.features.filter((feature) => feature.properties.name && !feature.properties.unnamed).forEach((feature) => label(map, feature));
    const state = { map, outlines, pins: new Map() };
    maps.set(element, state);
    place(element, state);
    map.once("load", () => { element.dataset.ready = ""; });
    element.querySelector("[data-map-fallback]").hidden = true;
    return map;
  } catch (error) {
    words.hidden = false;
    words.textContent = say("noMap");
    return null;
  }
}

each("[data-map]:not([data-map-waits])", (element) => { if (!maps.has(element)) start(element); });
document.addEventListener("nd:swapped", () => maps.forEach((state, element) => (element.isConnected ? place(element, state) : maps.delete(element))));
document.addEventListener("nd:theme", () => maps.forEach((state, element) => state.map.setStyle(style(element, state.outlines))));
