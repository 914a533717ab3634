/* Sign-up and invitation forms: fill in the browser's time zone. */
export function start(form) {
  const field = form.querySelector("[data-time-zone]");
  if (field && !field.value) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}
