/* Links that open in the page's dialog, and questions before what is hard to take back. */
let opener = null;

function shell() {
  return document.getElementById("dialog");
}

export function openDialog(url, from) {
  opener = from;
  const dialog = shell();
  window.htmx.ajax("GET", url, { target: dialog, swap: "innerHTML", source: from }).then(() => {
    if (!dialog.childElementCount) return;
    if (!dialog.open) dialog.showModal();
    dialog.querySelector(".body :is(input:not([type=hidden]), select, textarea)")?.focus();
  });
}

export function closeDialog() {
  const dialog = shell();
  if (dialog?.open) dialog.close();
}

/* Resolves to true when the person confirms. */
export function ask(question, verb) {
  const dialog = document.getElementById("confirm");
  dialog.querySelector("#confirm-text").textContent = question;
  if (verb) dialog.querySelector("#confirm-verb").textContent = verb;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

function confirmPlain(event) {
  const asker = event.target.closest?.("[data-confirm]");
  if (!asker || asker.matches("[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete]")) return;
  const form = event.type === "submit" ? event.target : null;
  if (event.type === "click" && (asker.tagName === "FORM" || !asker.matches("a, button"))) return;
  if (event.type === "submit" && asker.tagName !== "FORM") return;
  if (asker.dataset.confirmed) { delete asker.dataset.confirmed; return; }
  event.preventDefault();
  event.stopImmediatePropagation();
  const submitter = event.submitter;
  ask(asker.dataset.confirm, asker.dataset.confirmVerb).then((yes) => {
    if (!yes) return;
    asker.dataset.confirmed = "true";
    if (form) form.requestSubmit(submitter);
    else asker.click();
  });
}

export function startDialogs() {
  document.addEventListener("click", confirmPlain, true);
  document.addEventListener("submit", confirmPlain, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && window.htmx) {
      event.preventDefault();
      link.closest("[popover]")?.hidePopover();
      openDialog(link.href, link);
    }
    if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
    if (event.target.matches("dialog.dialog") && event.target.id !== "confirm") {
      const box = event.target.getBoundingClientRect();
      const outside = event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
      if (outside && event.detail) event.target.close();
    }
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-busy]") && !event.defaultPrevented) (event.submitter ?? event.target.querySelector('[type="submit"]'))?.classList.add("busy");
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-busy] .button.busy").forEach((button) => button.classList.remove("busy")));
  document.body.addEventListener("dialog:close", closeDialog);
  shell()?.addEventListener("close", () => {
    shell().replaceChildren();
    opener?.focus?.();
  });
  document.body.addEventListener("htmx:confirm", (event) => {
    const asker = event.detail.elt.closest("[data-confirm]");
    if (!asker || (asker !== event.detail.elt && asker.tagName !== "FORM")) return;
    event.preventDefault();
    ask(asker.dataset.confirm, asker.dataset.confirmVerb).then((yes) => { if (yes) event.detail.issueRequest(true); });
  });
}
