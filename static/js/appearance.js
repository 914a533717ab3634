/* Theme switch and folding rail. */
import { keep } from "./keep.js";

const root = document.documentElement;

function showTheme() {
  const theme = root.dataset.theme || "";
  document.querySelectorAll("[data-theme-set]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.themeSet === theme)));
}

function setTheme(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  keep("theme", theme);
  showTheme();
  document.dispatchEvent(new CustomEvent("theme"));
}

function railIsFolded() {
  const rail = document.querySelector(".rail");
  return rail !== null && rail.offsetWidth < 100;
}

export function toggleRail() {
  const rail = railIsFolded() ? "open" : "folded";
  root.dataset.rail = rail;
  keep("rail", rail);
  document.querySelector("[data-rail-toggle]")?.setAttribute("aria-pressed", String(rail === "folded"));
}

export function startAppearance() {
  document.querySelectorAll("[data-theme-switch], [data-rail-toggle]").forEach((one) => one.removeAttribute("hidden"));
  document.querySelector("[data-rail-toggle]")?.setAttribute("aria-pressed", String(railIsFolded()));
  if (/Mac|iPhone|iPad/.test(navigator.platform)) document.querySelectorAll("[data-mod-key]").forEach((key) => { key.textContent = "⌘ K"; });
  document.addEventListener("click", (event) => {
    const theme = event.target.closest("[data-theme-set]");
    if (theme) setTheme(theme.dataset.themeSet);
    if (event.target.closest("[data-rail-toggle]")) toggleRail();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new CustomEvent("theme")));
  showTheme();
}
