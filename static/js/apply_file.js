/* A résumé that is picked or dropped goes off at once, with progress; a line that breaks loses nothing, the file stays chosen. */
export function start(form) {
  const drop = form.querySelector(".apply-drop");
  const input = form.querySelector("input[type=file]");
  const progress = form.querySelector("[data-progress]");
  const bar = progress.querySelector("progress");
  const said = progress.querySelector("[data-said]");
  const button = form.querySelector(".form-actions .button");

  function fail(text) {
    bar.hidden = true;
    said.textContent = text;
    button.hidden = false;
    input.disabled = false;
  }

  function send() {
    if (!input.files.length) return;
    const request = new XMLHttpRequest();
    const body = new FormData(form);
    body.set("act", "file");
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (90 * event.loaded) / event.total;
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      said.textContent = form.dataset.reading;
    });
    request.addEventListener("error", () => fail(form.dataset.broken));
    request.addEventListener("load", () => {
      if (request.status < 300) return location.assign(request.responseURL);
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const words = page.querySelector("#refusal p, main h1 + p");
      return fail(words ? words.textContent : form.dataset.broken);
    });
    bar.hidden = false;
    bar.value = 0;
    said.textContent = form.dataset.sending;
    progress.hidden = false;
    button.hidden = true;
    request.send(body);
    input.disabled = true;
  }

  input.addEventListener("change", send);
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    send();
  });
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    send();
  });
}
