/* Careers pages need no scripts; the apply pages start what their elements name, each with `start(element)`. */
for (const element of document.querySelectorAll("[data-module]")) import(element.dataset.module).then((module) => module.start(element));
