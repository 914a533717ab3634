/* Chart.js in our tokens: data-chart="#id" names a json_script {type, labels, series: [{label, data, kind}], unit}. Redrawn when the theme changes. */
import "../vendor/chart.js/chart.umd.min.js";
import { calm } from "./keep.js";

const KINDS = ["--part-1", "--part-3", "--part-2", "--part-4", "--part-5"];
const charts = new Map();

function colour(name, within) {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  within.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/* Names at the end of each line instead of a legend, pushed apart where lines end close to each other. */
const APART = 14;

const directLabels = {
  id: "directLabels",
  afterDatasetsDraw(chart) {
    if (chart.config.type !== "line") return;
    const { ctx } = chart;
    ctx.save();
    ctx.font = "12px 'Inter Variable', system-ui";
    ctx.textBaseline = "middle";
    const ends = chart.data.datasets.map((set, number) => ({ set, last: chart.getDatasetMeta(number).data.at(-1) })).filter((one) => one.last && one.set.label);
    ends.sort((one, other) => one.last.y - other.last.y);
    ends.forEach((one, place) => { one.y = Math.max(one.last.y, place ? ends[place - 1].y + APART : 0); });
    let floor = chart.chartArea.bottom;
    for (const one of ends.reverse()) { one.y = Math.min(one.y, floor); floor = one.y - APART; }
    for (const { set, last, y } of ends) {
      ctx.strokeStyle = set.borderColor;
      ctx.beginPath();
      ctx.moveTo(last.x, last.y);
      ctx.lineTo(last.x + 6, y);
      ctx.stroke();
      ctx.fillStyle = chart.options.scales.y.ticks.color;
      ctx.fillText(set.label, last.x + 10, y);
    }
    ctx.restore();
  },
};

function draw(canvas) {
  const plan = JSON.parse(document.querySelector(canvas.dataset.chart).textContent);
  const within = canvas.parentElement;
  const [ink, line, surface] = ["--ink-soft", "--line", "--surface"].map((name) => colour(name, within));
  const shades = KINDS.map((name) => colour(name, within));
  const amber = colour("--amber", within);
  const lines = plan.type === "line";
  charts.get(canvas)?.destroy();
  charts.set(canvas, new window.Chart(canvas, {
    type: plan.type,
    data: {
      labels: plan.labels,
      datasets: plan.series.map((series, number) => {
        const shade = series.kind === "amber" ? amber : shades[number % shades.length];
        return { label: series.label, data: series.data, borderColor: shade, backgroundColor: shade, borderWidth: lines ? 2 : 0, borderRadius: 2, borderDash: series.kind === "expected" ? [4, 4] : [], pointRadius: 0, pointHoverRadius: 4, pointBackgroundColor: surface, tension: 0, maxBarThickness: 28 };
      }),
    },
    options: {
      maintainAspectRatio: false,
      animation: calm() ? false : { duration: 180 },
      indexAxis: plan.horizontal ? "y" : "x",
      interaction: { mode: "index", intersect: false },
      layout: { padding: { right: lines ? Math.min(140, Math.max(...plan.series.map((one) => (one.label ?? "").length)) * 7 + 12) : 0, top: 8 } },
      plugins: {
        legend: { display: !lines && plan.series.length > 1, align: "start", labels: { color: ink, boxWidth: 10, boxHeight: 10, font: { size: 12 } } },
        tooltip: { backgroundColor: "#2b2926", titleColor: "#f6f4ef", bodyColor: "#f6f4ef", cornerRadius: 6, padding: 8, callbacks: { label: (item) => ` ${item.dataset.label}: ${item.formattedValue}${plan.unit ? ` ${plan.unit}` : ""}` } },
      },
      scales: {
        x: { grid: { display: false }, border: { color: line }, ticks: { color: ink, font: { size: 12 }, maxRotation: 0, autoSkipPadding: 16 }, stacked: Boolean(plan.stacked), beginAtZero: true },
        y: { grid: { color: line, drawTicks: false }, border: { display: false }, ticks: { color: ink, font: { size: 12 }, padding: 8, maxTicksLimit: 5 }, beginAtZero: true, stacked: Boolean(plan.stacked) },
      },
    },
    plugins: [directLabels],
  }));
}

export function start(canvas) {
  window.Chart.defaults.font.family = "'Inter Variable', system-ui, sans-serif";
  draw(canvas);
}

document.addEventListener("theme", () => {
  for (const canvas of charts.keys()) if (canvas.isConnected) draw(canvas);
});
