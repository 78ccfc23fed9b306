// The one entry of every page. Charts and maps are fetched only where there is one.
import "./page.js";
import "./countdown.js";
import "./session.js";
import "./forms.js";
import "./dialog.js";
import "./draft.js";
import "./photo.js";
import "./locate.js";
import "./pick.js";
import "./offline.js";
import "./poll.js";
import "./mirror.js";
import "./review.js";
import { each } from "./page.js";

each("[data-chart]", () => import("./chart.js"));
each("[data-map]:not([data-map-waits])", () => import("./map.js"));
