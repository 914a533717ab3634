/* Rows that open: content is fetched when a row opens, and again when the list around an open row was refreshed. A refresh closes nothing. */
const OPEN = '[data-unfold][aria-expanded="true"]';
const rowOf = (button) => document.getElementById(button.dataset.unfold);

function fill(button) {
  window.htmx.ajax("GET", button.dataset.url, { target: rowOf(button).firstElementChild, swap: "innerHTML" });
}

function turn(button) {
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(open));
  rowOf(button).hidden = !open;
  if (open) fill(button);
}

export function startUnfold() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-unfold]");
    if (button) turn(button);
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.closest(".unfolded")) return;
    event.detail.target.querySelectorAll(OPEN).forEach((button) => fill(button));
  });
  const { callbacks } = window.Idiomorph.defaults;
  callbacks.beforeNodeMorphed = (old) => !old.matches?.("tr.unfolded:not([hidden])");
  callbacks.beforeAttributeUpdated = (name, element) => !(name === "aria-expanded" && element.matches(OPEN));
}
