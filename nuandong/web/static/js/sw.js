// Serves the pages of the crew and of village cadres, and their files, when the network is gone. Pages: the network first, else the copy of the last
// visit, not older than a shift. Files: the network first too, so that an update is never held back by a phone.
const FILES = "nd-files";
const PAGES = "nd-pages";
const SHIFT = 12 * 3600 * 1000;

const FIELD = /^\/(crew\/|relief\/$|relief\/seasons\/[^/]+\/\d+\/report\/)/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(caches.delete(PAGES));
  else if (event.data?.keep) event.waitUntil(keepAll(event.data.keep).then((count) => event.ports[0].postMessage(count)));
});

/** Pages somebody will want where there is no network, one after another; answers how many are kept. */
async function keepAll(addresses) {
  let count = 0;
  for (const address of addresses.filter((one) => FIELD.test(new URL(one).pathname))) {
    const response = await fetch(address).catch(() => undefined);
    if (!response?.ok || response.redirected) continue;
    await keep(PAGES, address, response);
    count += 1;
  }
  return count;
}

async function keep(cache, request, response) {
  const headers = new Headers(response.headers);
  headers.set("X-Kept-At", String(Date.now()));
  const copy = new Response(await response.clone().blob(), { status: response.status, headers });
  await (await caches.open(cache)).put(request, copy);
}

async function freshOrKept(event, cache, wait) {
  const request = event.request;
  try {
    const response = await Promise.race([fetch(request), new Promise((_, reject) => { setTimeout(reject, wait, new Error("slow")); })]);
    if (response.ok && !response.redirected) event.waitUntil(keep(cache, request, response));
    return response;
  } catch (error) {
    const kept = await (await caches.open(cache)).match(request, { ignoreVary: true });
    if (kept && (cache === FILES || Date.now() - Number(kept.headers.get("X-Kept-At")) < SHIFT)) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname.startsWith("/static/")) event.respondWith(freshOrKept(event, FILES, 4000));
  else if (FIELD.test(address.pathname) && event.request.mode === "navigate") event.respondWith(freshOrKept(event, PAGES, 8000));
});
