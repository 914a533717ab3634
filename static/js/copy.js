/* data-module on a line that holds an input and a hidden button: the button copies what the input says. */
export function start(line) {
  const input = line.querySelector("input");
  const button = line.querySelector("button");
  input.addEventListener("focus", () => input.select());
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(input.value);
    const label = button.querySelector("[data-copy-label]");
    label.textContent = button.dataset.copied;
  });
}
