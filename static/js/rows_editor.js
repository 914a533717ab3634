/* Lists of small forms (skills, stages, contacts): add, move, take away. Rows are told apart by their order alone. */
let made = 0;

function addRow(editor, values = {}) {
  const list = editor.querySelector("[data-rows-list]");
  const copy = editor.querySelector("[data-rows-template]").content.cloneNode(true);
  const row = copy.querySelector(".rows-row");
  made += 1;
  row.querySelectorAll("[id]").forEach((one) => { one.id = `${one.id}-${made}`; });
  row.querySelectorAll("label[for]").forEach((one) => { one.htmlFor = `${one.htmlFor}-${made}`; });
  for (const [name, value] of Object.entries(values)) {
    const field = row.querySelector(`[name$="-${name}"]`);
    if (field) field.value = value;
  }
  list.append(row);
  showTools(row);
  return row;
}

function showTools(row) {
  row.querySelectorAll(".rows-tools").forEach((one) => { one.hidden = false; });
}

/* Rows whose first field is empty are taken away, so that suggestions do not stand below blanks. */
export function fillRows(editor, rows) {
  editor.querySelectorAll(".rows-row").forEach((row) => {
    const first = row.querySelector("input:not([type=hidden]), select");
    if (first && !first.value.trim()) row.remove();
  });
  return rows.map((values) => addRow(editor, values));
}

export function start(editor) {
  const list = editor.querySelector("[data-rows-list]");
  const add = editor.querySelector("[data-rows-add]");
  const filled = list.querySelectorAll(".rows-row:not([data-blank])").length;
  list.querySelectorAll("[data-blank]").forEach((row, position) => { if (position || filled) row.remove(); });
  list.querySelectorAll(".rows-row").forEach(showTools);
  add.hidden = false;
  add.addEventListener("click", () => addRow(editor).querySelector("input:not([type=hidden]), select")?.focus());
  list.addEventListener("click", (event) => {
    const row = event.target.closest(".rows-row");
    const button = event.target.closest("button");
    if (!row || !button) return;
    if (button.hasAttribute("data-rows-remove")) {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      (next?.querySelector("[data-rows-remove]") ?? add).focus();
    } else if (button.hasAttribute("data-rows-up") && row.previousElementSibling) {
      row.previousElementSibling.before(row);
      button.focus();
    } else if (button.hasAttribute("data-rows-down") && row.nextElementSibling) {
      row.nextElementSibling.after(row);
      button.focus();
    }
  });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    addRow(editor).querySelector("input:not([type=hidden]), select")?.focus();
  });
}
