/* Menus are popovers: here they get their place beside their button, and arrow keys. */
const GAP = 4;

function place(menu, button) {
  const at = button.getBoundingClientRect();
  const wide = menu.offsetWidth;
  const high = menu.offsetHeight;
  const start = at.left + wide > innerWidth - 8 ? at.right - wide : at.left;
  const below = at.bottom + GAP + high <= innerHeight - 8 || at.top < high;
  menu.style.left = `${Math.max(8, start)}px`;
  menu.style.top = `${below ? at.bottom + GAP : at.top - high - GAP}px`;
}

function move(menu, key) {
  const items = [...menu.querySelectorAll("a.item, button.item, .segments button")].filter((item) => item.offsetParent !== null || item.getClientRects().length);
  const now = items.indexOf(document.activeElement);
  const next = { ArrowDown: now + 1, ArrowUp: now <= 0 ? items.length - 1 : now - 1, Home: 0, End: items.length - 1 }[key];
  items[((next % items.length) + items.length) % items.length]?.focus();
}

export function startMenus() {
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!menu.matches?.("[popover][data-menu]")) return;
    const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
    button?.setAttribute("aria-expanded", String(event.newState === "open"));
    if (event.newState === "open" && button) {
      place(menu, button);
      menu.querySelector("a.item, button.item")?.focus({ focusVisible: false, preventScroll: true });
    }
  }, true);
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("[popover][data-menu]");
    if (menu && ["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
      event.preventDefault();
      move(menu, event.key);
    }
  });
  document.addEventListener("click", (event) => {
    const item = event.target.closest("[popover][data-menu] :is(a.item, button.item)");
    if (item && !item.hasAttribute("data-stay")) item.closest("[popover]").hidePopover();
  });
  addEventListener("scroll", (event) => {
    if (event.target instanceof Element && event.target.closest("[popover]")) return;
    document.querySelectorAll("[popover][data-menu]:popover-open").forEach((menu) => menu.hidePopover());
  }, { capture: true, passive: true });
}
