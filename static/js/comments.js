/* Discussions: a comment that is being changed or answered is not taken away by what others say meanwhile; Ctrl+Enter sends. */
export function start(discussion) {
  discussion.addEventListener("htmx:beforeRequest", (event) => {
    const list = event.detail.elt;
    if (list.id.startsWith("threads-") && list.querySelector("form.comment, details.answer[open]")) {
      event.preventDefault();
    }
  });
  discussion.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest("form")?.requestSubmit();
  });
}
