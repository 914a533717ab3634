/* Short notices at the page's edge. They wait while the pointer or the focus is on them; errors stay until they are dismissed. */
import { calm, element, icon, word } from "./keep.js";

const ICONS = { success: "circle-check", info: "info", warning: "triangle-alert", error: "circle-alert" };
const STAY = 6000;

/* Where it leads, if it leads anywhere; `read` is told when it is followed. */
function said({ text, more, url, read }) {
  const line = element("p", "", url ? "" : text);
  if (url) {
    const link = element("a", "strong", text);
    link.href = url;
    if (read) link.dataset.notice = read;
    line.append(link);
  }
  if (more) line.append(element("br"), element("span", "soft tiny", more));
  line.dir = "auto";
  return line;
}

export function toast({ text, level = "success", undo = "", undoLabel = word("undo"), more = "", url = "", read = "", glyph = "", stay = STAY }) {
  const box = document.getElementById("toasts");
  const one = element("div", `toast ${level}`);
  one.dataset.toast = "";
  one.setAttribute("role", level === "error" ? "alert" : "status");
  one.append(icon(glyph || (ICONS[level] ?? "info")), said({ text, more, url, read }));
  if (undo) {
    const button = element("button", "button quiet small", undoLabel);
    button.type = "button";
    button.dataset.dismiss = "";
    // Asked by the page itself: this button is gone before the answer and what it triggers arrive.
    button.addEventListener("click", () => window.htmx?.ajax("POST", undo, { source: document.body, swap: "none" }), { once: true });
    one.append(button);
  }
  const close = element("button", "button quiet small icon-only");
  close.type = "button";
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", word("dismiss"));
  close.append(icon("x"));
  one.append(close);
  box.append(one);
  window.htmx?.process(one);
  wait(one, stay);
}

function leave(one) {
  one.classList.add("leaving");
  setTimeout(() => one.remove(), calm() ? 0 : 180);
}

function wait(one, stay = STAY) {
  if (one.classList.contains("error")) return;
  const timer = () => setTimeout(() => (one.matches(":hover, :focus-within") ? (running = timer()) : leave(one)), stay);
  let running = timer();
  one.addEventListener("pointerleave", () => { clearTimeout(running); running = timer(); });
}

export function startToasts() {
  document.querySelectorAll("[data-toast]").forEach((one) => wait(one));
  document.addEventListener("click", (event) => {
    const dismiss = event.target.closest("[data-dismiss]");
    const one = dismiss?.closest("[data-toast]");
    if (one) setTimeout(() => leave(one), 0);
  });
  document.body.addEventListener("toast", (event) => toast(typeof event.detail.text === "string" ? event.detail : { text: String(event.detail.value) }));
  document.body.addEventListener("htmx:sendError", () => toast({ level: "error", text: word("offline") }));
  document.body.addEventListener("htmx:responseError", (event) => {
    const { status, responseText } = event.detail.xhr;
    const said = status < 500 && responseText.length < 300 && !responseText.includes("<") ? responseText : "";
    toast({ level: "error", text: said || word(status) || word("failed") });
  });
}
