/* Single keys, and pairs that begin with g. Nothing fires while someone types. */
import { toggleRail } from "./appearance.js";

const GO = { h: "home", j: "jobs:list", c: "jobs:candidates", a: "jobs:applications", b: "collaboration:boards", i: "collaboration:interviews", n: "notifications:list" };
const PAIR = 900;
let leader = 0;

export function typing(event) {
  return event.target.matches?.("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]") || event.isComposing;
}

export function openShortcuts() {
  const dialog = document.getElementById("shortcuts");
  if (!dialog || dialog.open) return;
  const list = dialog.querySelector(".shortcut-list");
  list.querySelectorAll("[data-own]").forEach((one) => one.remove());
  for (const element of document.querySelectorAll("[data-key][data-key-label]")) {
    const item = document.createElement("li");
    const keys = document.createElement("span");
    const key = document.createElement("kbd");
    item.dataset.own = "";
    keys.className = "keys";
    key.textContent = element.dataset.key;
    keys.append(key);
    item.append(element.dataset.keyLabel, keys);
    list.prepend(item);
  }
  dialog.showModal();
}

function go(key) {
  const link = document.querySelector(`:is(.rail, #bell-menu) [data-route="${GO[key] ?? ""}"]`);
  if (link) location.assign(link.href);
  return Boolean(link);
}

function press(event) {
  if (event.key === "/") return document.querySelector("[data-search]")?.select() ?? document.querySelector("[data-search]")?.focus();
  if (event.key === "?") return openShortcuts();
  if (event.key === "[") return toggleRail();
  if (event.key === "g") { leader = Date.now(); return undefined; }
  const own = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!own) return false;
  if (own.matches("input, textarea, select")) own.focus();
  else own.click();
  return undefined;
}

export function startShortcuts() {
  document.querySelectorAll("[data-shortcuts-open]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", openShortcuts);
  });
  document.addEventListener("keydown", (event) => {
    if (typing(event) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (Date.now() - leader < PAIR && event.key !== "g") {
      leader = 0;
      if (go(event.key)) event.preventDefault();
      return;
    }
    if (press(event) !== false) {
      if (event.key === "/") event.preventDefault();
    }
  });
}
