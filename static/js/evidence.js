/* A fact and the place in the document that it was read from light up together; a click leads from one to the other. */
import { calm } from "./keep.js";

const IDS = "[data-evidence]";
const idsOf = (element) => element.dataset.evidence.split(/\s+/).filter(Boolean);

function partners(element) {
  const ids = new Set(idsOf(element));
  return [...document.querySelectorAll(IDS)].filter((other) => idsOf(other).some((id) => ids.has(id)));
}

function light(element) {
  dark();
  partners(element).forEach((one) => one.classList.add("lit"));
}

function dark() {
  document.querySelectorAll(`${IDS}.lit`).forEach((one) => one.classList.remove("lit"));
}

function lead(element) {
  const mark = element.matches(".mark, mark");
  const other = partners(element).find((one) => one !== element && one.matches(".mark, mark") !== mark);
  other?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
}

export function startEvidence() {
  document.addEventListener("pointerover", (event) => {
    const element = event.target.closest?.(IDS);
    if (element) light(element);
    else if (!document.activeElement?.closest?.(IDS)) dark();
  });
  document.addEventListener("focusin", (event) => {
    const element = event.target.closest?.(IDS);
    if (element) light(element);
  });
  document.addEventListener("click", (event) => {
    const element = event.target.closest?.(IDS);
    if (element && !event.target.closest("a, button, input, select, textarea")) lead(element);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.(IDS)) lead(event.target);
  });
}
