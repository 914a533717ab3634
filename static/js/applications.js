/* Lists of people: m opens the stage of the current row, r asks to reject it; bulk buttons open their answer as a dialog. */
import { typing } from "./shortcuts.js";

let listening = false;

function keys(event) {
  if (typing(event) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const row = document.querySelector("tr.current");
  if (!row) return;
  if (event.key === "m") {
    const choice = row.querySelector(".stage-choice");
    if (!choice) return;
    event.preventDefault();
    choice.focus();
    if (choice.showPicker) choice.showPicker();
  } else if (event.key === "r") {
    row.querySelector("[data-reject]")?.click();
  }
}

function opened(event) {
  const dialog = document.getElementById("dialog");
  if (event.detail.target !== dialog || dialog.open || !dialog.childElementCount) return;
  dialog.showModal();
}

/* A form beside the list acts on the list as it is narrowed now, not as it was when the page came. */
function follow(event) {
  const form = event.target.closest("[data-keeps-filters]");
  if (form) form.action = form.action.split("?")[0] + location.search;
}

export function start() {
  if (listening) return;
  listening = true;
  document.addEventListener("keydown", keys);
  document.addEventListener("submit", follow, true);
  document.body.addEventListener("htmx:afterSwap", opened);
}
