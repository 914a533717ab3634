/* Files dropped on [data-upload]: one POST each, two at a time, a row with progress for every file. The server's answer takes the row's place. */
import { element, headers, icon, word } from "./keep.js";

const AT_ONCE = 2;
const ready = new WeakSet();

function newRow(file) {
  const row = element("li", "file-row waiting");
  const middle = element("div", "truncate");
  const progress = element("progress");
  const name = element("div", "name");
  name.append(element("bdi", "", file.name));
  progress.max = 100;
  progress.value = 0;
  progress.setAttribute("aria-label", file.name);
  middle.append(name, element("div", "note", size(file.size)));
  row.append(icon("file-up"), middle, element("span", "soft tiny num"), progress);
  return row;
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function finish(row, request, file, again) {
  const type = request.getResponseHeader("Content-Type") || "";
  if (request.status >= 200 && request.status < 300) {
    if (type.includes("json")) return settle(row, JSON.parse(request.responseText));
    const made = new DOMParser().parseFromString(`<ul>${request.responseText}</ul>`, "text/html").querySelectorAll("ul > *");
    row.replaceWith(...made);
    return made.forEach((one) => window.htmx?.process(one));
  }
  let said = "";
  if (type.includes("json")) said = JSON.parse(request.responseText).detail ?? "";
  else if (type.startsWith("text/plain")) said = request.responseText;
  const note = request.status === 0 ? word("upload-broken") : said || (request.status === 413 ? word("upload-large") : word("upload-failed"));
  return fail(row, note, request.status === 0 || request.status >= 500 ? again : null);
}

function settle(row, answer) {
  row.className = `file-row ${answer.state ?? "done"}`;
  row.querySelector(".note").textContent = answer.note ?? "";
  row.querySelector("progress")?.remove();
  row.querySelector(".icon").replaceWith(icon(answer.state === "failed" ? "file-x" : "file-check"));
  if (!answer.url) return;
  const link = element("a", "", answer.name ?? row.querySelector("bdi").textContent);
  link.href = answer.url;
  row.querySelector("bdi").replaceChildren(link);
}

function fail(row, note, again) {
  row.className = "file-row failed";
  row.querySelector(".note").textContent = note;
  row.querySelector("progress")?.remove();
  row.querySelector(".icon").replaceWith(icon("file-x"));
  if (!again) return;
  const button = element("button", "button small", word("again"));
  button.type = "button";
  button.addEventListener("click", again, { once: true });
  row.lastElementChild.replaceChildren(button);
}

function send(zone, file, row) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    const progress = row.querySelector("progress");
    const share = row.querySelector(".num");
    for (const [name, value] of new FormData(zone.closest("form") ?? undefined)) if (typeof value === "string") body.append(name, value);
    body.append(zone.querySelector('input[type="file"]').name, file, file.name);
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      progress.value = (100 * event.loaded) / event.total;
      share.textContent = `${Math.round(progress.value)} %`;
    });
    request.addEventListener("loadend", () => {
      finish(row, request, file, () => {
        const next = newRow(file);
        row.replaceWith(next);
        send(zone, file, next);
      });
      resolve();
    });
    request.open("POST", zone.dataset.upload);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.setRequestHeader("HX-Request", "true");
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.send(body);
  });
}

async function sendAll(zone, files) {
  const rows = document.querySelector(zone.dataset.rows);
  const waiting = [...files].map((file) => [file, newRow(file)]);
  rows.prepend(...waiting.map(([, row]) => row));
  const lane = async () => { while (waiting.length) await send(zone, ...waiting.shift()); };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  zone.dispatchEvent(new CustomEvent("upload:done", { bubbles: true }));
}

function startZone(zone) {
  const field = zone.querySelector('input[type="file"]');
  zone.classList.add("live");
  const over = (on) => zone.classList.toggle("over", on);
  zone.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
  zone.addEventListener("dragleave", () => over(false));
  zone.addEventListener("drop", (event) => {
    over(false);
    if (!zone.dataset.upload) return;
    event.preventDefault();
    sendAll(zone, event.dataTransfer.files);
  });
  field.addEventListener("change", () => {
    if (!zone.dataset.upload) {
      zone.querySelector("strong").textContent = [...field.files].map((file) => file.name).join(", ");
      return;
    }
    sendAll(zone, field.files);
    field.value = "";
  });
}

export function startUploads(root) {
  for (const zone of [...(root.matches?.("[data-upload], [data-drop]") ? [root] : []), ...root.querySelectorAll("[data-upload], [data-drop]")]) {
    if (!ready.has(zone)) startZone(zone);
    ready.add(zone);
  }
}
