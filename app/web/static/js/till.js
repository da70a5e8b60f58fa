// The scan field has the focus after every action: a USB scanner types there.
(function () {
  const field = document.querySelector("[data-scan]");
  if (!field) { return; }

  function refocus() {
    const at = document.activeElement;
    if (!at || at === document.body) { field.focus({ preventScroll: true }); }
  }

  // What is typed while nothing has the focus belongs into the field, from the first key on.
  function catchTyping(event) {
    const typed = event.key.length === 1 && event.key !== " ";
    if (typed && !event.ctrlKey && !event.altKey && !event.metaKey) { refocus(); }
  }

  // Opening the page focuses the field by its autofocus attribute; what follows keeps it there.
  document.addEventListener("click", refocus);
  document.addEventListener("keydown", catchTyping);
  document.addEventListener("htmx:after:swap", refocus);
  window.addEventListener("pageshow", function (event) { if (event.persisted) { refocus(); } });
}());
