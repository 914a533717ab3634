/* Lists that glide: items of [data-flip] keep their data-flip-id over a swap and move from their old place to the new one (FLIP). */
import { calm } from "./keep.js";

const DURATION = 180;
const before = new Map();

function places(list) {
  return new Map([...list.querySelectorAll("[data-flip-id]")].map((item) => [item.dataset.flipId, item.getBoundingClientRect()]));
}

function glide(list, old) {
  for (const item of list.querySelectorAll("[data-flip-id]")) {
    const was = old.get(item.dataset.flipId);
    const is = item.getBoundingClientRect();
    if (!was) item.animate([{ opacity: 0 }, { opacity: 1 }], { duration: DURATION });
    else if (was.top !== is.top || was.left !== is.left) {
      item.animate([{ transform: `translate(${was.left - is.left}px, ${was.top - is.top}px)` }, { transform: "none" }], { duration: DURATION, easing: "cubic-bezier(.2,.7,.3,1)" });
    }
  }
}

/* Runs `change` and lets the items of `list` glide to where it put them. */
export function flip(list, change) {
  const old = places(list);
  change();
  if (!calm()) glide(list, old);
}

export function startFlip() {
  document.body.addEventListener("htmx:beforeSwap", () => {
    before.clear();
    document.querySelectorAll("[data-flip]").forEach((list) => before.set(list.id || list.dataset.flip, places(list)));
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    if (calm()) return;
    document.querySelectorAll("[data-flip]").forEach((list) => {
      const old = before.get(list.id || list.dataset.flip);
      if (old) glide(list, old);
    });
    before.clear();
  });
}
