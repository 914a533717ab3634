/* A scorecard keeps what is written: on the device at once, on the server when the hand rests, and again when the connection is back. */
import { keep } from "./keep.js";

const REST = 700;
const AGAIN = 4000;

function kept(key, storage = localStorage) {
  try {
    return JSON.parse(storage.getItem(key) ?? "null");
  } catch (error) {
    if (error instanceof DOMException || error instanceof SyntaxError) return null;
    throw error;
  }
}

function fill(form, values) {
  for (const [name, value] of values) {
    const field = form.elements.namedItem(name);
    if (!field || name === "csrfmiddlewaretoken") continue;
    field.value = value; // a RadioNodeList checks the one with that value
    const note = field instanceof Element && field.closest("details");
    if (note && value) note.open = true;
  }
}

export function start(form) {
  const key = form.dataset.keep;
  const status = form.querySelector("[data-kept]");
  const clash = form.querySelector("[data-clash]");
  let { version } = form.dataset;
  let timer = 0;
  let running = false;
  let changed = false;

  const values = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const written = () => JSON.stringify({ version, values: values() });
  const onDevice = () => keep(key, written());
  const say = (word, away = false) => {
    status.textContent = status.dataset[word] ?? word;
    status.classList.toggle("away", away);
  };
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save(mine = false) {
    if (running || "sent" in form.dataset) return;
    running = true;
    changed = false;
    const body = new FormData(form);
    body.set("version", version);
    if (mine) body.set("mine", "1");
    say("saving");
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body });
      const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (answer.ok) {
        version = said.version;
        clash.hidden = true;
        keep(key, written(), sessionStorage);
        if (!changed) keep(key, "");
        say("saved");
      } else if (said.code === "changed_meanwhile") {
        clash.hidden = false;
        say("elsewhere", true);
      } else {
        say(said.text ?? "away", true);
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // fetch's word for no connection
      changed = true;
      say("away", true);
      later(AGAIN);
    }
    running = false;
    if (changed && clash.hidden && !status.classList.contains("away")) later(REST);
  }

  async function send(event) {
    event.preventDefault();
    clearTimeout(timer);
    const button = form.querySelector(".send .primary");
    button.classList.add("busy");
    onDevice();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (answer.type === "opaqueredirect") {
        keep(key, "");
        keep(key, "", sessionStorage);
        location.assign(form.dataset.after);
        return;
      }
      form.removeEventListener("submit", send);
      form.submit(); // the page that comes says what is wrong, with everything in it
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      button.classList.remove("busy");
      say("unsent", true);
      later(AGAIN);
    }
  }

  const before = kept(key);
  const saved = kept(key, sessionStorage);
  if ("sent" in form.dataset) {
    keep(key, "");
    keep(key, "", sessionStorage);
  } else if (before) {
    fill(form, before.values);
    version = before.version;
    save();
  } else if (saved?.version > version) { // this page was asked for while the last words were still on their way
    fill(form, saved.values);
    version = saved.version;
  }
  form.addEventListener("input", () => {
    changed = true;
    onDevice();
    if (clash.hidden) later(REST);
  });
  form.addEventListener("submit", send);
  form.querySelector("[data-keep-mine]").addEventListener("click", () => save(true));
  form.querySelector("[data-take-other]").addEventListener("click", () => {
    keep(key, "");
    location.reload();
  });
  addEventListener("online", () => { if (changed) save(); });
}
