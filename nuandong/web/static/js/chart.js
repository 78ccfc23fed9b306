// Charts from the JSON beside them. Patterns as well as colours tell the series apart; the data table below says it in words.
import { asset, colour, each, load } from "./page.js";

const drawn = new Map();

function options(data, kind) {
  const ink = colour("ink-2");
  const line = { color: ink, fontFamily: getComputedStyle(document.body).fontFamily };
  return {
    animation: false,
    aria: { enabled: true, decal: { show: data.series.length > 1 } },
    backgroundColor: "transparent",
    color: [1, 2, 3, 4, 5, 6].map((n) => colour(`series-${n}`)),
    textStyle: line,
    grid: { left: 4, right: 12, top: data.series.length > 1 ? 56 : 28, bottom: 4, containLabel: true },
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

function draw(element) {
  const chart = drawn.get(element) || window.echarts.init(element);
  drawn.set(element, chart);
  chart.setOption(options(JSON.parse(document.getElementById(element.dataset.chart).textContent), element.dataset.kind), true);
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
  new ResizeObserver(() => drawn.get(element)?.resize()).observe(element);
});

document.addEventListener("nd:theme", () => drawn.forEach((_, element) => (element.isConnected ? draw(element) : drawn.delete(element))));
