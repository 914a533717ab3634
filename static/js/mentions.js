/* @mentions in text areas (Tribute): data-mentions="/url/?q=", JSON [{key, value}]. */
import Tribute from "../vendor/tributejs/tribute.esm.js";

export function start(area) {
  const escape = (text) => { const span = document.createElement("span"); span.textContent = text; return span.innerHTML; };
  const tribute = new Tribute({
    values: (text, done) => fetch(`${area.dataset.mentions}${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : []))
      .then((found) => done(Array.isArray(found) ? found : found.results), () => done([])),
    menuItemTemplate: (item) => escape(item.original.key),
    selectTemplate: (item) => `@${item.original.value}`,
    noMatchTemplate: () => "",
  });
  tribute.attach(area);
}
