/* Starts what every page has, and the modules that elements of this page name. */
import { startAppearance } from "./appearance.js";
import { startBell } from "./bell.js";
import { startDialogs } from "./dialogs.js";
import { startEvidence } from "./evidence.js";
import { startFlip } from "./flip.js";
import { startLive } from "./live.js";
import { startMenus } from "./menus.js";
import { startPalette } from "./palette.js";
import { startRows } from "./rows.js";
import { startShortcuts } from "./shortcuts.js";
import { startToasts } from "./toasts.js";
import { startTips } from "./tips.js";
import { startUnfold } from "./unfold.js";
import { startUploads } from "./upload.js";

/* Loaded only where an element asks for it. */
const ON_DEMAND = [
  ["[data-chart]", () => import("./charts.js")],
  ["select[data-select]", () => import("./select.js")],
  ["textarea[data-mentions]", () => import("./mentions.js")],
  ["[data-board]", () => import("./board.js")],
  ["[data-brand]", () => import("./brand.js")],
];
const started = new WeakMap();

async function startOnce(element, key, load) {
  const keys = started.get(element) ?? new Set();
  if (keys.has(key)) return;
  keys.add(key);
  started.set(element, keys);
  const module = await load();
  module.start(element);
}

const all = (root, selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];

function startModules(root) {
  for (const element of all(root, "[data-module]")) startOnce(element, element.dataset.module, () => import(element.dataset.module));
  for (const [selector, load] of ON_DEMAND) {
    for (const element of all(root, selector)) startOnce(element, selector, load);
  }
}

const eachTime = [startModules, startUploads, startRows];
[startAppearance, startDialogs, startEvidence, startFlip, startLive, startMenus, startPalette, startShortcuts, startToasts, startTips, startUnfold, startBell].forEach((start) => start());
eachTime.forEach((start) => start(document.body));
document.addEventListener("htmx:load", (event) => eachTime.forEach((start) => start(event.detail.elt)));
document.documentElement.dataset.ready = "true";
