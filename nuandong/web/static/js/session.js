// A warning five minutes before the session ends, and one press to go on.
import { serverNow, span } from "./countdown.js";
import { post, say } from "./page.js";

const WARN = 300;
const strip = document.querySelector("[data-session-strip]");
let ends = Date.parse(document.body.dataset.sessionEnds || "");

/** Every answer says when the session now ends (nuandong.web.browser). */
export function extend(response) {
  const stamp = Date.parse(response.headers.get("X-Session-Ends") || "");
  if (stamp) ends = stamp;
}

function look() {
  const left = Math.floor((ends - serverNow()) / 1000);
  strip.hidden = !(left <= WARN);
  if (!strip.hidden) strip.querySelector("[data-words]").textContent = left > 0 ? say("sessionEnds", { span: span(left) }) : say("signIn");
}

if (strip && ends) {
  setInterval(look, 1000);
  strip.querySelector("[data-session-keep]").addEventListener("click", async () => {
    const response = await post(strip.dataset.keepUrl, null).catch(() => null);
    if (!response?.ok) location.reload();
    else extend(response);
    look();
  });
}
