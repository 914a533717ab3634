/* A text field that proposes while one types: ARIA combobox with a list below. `url` + text answers JSON [{key, name}]. */
import { element } from "./keep.js";

let made = 0;

export function combobox(input, url, choose) {
  made += 1;
  let box = input.closest(".combo");
  if (!box) {
    box = element("span", "combo");
    input.replaceWith(box);
    box.append(input);
  }
  const list = element("div", "combo-list");
  list.id = `combo-${made}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") || input.labels?.[0]?.textContent.trim() || input.placeholder);
  list.hidden = true;
  box.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"]]) input.setAttribute(name, value);
  let asked = 0;
  let timer;

  const options = () => [...list.children];
  const current = () => options().findIndex((one) => one.getAttribute("aria-selected") === "true");

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(position) {
    options().forEach((one, place) => one.setAttribute("aria-selected", String(place === position)));
    const one = options()[position];
    if (!one) return;
    input.setAttribute("aria-activedescendant", one.id);
    one.scrollIntoView({ block: "nearest" });
  }

  function take(one) {
    close();
    choose({ key: one.dataset.key, name: one.textContent });
  }

  function show(found) {
    list.replaceChildren(...found.map(({ key, name }, place) => {
      const one = element("div", "", name);
      one.id = `${list.id}-${place}`;
      one.dataset.key = key;
      one.setAttribute("role", "option");
      one.addEventListener("mousedown", (event) => { event.preventDefault(); take(one); });
      return one;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    mark(0);
  }

  async function ask() {
    const text = input.value.trim();
    asked += 1;
    const mine = asked;
    if (!text) { close(); return; }
    const answer = await fetch(url + encodeURIComponent(text), { headers: { Accept: "application/json" } });
    if (mine !== asked || !answer.ok) return;
    const found = await answer.json();
    if (mine === asked && document.activeElement === input) show(found);
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 90); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); close(); }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((current() + step + options().length) % options().length);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      if (!list.hidden && current() >= 0) take(options()[current()]);
    }
  });
}
