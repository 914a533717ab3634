/* Pasted text → {"fields": {name: {value, words}}, "skills": [{name, required, importance, words}]} → suggestions in the job's form. What a person has typed already stays; what was filled is marked. */
import { element, headers, icon } from "./keep.js";
import { fillRows } from "./rows_editor.js";

function mark(field, word, words) {
  const box = field.closest(".field");
  if (!box || box.classList.contains("suggested")) return;
  const label = box.querySelector("label");
  const note = element("span", "suggested-mark", word);
  note.prepend(icon("sparkles"));
  if (words) note.dataset.tip = words;
  box.classList.add("suggested");
  label?.append(note);
  field.addEventListener("input", () => { box.classList.remove("suggested"); note.remove(); }, { once: true });
}

function fill(form, proposals, word) {
  let filled = 0;
  for (const [name, { value, words }] of Object.entries(proposals)) {
    const field = form.elements.namedItem(name);
    if (value === null || value === "" || !(field instanceof HTMLElement)) continue;
    if (field.matches("input, textarea") && field.value && field.value !== field.defaultValue) continue;
    if (field.tagName === "SELECT" && ![...field.options].some((one) => one.value === String(value))) continue;
    field.value = value;
    mark(field, word, words);
    filled += 1;
  }
  return filled;
}

function fillSkills(form, skills, word) {
  const editor = form.querySelector(".rows-editor");
  const known = new Set([...editor.querySelectorAll('[name="skill-name"]')].map((one) => one.value.trim().toLowerCase()));
  const fresh = skills.filter((one) => !known.has(one.name.toLowerCase()));
  const rows = fresh.map((one) => ({ name: one.name, required: one.required === false ? "no" : "yes", importance: one.importance ?? 3 }));
  fillRows(editor, rows).forEach((row, position) => {
    row.classList.add("suggested");
    row.dataset.tip = `${word}: ${fresh[position].words ?? ""}`;
  });
  return rows.length;
}

export function start(box) {
  const form = document.getElementById("job-form");
  const button = box.querySelector("[data-read-job]");
  const note = box.querySelector("[data-read-note]");
  const text = box.querySelector("textarea");
  button.addEventListener("click", async () => {
    if (!text.value.trim()) return text.focus();
    button.classList.add("busy");
    try {
      const answer = await fetch(box.dataset.readUrl, {
        method: "POST", headers: { ...headers(), Accept: "application/json" }, body: new URLSearchParams({ text: text.value }),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const { fields = {}, skills = [] } = await answer.json();
      const description = form.elements.namedItem("description");
      if (!description.value) fields.description = { value: text.value.trim(), words: "" };
      const filled = fill(form, fields, box.dataset.suggested) + fillSkills(form, skills, box.dataset.suggested);
      note.textContent = filled ? box.dataset.done : box.dataset.failed;
    } catch (error) {
      if (!(error instanceof TypeError) && !(error instanceof SyntaxError) && !/^\d+$/.test(error.message)) throw error;
      note.textContent = box.dataset.failed;
    } finally {
      button.classList.remove("busy");
    }
    return undefined;
  });
}
