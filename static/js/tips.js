/* Tooltips: data-tip on anything that can be hovered or focused. The text is also the element's description for screen readers. */
const WAIT = 350;
let tip = null;
let timer = 0;

function show(element) {
  if (!element.isConnected || (element.hasAttribute("data-tip-folded") && (element.closest(".rail")?.offsetWidth ?? 0) >= 100)) return;
  if (element.hasAttribute("data-tip-folded") && matchMedia("(max-width: 640px)").matches) return;
  tip ??= document.createElement("div");
  tip.className = "tooltip";
  tip.id = "tooltip";
  tip.setAttribute("role", "tooltip");
  tip.popover = "manual";
  tip.textContent = element.dataset.tip;
  (element.closest("dialog[open], [popover]") ?? document.body).append(tip);
  tip.showPopover();
  if (!element.getAttribute("aria-label")) element.setAttribute("aria-describedby", "tooltip");
  const at = element.getBoundingClientRect();
  const side = element.closest(".rail") !== null;
  const left = side ? at.right + 8 : Math.min(Math.max(8, at.left + at.width / 2 - tip.offsetWidth / 2), innerWidth - tip.offsetWidth - 8);
  const above = at.top - tip.offsetHeight - 6;
  tip.style.left = `${left}px`;
  tip.style.top = `${side ? at.top + (at.height - tip.offsetHeight) / 2 : above > 4 ? above : at.bottom + 6}px`;
}

function hide() {
  clearTimeout(timer);
  if (!tip?.isConnected) return;
  document.querySelectorAll('[aria-describedby="tooltip"]').forEach((one) => one.removeAttribute("aria-describedby"));
  tip.remove();
}

export function startTips() {
  const over = (event) => {
    const element = event.target.closest?.("[data-tip]");
    hide();
    if (element) timer = setTimeout(() => show(element), event.type === "focusin" ? 0 : WAIT);
  };
  document.addEventListener("pointerover", (event) => { if (event.pointerType !== "touch") over(event); });
  document.addEventListener("focusin", (event) => { if (event.target.matches?.(":focus-visible")) over(event); });
  document.addEventListener("focusout", hide);
  document.addEventListener("pointerdown", hide);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
}
