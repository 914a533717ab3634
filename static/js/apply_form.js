/* An application that is being written is kept: on the device at once, on the server when the hand rests, and again when the line is back. */
import { keep } from "./keep.js";

const REST = 1200;
const AGAIN = 5000;
const OURS = new Set(["csrfmiddlewaretoken", "act"]);

function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch (error) {
    if (error instanceof DOMException || error instanceof SyntaxError) return null;
    throw error;
  }
}

function fill(form, values) {
  for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = false;
  for (const [name, value] of values) {
    const field = form.elements.namedItem(name);
    if (!field || OURS.has(name)) continue;
    if (field.type === "checkbox") field.checked = true;
    else field.value = value;
  }
}

export function start(form) {
  const key = form.dataset.keep;
  const status = form.querySelector("[data-kept]");
  const values = () => [...new FormData(form)].filter(([name]) => !OURS.has(name));
  let timer = 0;
  let running = false;
  let changed = false;
  let leaving = false;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    if (running || leaving) return;
    running = true;
    changed = false;
    const body = new FormData(form);
    body.set("act", "keep");
    status.textContent = form.dataset.saving;
    try {
      const answer = await fetch(location.href, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.ok && !changed) keep(key, "");
      status.textContent = answer.ok ? form.dataset.saved : form.dataset.away;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // fetch's word for no connection
      changed = true;
      status.textContent = form.dataset.away;
      running = false;
      return later(AGAIN);
    }
    running = false;
    return changed ? later(REST) : undefined;
  }

  const before = kept(key);
  if (before) {
    fill(form, before);
    save();
  }
  form.addEventListener("input", () => {
    changed = true;
    keep(key, JSON.stringify(values()));
    later(REST);
  });
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.value !== "send") return;
    event.preventDefault();
    clearTimeout(timer);
    keep(key, JSON.stringify(values()));
    event.submitter.classList.add("busy");
    const body = new FormData(form);
    body.set("act", "keep");
    try { // without a line the browser would show a page of its own in place of ours
      await fetch(location.href, { method: "POST", body, headers: { Accept: "application/json" } });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      event.submitter.classList.remove("busy");
      status.textContent = form.dataset.away;
      return;
    }
    leaving = true;
    const act = document.createElement("input");
    act.type = "hidden";
    act.name = "act";
    act.value = "send";
    form.append(act);
    form.submit();
  });
  addEventListener("online", () => { if (changed) save(); });
}
