/* The candidate's time zone: the browser's at first, then what is chosen. */
export function start(form) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const select = form.elements.zone;
  select.addEventListener("change", () => form.requestSubmit());
  form.querySelector("button").hidden = true;
  if ("known" in form.dataset || select.value === zone || ![...select.options].some((option) => option.value === zone)) return;
  const address = new URL(location.href);
  address.searchParams.set("zone", zone);
  location.replace(address);
}
