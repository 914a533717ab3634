/* The bell: how many are unread, the last ten, and toasts for what is new. It asks when the socket hints, or every few seconds without one. */
import { headers, keep } from "./keep.js";
import { toast } from "./toasts.js";

const STAY = 5000;
const title = document.title;
let bell = null;
let asking = false;
let again = false;

const key = () => `notices:${bell.dataset.bell}`; // the last notice that any tab of this browser has shown
function last() {
  try {
    return localStorage.getItem(key()) ?? "";
  } catch {
    return ""; // no storage: the badge counts, toasts stay away
  }
}

function count(unread) {
  bell.querySelector("[data-bell-count]").textContent = unread;
  bell.setAttribute("aria-label", unread ? bell.dataset.unread.replace("%s", unread) : bell.dataset.label);
  document.title = unread ? `(${unread}) ${title}` : title;
}

function show(answer) {
  for (const one of answer.news) toast({ text: one.text, more: one.more, url: one.url, glyph: one.icon, read: one.read, stay: STAY, level: "info" });
  if (answer.count && !answer.news.length) toast({ text: bell.dataset.many.replace("%s", answer.count), url: bell.dataset.all, glyph: "bell", stay: STAY, level: "info" });
}

/* One tab at a time, so that of several windows in sight one shows the toast. */
const alone = (act) => (navigator.locks ? navigator.locks.request(key(), act) : act());

async function look() {
  const known = last();
  const reply = await fetch(`${bell.dataset.news}?after=${encodeURIComponent(known)}`, { headers: { Accept: "application/json" } });
  if (!reply.ok || reply.redirected) return;
  const answer = await reply.json();
  count(answer.unread);
  if (document.hidden || String(answer.last) === known) return; // who looks again is told then, if no other tab has said it by that time
  keep(key(), String(answer.last));
  show(answer);
}

async function ask() {
  if (asking) { again = true; return; }
  asking = true;
  try {
    await alone(look);
  } catch {
    // the server is away: the next hint, or the next poll, asks again
  } finally {
    asking = false;
    if (again) { again = false; ask(); }
  }
}

/* What was opened is read: a link of a notice tells so and goes on. */
function opened(event) {
  const link = event.target.closest?.("[data-notice]");
  if (!link || event.button > 1) return;
  fetch(link.dataset.notice, { method: "POST", headers: headers(), keepalive: true }).catch(() => {});
}

export function startBell() {
  bell = document.querySelector("[data-bell]");
  if (!bell) return;
  const list = document.querySelector("#bell-menu [data-bell-list]");
  const reload = () => window.htmx?.trigger(list, "bell:open");
  for (const name of [`live:member:${bell.dataset.bell}`, "live:poll", "notices:changed"]) {
    document.body.addEventListener(name, () => { ask(); if (list.matches(":popover-open *")) reload(); });
  }
  document.getElementById("bell-menu").addEventListener("toggle", (event) => { if (event.newState === "open") reload(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  document.addEventListener("click", opened, true);
  document.addEventListener("auxclick", opened, true);
  ask();
}
