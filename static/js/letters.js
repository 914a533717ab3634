/* The letter beside its words, drawn anew a moment after the last key; placeholders are put in where the cursor stands. */
const WAIT = 500;

export function start(desk) {
  const form = desk.querySelector("form");
  const button = desk.querySelector("[data-preview]");
  const frame = desk.querySelector(".letter-frame");
  let timer = 0;
  let last = form.elements.body;

  function show() {
    const fresh = frame.firstElementChild.cloneNode(false); // a new frame each time, or each look would be a step of "back"
    frame.replaceChildren(fresh);
    form.requestSubmit(button);
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, WAIT);
  });
  desk.querySelector(".letter-modes").addEventListener("change", show);
  form.addEventListener("focusin", (event) => {
    if (["subject", "body"].includes(event.target.name)) last = event.target;
  });
  for (const name of desk.querySelectorAll("[data-placeholder]")) {
    const key = document.createElement("button");
    key.type = "button";
    key.className = "placeholder";
    key.textContent = name.textContent;
    key.addEventListener("click", () => {
      last.setRangeText(key.textContent, last.selectionStart, last.selectionEnd, "end");
      last.focus();
      last.dispatchEvent(new Event("input", { bubbles: true }));
    });
    name.replaceWith(key);
  }
  button.hidden = true;
  show();
}
