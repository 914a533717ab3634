/* Runs before the first paint, so that the chosen theme and rail do not flash. Not a module for that reason. */
(() => {
  const root = document.documentElement;
  const read = (key) => { try { return localStorage.getItem(key) || ""; } catch { return ""; } };
  const theme = read("theme");
  const rail = read("rail");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (rail === "folded" || rail === "open") root.dataset.rail = rail;
})();
