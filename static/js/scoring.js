/* The scoring page: three weights that keep 100, rows of skills and must-haves, and a list that follows every control.
   The scores come from the server alone; here nothing is computed but how the 100 is shared. */
import { combobox } from "./combobox.js";
import { flip } from "./flip.js";
import { headers } from "./keep.js";

const WHOLE = 100;
let rows = 0;

/* {name: value} after `moved` was set to `value`: the others share the rest as they did in `base`, in whole points. */
export function shareRest(base, moved, value) {
  const set = Math.min(WHOLE, Math.max(0, Math.round(value) || 0));
  const [first, second] = Object.keys(base).filter((name) => name !== moved);
  const both = base[first] + base[second];
  const rest = WHOLE - set;
  const one = both ? Math.round((rest * base[first]) / both) : Math.round(rest / 2);
  return { ...base, [moved]: set, [first]: one, [second]: rest - one };
}

function startWeights(form) {
  const all = Object.fromEntries([...form.querySelectorAll("[data-weight]")].map((row) => [row.dataset.weight, {
    range: row.querySelector("[type=range]"), number: row.querySelector("[type=number]"), slice: form.querySelector(`[data-slice="${row.dataset.weight}"]`),
  }]));
  const sum = form.querySelector("[data-sum]");
  const values = () => Object.fromEntries(Object.entries(all).map(([name, { number }]) => [name, Number(number.value) || 0]));
  let base = values();
  let last = null; // moving one control there and back gives the others what they had

  function draw(now, typed) {
    let start = 0;
    for (const [name, { range, number, slice }] of Object.entries(all)) {
      range.value = now[name];
      if (number !== typed) number.value = now[name];
      slice.setAttribute("stroke-dasharray", `${now[name]} 100`);
      slice.setAttribute("stroke-dashoffset", -start);
      start += now[name];
    }
    sum.textContent = start;
  }

  for (const [name, { range, number }] of Object.entries(all)) {
    range.hidden = false;
    for (const control of [range, number]) {
      const share = (typed) => {
        if (last !== name) [base, last] = [values(), name];
        draw(shareRest(base, name, control.value), typed);
      };
      control.addEventListener("input", () => { if (control.value !== "") share(control === number ? number : null); });
      control.addEventListener("change", () => share(null));
    }
  }
}

function startShares(form) {
  form.querySelectorAll("[data-share]").forEach((row) => {
    const [range, number] = [row.querySelector("[type=range]"), row.querySelector("[type=number]")];
    range.hidden = false;
    range.addEventListener("input", () => { number.value = range.value; });
    number.addEventListener("input", () => { range.value = number.value; });
  });
}

/* A new row from a template whose __n__ becomes a number of its own. */
function addRow(page, template, list) {
  rows += 1;
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll("__n__", 1000 + rows);
  const row = holder.content.querySelector("li");
  list.append(row);
  return row;
}

function startRows(page, form, changed) {
  const skills = form.querySelector("[data-skill-rows]");
  const rules = form.querySelector("[data-rule-rows]");
  const add = form.querySelector("[data-add-skill]");
  const choice = form.querySelector("[data-add-rule]");
  const url = page.dataset.skills;
  const propose = (root) => root.querySelectorAll("[data-skill-input]").forEach((input) => combobox(input, url, ({ name }) => { input.value = name; changed(); }));

  combobox(add, url, ({ key, name }) => {
    add.value = "";
    const there = [...skills.querySelectorAll("[data-key]")].find((one) => one.value === key)?.closest("li");
    const row = there ?? addRow(page, page.querySelector("template[data-skill-row]"), skills);
    if (!there) {
      row.querySelector("[data-key]").value = key;
      row.querySelectorAll("[data-name]").forEach((one) => { one.textContent = name; });
      changed();
    }
    row.querySelector("input:checked")?.focus();
  });
  choice.addEventListener("change", () => {
    if (!choice.value) return;
    const row = addRow(page, page.querySelector(`template[data-rule-row="${choice.value}"]`), rules);
    choice.value = "";
    propose(row);
    const field = row.querySelector("input:not([type=hidden]):not(:disabled)");
    if (!field) { changed(); return; }
    row.dataset.fresh = ""; // nothing is typed yet: it counts from the first letter on
    row.addEventListener("input", () => { delete row.dataset.fresh; }, { once: true });
    field.focus();
  });
  propose(rules);
  for (const list of [skills, rules]) {
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-remove]");
      if (!button) return;
      event.preventDefault();
      const row = button.closest("li");
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      (next?.querySelector("[data-remove]") ?? (list === skills ? add : choice)).focus();
      changed();
    });
  }
}

const PAUSE = 60; // ms in which what moves together goes together
const PATIENCE = 20000; // ms after which an answer is no longer waited for
const AGAIN = 3000; // ms until a list that is being prepared is asked for again
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

/* At most one request is under way; what moved meanwhile goes with the next one. An answer counts only if it is of the latest request:
   one that was given up never overwrites what came later. */
function follow(page, form) {
  let under = null; // the promise of what is under way
  let again = false;
  let sent = 0;
  let later;

  function put(text) {
    const holder = document.createElement("template");
    holder.innerHTML = text;
    for (const piece of holder.content.querySelectorAll("[data-piece]")) {
      const box = document.getElementById(piece.dataset.piece);
      if (!box) continue;
      const open = box.querySelector("details")?.open;
      const focused = box.contains(document.activeElement) ? document.activeElement : null;
      const kept = focused && { href: focused.getAttribute("href"), value: focused.value };
      flip(box, () => box.replaceChildren(...piece.childNodes));
      if (open && box.querySelector("details")) box.querySelector("details").open = true;
      if (!focused) continue;
      const same = kept.href ? box.querySelector(`a[href="${CSS.escape(kept.href)}"]`) : box.querySelector(`[data-compare][value="${CSS.escape(kept.value ?? "")}"]`);
      (same ?? box.querySelector("[data-compare], a"))?.focus({ preventScroll: true });
    }
    clearTimeout(later);
    if (page.querySelector("[data-again]")) later = setTimeout(send, AGAIN);
  }

  async function ask() {
    sent += 1;
    const mine = sent;
    const body = new URLSearchParams(new FormData(form));
    form.querySelectorAll("[data-fresh] [name]").forEach(({ name }) => body.delete(name));
    const answer = await fetch(form.dataset.preview, {
      method: "POST", headers: { ...headers(), "HX-Request": "true" }, body, signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 429) { // the one before is still worked on
      await pause(4 * PAUSE);
      again = true;
      return;
    }
    const text = await answer.text();
    if (mine === sent && (answer.ok || answer.status === 422)) put(text);
  }

  async function run() {
    page.dataset.waiting = "true";
    try {
      do {
        await pause(PAUSE);
        again = false;
        await ask();
      } while (again);
    } catch (error) {
      if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error; // given up, or no connection: the next move asks again
    } finally {
      under = null;
      delete page.dataset.waiting;
    }
  }

  function send() {
    again = true;
    under ??= run();
    return under;
  }
  return send;
}

/* The address says whose list is shown, so that it can be kept and sent. */
function remember(form, name, value) {
  const address = new URL(form.elements.back.value, location.href);
  address.search = location.search;
  address.searchParams.set(name, value);
  history.replaceState(history.state, "", address);
}

/* Who is listed, the job on which a default is shown, and one person found by name. */
function startTools(page, form, send) {
  const compare = (key) => {
    form.querySelector("[data-compare-field]").value = key;
    send().then(() => document.getElementById("compare")?.focus({ preventScroll: true }));
  };
  page.addEventListener("click", (event) => {
    const button = event.target.closest("[data-compare], [data-people]");
    if (!button) return;
    event.preventDefault();
    if (button.matches("[data-compare]")) { compare(button.value); return; }
    form.querySelector("[data-people-field]").value = button.value;
    page.querySelectorAll("[data-people]").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
    remember(form, "people", button.value);
    send();
  });
  const job = page.querySelector("[data-shown-job]");
  job?.addEventListener("change", () => { remember(form, "job", job.value); send(); });
  const find = page.querySelector("[data-find-person]");
  if (!find) return;
  find.closest("[data-find]").hidden = false;
  combobox(find, find.dataset.findPerson, ({ key }) => { find.value = ""; compare(key); });
}

export function start(page) {
  const form = page.querySelector("form.scoring-form");
  if (form.querySelector("fieldset.bare").disabled) return;
  const send = follow(page, form);
  startWeights(form);
  startShares(form);
  startRows(page, form, send);
  form.addEventListener("input", (event) => { if (!event.target.closest("[data-quiet]")) send(); });
  form.addEventListener("change", (event) => { if (!event.target.closest("[data-quiet]")) send(); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input:not([type=checkbox], [type=radio])")) event.preventDefault();
  });
  startTools(page, form, send);
  if (page.querySelector("[data-again]")) setTimeout(send, AGAIN);
}
