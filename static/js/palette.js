/* The command palette: Ctrl+K or ⌘K. Commands of the page at once, people and jobs from the server as one types. */
import { element, icon } from "./keep.js";

const WAIT = 120;
let dialog, input, list, timer, asked;
let options = [];
let chosen = 0;

function commands() {
  const rail = [...document.querySelectorAll(".rail a.rail-item")].map((link) => ({ title: link.querySelector(".rail-text").textContent.trim(), url: link.href, icon: iconOf(link) }));
  const own = [...document.querySelectorAll("[data-command]")].map((one) => ({ title: one.dataset.command, act: () => one.click(), icon: iconOf(one) }));
  return [...rail, ...own].map((one) => ({ ...one, group: list.dataset.commands }));
}

const iconOf = (one) => one.querySelector("use")?.getAttribute("href").split("#")[1] ?? "arrow-right";
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function show(found, text) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  const known = new Set(found.map((one) => new URL(one.url, location.href).pathname));
  const here = commands().filter((one) => words.every((each) => plain(one.title).includes(each)) && !(one.url && known.has(new URL(one.url).pathname)));
  options = [...found, ...here];
  chosen = 0;
  list.replaceChildren();
  let group = null;
  options.forEach((option, number) => {
    if (option.group && option.group !== group) {
      const head = element("div", "group", option.group);
      head.setAttribute("role", "presentation");
      list.append(head);
    }
    group = option.group;
    list.append(draw(option, number));
  });
  if (!options.length) list.append(element("div", "group", list.dataset.none));
  choose(0);
}

function draw(option, number) {
  const row = element("div");
  row.id = `palette-${number}`;
  row.setAttribute("role", "option");
  row.append(icon(option.icon || "arrow-right"));
  const title = element("bdi", "truncate", option.title);
  row.append(title);
  if (option.subtitle) row.append(element("span", "subtitle truncate", option.subtitle));
  row.addEventListener("pointermove", () => choose(number));
  row.addEventListener("click", () => open(number));
  return row;
}

function choose(number) {
  chosen = options.length ? (number + options.length) % options.length : 0;
  list.querySelectorAll('[role="option"]').forEach((row, index) => row.setAttribute("aria-selected", String(index === chosen)));
  const row = document.getElementById(`palette-${chosen}`);
  row?.scrollIntoView({ block: "nearest" });
  if (row) input.setAttribute("aria-activedescendant", row.id);
  else input.removeAttribute("aria-activedescendant");
}

function open(number) {
  const option = options[number];
  if (!option) return;
  dialog.close();
  if (option.act) option.act();
  else location.assign(option.url);
}

async function search() {
  const text = input.value.trim();
  if (text.length < 2) return;
  asked = new AbortController();
  try {
    const answer = await fetch(`${document.body.dataset.palette}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" }, signal: asked.signal });
    if (!answer.ok) throw new TypeError(`palette answered ${answer.status}`);
    const found = await answer.json();
    show(Array.isArray(found) ? found : found.results, text);
  } catch (error) {
    if (error.name === "AbortError") return;
    list.prepend(element("div", "group", list.dataset.failed));
  }
}

function openPalette() {
  if (dialog.open) return;
  input.value = "";
  show([], "");
  dialog.showModal();
  input.focus();
}

export function startPalette() {
  dialog = document.getElementById("palette");
  if (!dialog) return;
  input = dialog.querySelector("input");
  list = document.getElementById("palette-list");
  input.addEventListener("input", () => {
    clearTimeout(timer);
    asked?.abort();
    show([], input.value.trim());
    timer = setTimeout(search, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(chosen + step);
    else if (event.key === "Enter" && !event.isComposing) open(chosen);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.querySelectorAll("[data-palette-open]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", openPalette);
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
    }
  });
}
