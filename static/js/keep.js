/* What the browser remembers for this person; storage may be switched off, then it is forgotten at the next page. */
export function keep(key, value, storage = localStorage) {
  try {
    if (value) storage.setItem(key, value);
    else storage.removeItem(key);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/* A text of components/words.html. */
export const word = (name) => document.getElementById("words").content.querySelector(`[data-word="${name}"]`)?.textContent ?? "";

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/* The CSRF token and other headers that the page gives htmx, for requests of our own. */
export function headers() {
  return JSON.parse(document.body.getAttribute("hx-headers") || "{}");
}

/* An element from a template string of our own (never of people's text: use textContent for that). */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.classList.add("icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${document.body.dataset.sprite}#${name}`);
  svg.append(use);
  return svg;
}

export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
