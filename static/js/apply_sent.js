/* What was kept on the device of an application is forgotten once it is sent. */
import { keep } from "./keep.js";

export function start(page) {
  keep(page.dataset.keep, "");
}
