// Charts from the JSON beside them. Patterns as well as colours tell the series apart; the data table below says it in words.
import { asset, colour, each, load } from "./page.js";

const drawn = new Map();

const GLYPH = 12; // the size of the legend's letters
const ITEM = 36; // its symbol and the gaps around it
const ROW = 24;

// Where the drawing begins: below the legend, which wraps on a narrow screen, and the unit of the axis.
function top(data, width) {
  if (data.series.length < 2) return 28;
  let rows = 1;
  let used = 0;
  for (const one of data.series) {
    const item = ITEM + one.name.length * GLYPH;
    if (used && used + item > width) {
      rows += 1;
      used = 0;
    }
    used += item;
  }
  return 32 + rows * ROW;
}

function options(data, kind, width) {
  const ink = colour("ink-2");
  const line = { color: ink, fontFamily: getComputedStyle(document.body).fontFamily };
  return {
    animation: false,
    aria: { enabled: true, decal: { show: data.series.length > 1 } },
    backgroundColor: "transparent",
    color: [1, 2, 3, 4, 5, 6].map((n) => colour(`series-${n}`)),
    textStyle: line,
    grid: { left: 4, right: 12, top: top(data, width), bottom: 4, containLabel: true },
    legend: data.series.length > 1 ? { top: 0, left: 0, textStyle: line, itemWidth: 18, itemHeight: 10 } : undefined,
    // Rich text instead of HTML: the tooltip's inline styles would be refused by the content security policy.
    tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: colour("surface"), borderColor: colour("line-strong"), textStyle: line, confine: true },
    xAxis: { type: "category", data: data.x, axisLabel: { color: ink }, axisLine: { lineStyle: { color: colour("line-strong") } }, axisTick: { show: false } },
    yAxis: { type: "value", name: data.unit || "", minInterval: 1, nameTextStyle: { color: ink, align: "left" }, axisLabel: { color: ink }, splitLine: { lineStyle: { color: colour("line") } } },
    series: data.series.map((one) => ({
      name: one.name,
      type: kind === "line" || one.line ? "line" : "bar",
      stack: kind === "stack" && !one.line ? "all" : undefined,
      data: one.values,
      barMaxWidth: 26,
      symbolSize: 6,
      lineStyle: { width: 2.5 },
    })),
  };
}

const told = (element) => JSON.parse(document.getElementById(element.dataset.chart).textContent);

function draw(element) {
  const chart = drawn.get(element) || window.echarts.init(element);
  drawn.set(element, chart);
  chart.setOption(options(told(element), element.dataset.kind, element.clientWidth), true);
}

function fit(element) {
  const chart = drawn.get(element);
  chart?.resize();
  chart?.setOption({ grid: { top: top(told(element), element.clientWidth) } });
}

each("[data-chart]", async (element) => {
  try {
    await load(asset("echarts"));
  } catch (error) {
    // No drawing, then: the table below it says the same.
    element.hidden = true;
    element.parentElement.querySelector("details")?.setAttribute("open", "");
    return;
  }
  if (!element.isConnected) return;
  draw(element);
  new ResizeObserver(() => fit(element)).observe(element);
});

document.addEventListener("nd:theme", () => drawn.forEach((_, element) => (element.isConnected ? draw(element) : drawn.delete(element))));
