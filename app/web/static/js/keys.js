// For who copies paper sheets with a keyboard. On a choice, a digit takes the choice of that place and
// goes on; Enter goes on, from the last item to saving. Tab, arrows and space do what they always do.
(function () {
  // Focus moves by itself only where there is a mouse: on a phone it would scroll the page away.
  const atDesk = window.matchMedia("(pointer: fine)").matches;
  const form = document.getElementById("score");
  const hint = document.getElementById("keys-hint");
  const next = document.getElementById("next");
  if (atDesk && hint) { hint.hidden = false; }
  if (atDesk && next) { next.focus({ preventScroll: true }); }
  if (!form || !hint) { return; }

  function isOpen(item) {
    return item.closest("details:not([open])") === null;
  }

  function goTo(item) {
    item.scrollIntoView({ block: "center" });
    (item.querySelector("input:checked") || item.querySelector("input")).focus({ preventScroll: true });
  }

  function goOn(item) {
    const items = Array.from(form.querySelectorAll("[data-item]")).filter(isOpen);
    const following = items[items.indexOf(item) + 1];
    if (following) { goTo(following); return; }
    const day = form.elements.visited_on;
    (day.value ? document.querySelector(".ph-bar button") : day).focus();
  }

  form.addEventListener("keydown", function (event) {
    const item = event.target.closest("[data-item]");
    if (!item || event.target.tagName !== "INPUT" || event.altKey || event.ctrlKey || event.metaKey) { return; }
    const choice = /^[1-9]$/.test(event.key) && item.querySelectorAll("input[type=radio]")[event.key - 1];
    if (!choice && event.key !== "Enter") { return; }
    event.preventDefault();
    if (choice) { choice.click(); }
    goOn(item);
  });

  // Whoever came by keyboard, from a typed number or the household before, begins at once. Nothing on
  // the page has this name: a browser would move to it, and take the focus away again.
  if (atDesk && window.location.hash === "#keys") {
    const items = Array.from(form.querySelectorAll("[data-item]"));
    goTo(items.find(function (item) { return !item.querySelector("input:checked"); }) || items[0]);
  }
}());
