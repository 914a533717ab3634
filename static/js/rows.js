/* Lists by keyboard: j and k walk, Enter opens, x selects; shift-click selects a range; a bar shows while something is selected. */
import { typing } from "./shortcuts.js";

const LIST = "[data-rows]:not([data-upload])";
const ready = new WeakSet();
const rowsOf = (list) => [...list.querySelectorAll(":scope > tbody > tr:not(.unfolded), :scope > li")];
const boxOf = (row) => row.querySelector('input[type="checkbox"]:not([data-check-all])');

function walk(list, step) {
  const rows = rowsOf(list);
  const now = rows.findIndex((row) => row.classList.contains("current"));
  const next = rows[Math.min(Math.max(now + step, 0), rows.length - 1)];
  if (!next) return;
  rows[now]?.classList.remove("current");
  next.classList.add("current");
  next.scrollIntoView({ block: "nearest" });
  next.querySelector(".row-link")?.focus({ preventScroll: true });
}

function show(list) {
  const boxes = rowsOf(list).map(boxOf).filter(Boolean);
  const count = boxes.filter((box) => box.checked).length;
  const bar = document.querySelector(list.dataset.selection || "[data-selection-bar]");
  const master = list.querySelector("[data-check-all]");
  if (master) {
    master.checked = count > 0 && count === boxes.length;
    master.indeterminate = count > 0 && count < boxes.length;
  }
  if (!bar) return;
  bar.hidden = count === 0;
  bar.querySelectorAll("[data-selected-count]").forEach((one) => { one.textContent = count; });
}

function startList(list) {
  let last = null;
  list.addEventListener("click", (event) => {
    const box = event.target.closest('input[type="checkbox"]');
    if (!box) return;
    const boxes = rowsOf(list).map(boxOf).filter(Boolean);
    if (box.hasAttribute("data-check-all")) boxes.forEach((one) => { one.checked = box.checked; });
    else if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      boxes.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
    }
    if (!box.hasAttribute("data-check-all")) last = box;
    show(list);
  });
  show(list);
}

export function startRows(root) {
  for (const list of [...(root.matches?.(LIST) ? [root] : []), ...root.querySelectorAll(LIST)]) {
    if (!ready.has(list)) startList(list);
    ready.add(list);
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-clear-selection]")) return;
  document.querySelectorAll(LIST).forEach((list) => {
    rowsOf(list).map(boxOf).filter(Boolean).forEach((box) => { box.checked = false; });
    show(list);
  });
});
document.addEventListener("keydown", (event) => {
  if (typing(event) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const list = document.activeElement?.closest?.(LIST) ?? document.querySelector(LIST);
  if (!list) return;
  const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  const current = list.querySelector(".current");
  if (step && (event.key.length === 1 || list.contains(document.activeElement))) {
    event.preventDefault();
    walk(list, step);
  } else if (event.key === "x" && current) {
    boxOf(current)?.click();
  } else if (event.key === "Enter" && current && document.activeElement === document.body) {
    current.querySelector(".row-link")?.click();
  }
});
