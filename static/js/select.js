/* Selects with search (tom-select): data-select, remote options by data-select-url, new ones by data-create. */
import "../vendor/tom-select/tom-select.complete.min.js";

export function start(select) {
  const { selectUrl, create } = select.dataset;
  const settings = {
    plugins: select.multiple ? { remove_button: {}, caret_position: {} } : {},
    create: create !== undefined,
    maxOptions: 200,
    hidePlaceholder: true,
  };
  if (selectUrl) {
    settings.load = (text, done) => {
      fetch(`${selectUrl}${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } })
        .then((answer) => (answer.ok ? answer.json() : []))
        .then((found) => done(Array.isArray(found) ? found : found.results))
        .catch(() => done());
    };
  }
  const made = new window.TomSelect(select, settings);
  select.setAttribute("aria-hidden", "true"); // the widget speaks for it
  const label = document.querySelector(`label[for="${CSS.escape(`${select.id}-ts-control`)}"]`);
  made.control_input.setAttribute("aria-label", label?.textContent.trim() || select.getAttribute("aria-label") || select.name);
}
