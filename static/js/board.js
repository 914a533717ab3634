/* Boards: cards are moved by mouse, touch or keys; the move shows at once, and whatever the server says, the card ends where it really is. */
import Sortable from "../vendor/sortablejs/sortable.esm.js";
import { ask, openDialog } from "./dialogs.js";
import { calm, headers, word } from "./keep.js";
import { typing } from "./shortcuts.js";
import { toast } from "./toasts.js";

const NOBODY = "00000000-0000-0000-0000-000000000000";
const FIRST = 25;
const SOON = 150;
const GLOW = 1200;
const sorted = new WeakSet();
const chosen = new Set();
const told = new Set();
let held = 0; // a card is in somebody's hand, or the server has not answered yet
let asking = false;
let again = false;
let timer = 0;
let lastBox = null;
let focused = null;

const frame = () => document.querySelector("#board[data-asked]");
const boardOf = () => document.querySelector("#board [data-board]");
const cardsOf = (list) => [...list.querySelectorAll("[data-card]")];
const lists = () => [...document.querySelectorAll("#board .column-cards")];

/* The board as the server has it now; cards that stay are kept, others glide. */
async function refresh() {
  const now = frame();
  if (!now) return;
  if (held || asking) { again = true; return; }
  asking = true;
  const url = new URL(now.dataset.asked, location.href);
  for (const list of lists()) {
    const shown = cardsOf(list).length;
    if (shown > FIRST) url.searchParams.append("have", `${list.dataset.key}.${shown}`);
  }
  try {
    await window.htmx.ajax("GET", url.pathname + url.search, { target: now, source: now, swap: "morph:outerHTML" });
  } finally {
    asking = false;
  }
  if (again) { again = false; soon(); }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, SOON);
}

function hold() { held += 1; }

function release() {
  held -= 1;
  again = false;
  soon();
}

function before(event) {
  if (event.detail.target !== frame()) return;
  const card = document.activeElement?.closest?.("#board [data-card]");
  focused = card ? { id: card.id, part: document.activeElement.matches("input") ? "input" : ".row-link" } : null;
}

function after() {
  const board = boardOf();
  if (!board) return;
  sort(board);
  for (const box of board.querySelectorAll('input[name="row"]')) box.checked = chosen.has(box.value);
  showChosen();
  if (focused && !document.activeElement?.closest?.("[data-card]")) document.querySelector(`#${focused.id} ${focused.part}`)?.focus({ preventScroll: true });
  focused = null;
  tell(board);
  markTab();
}

/* What others have just done: the card glows in their colour, and the words are said aloud. */
function tell(board) {
  const words = [];
  for (const card of board.querySelectorAll("[data-news]")) {
    if (told.has(card.dataset.news)) continue;
    told.add(card.dataset.news);
    if (card.dataset.by === board.dataset.me) continue;
    words.push(card.dataset.words);
    card.classList.add("news");
    setTimeout(() => card.classList.remove("news"), GLOW);
  }
  if (words.length) document.getElementById("board-said").textContent = words.join(". ");
}

async function post(url, body) {
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { ...headers(), Accept: "application/json" } });
    const json = answer.headers.get("Content-Type")?.startsWith("application/json");
    return { status: answer.status, ...(json ? await answer.json() : {}) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { status: 0, text: word("offline") };
  }
}

function recount(list, by) {
  const shown = list.closest(".column").querySelector("[data-count]");
  shown.textContent = Number(shown.textContent) + by;
}

async function move(card, from, to, at = 0) {
  const address = to.closest("[data-board]").dataset.move;
  if (!address || from === to) return;
  hold();
  recount(from, -1);
  recount(to, 1);
  card.classList.add("waits");
  const url = address.replace(NOBODY, card.dataset.card);
  const body = new URLSearchParams({ [to.dataset.by]: to.dataset.key, revision: card.dataset.revision, from: card.dataset.in });
  let said = await post(url, body);
  if (said.code === "confirm") {
    const yes = await ask(said.text, said.verb);
    if (yes) body.set("confirmed", "1");
    said = yes ? await post(url, body) : { status: 204 };
  }
  card.classList.remove("waits");
  if (said.status === 200) toast({ text: said.text, undo: said.undo });
  else if (said.status === 409) toast({ level: "warning", text: said.text || word("move-refused") });
  else if (said.status !== 204) toast({ level: "error", text: said.text || word(said.status) || word("move-refused") });
  if (!frame() && said.status !== 200) from.insertBefore(card, from.children[at] ?? null); // nobody to ask where it is
  release();
}

function sort(board) {
  if (!board.classList.contains("sortable")) return;
  for (const list of board.querySelectorAll(".column-cards")) {
    if (sorted.has(list)) continue;
    sorted.add(list);
    new Sortable(list, {
      group: "board", sort: false, animation: calm() ? 0 : 180, easing: "cubic-bezier(.2,.7,.3,1)", ghostClass: "sortable-ghost", dragClass: "sortable-drag",
      draggable: "[data-movable]", filter: "input, .button", preventOnFilter: false, delay: 200, delayOnTouchOnly: true, touchStartThreshold: 4,
      scroll: true, bubbleScroll: true, scrollSensitivity: 60,
      onStart: hold,
      onMove: (event) => { board.querySelectorAll(".column").forEach((one) => one.classList.toggle("over", one.contains(event.to))); },
      onEnd: (event) => {
        board.querySelectorAll(".column.over").forEach((one) => one.classList.remove("over"));
        move(event.item, event.from, event.to, event.oldIndex);
        release();
      },
    });
  }
}

/* Keys: arrows or j k h l walk, [ and ] move the card to the neighbouring column, m asks where to, r rejects, x chooses. */
function walk(card, key) {
  const list = card.closest(".column-cards");
  const cards = cardsOf(list);
  const at = cards.indexOf(card);
  const aside = { ArrowLeft: -1, h: -1, ArrowRight: 1, l: 1 }[key];
  let next = cards[at + ({ ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[key] ?? 0)];
  if (aside) {
    const filled = lists().filter((one) => one === list || cardsOf(one).length);
    const side = filled[filled.indexOf(list) + (document.dir === "rtl" && key.startsWith("Arrow") ? -aside : aside)];
    next = side && (cardsOf(side)[at] ?? cardsOf(side).at(-1));
  }
  next?.querySelector(".row-link").focus();
}

function step(card, by) {
  const from = card.closest(".column-cards");
  const to = lists()[lists().indexOf(from) + by];
  if (!to || !card.hasAttribute("data-movable")) return;
  to.prepend(card);
  card.querySelector(".row-link").focus();
  move(card, from, to);
}

function press(card, key) {
  if (key === "[" || key === "]") step(card, key === "]" ? 1 : -1);
  else if (key === "m" || key === "r") {
    const link = card.querySelector(key === "m" ? ".card-menu" : "[data-reject]");
    if (link) openDialog(link.href, card.querySelector(".row-link"));
  } else if (key === "x") card.querySelector('input[name="row"]')?.click();
  else if (/^(Arrow(Up|Down|Left|Right)|[hjkl])$/.test(key)) walk(card, key);
  else return false;
  return true;
}

function keys(event) {
  if (typing(event) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open], [popover]:popover-open")) return;
  const card = document.activeElement?.closest?.("#board [data-card]");
  if (card) {
    if (!press(card, event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // [ means something else to the page
  } else if (event.key === "j" || (event.key === "ArrowDown" && document.activeElement?.matches?.(".column-cards"))) {
    const list = document.activeElement?.closest?.(".column-cards") ?? document;
    const first = list.querySelector("[data-card] .row-link");
    if (first) { event.preventDefault(); first.focus(); }
  }
}

function showChosen() {
  const bar = document.getElementById("selection");
  if (!bar) return;
  const there = new Set([...document.querySelectorAll('#board input[name="row"]')].map((box) => box.value));
  chosen.forEach((value) => { if (!there.has(value)) chosen.delete(value); });
  bar.hidden = chosen.size === 0;
  bar.querySelector("[data-selected-count]").textContent = chosen.size;
  boardOf()?.classList.toggle("selecting", chosen.size > 0);
}

function choose(event) {
  if (event.target.closest("[data-board-clear]")) {
    chosen.clear();
    document.querySelectorAll('#board input[name="row"]').forEach((box) => { box.checked = false; });
    showChosen();
    return;
  }
  const box = event.target.closest('#board input[name="row"]');
  if (!box) return;
  const boxes = [...box.closest(".column-cards").querySelectorAll('input[name="row"]')];
  if (event.shiftKey && boxes.includes(lastBox)) {
    const [from, to] = [boxes.indexOf(lastBox), boxes.indexOf(box)].sort((a, b) => a - b);
    boxes.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
  }
  lastBox = box;
  boxes.forEach((one) => (one.checked ? chosen.add(one.value) : chosen.delete(one.value)));
  showChosen();
}

/* On a phone one column fills the screen; its tab is marked. */
function markTab() {
  const board = boardOf();
  const tabs = [...document.querySelectorAll("[data-column-tab]")];
  if (!board || !tabs.length || !tabs[0].offsetParent) return;
  const at = board.getBoundingClientRect();
  const middle = at.left + at.width / 2;
  const shown = [...board.querySelectorAll(".column")].find((one) => {
    const box = one.getBoundingClientRect();
    return box.left <= middle && box.right >= middle;
  });
  for (const tab of tabs) {
    if (shown && tab.hash === `#${shown.id}`) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

function openTab(event) {
  const tab = event.target.closest("[data-column-tab]");
  if (!tab) return;
  event.preventDefault();
  document.querySelector(tab.hash)?.scrollIntoView({ behavior: calm() ? "auto" : "smooth", inline: "start", block: "nearest" });
}

function listen() {
  const { topic } = frame().dataset;
  for (const name of [`live:${topic}`, "live:poll", "applications:changed", "people:changed"]) document.body.addEventListener(name, soon);
  document.body.addEventListener("htmx:beforeSwap", before);
  document.body.addEventListener("htmx:afterSwap", after);
  document.addEventListener("keydown", keys, true);
  document.addEventListener("click", choose);
  document.addEventListener("click", openTab);
  document.addEventListener("scroll", (event) => { if (event.target === boardOf()) markTab(); }, { capture: true, passive: true });
}

let listening = false;

export function start(board) {
  sort(board);
  board.querySelectorAll("[data-news]").forEach((card) => told.add(card.dataset.news));
  if (!board.closest("#board")) return;
  markTab();
  if (listening) return;
  listening = true;
  listen();
}
