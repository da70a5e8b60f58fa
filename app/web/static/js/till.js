// The scan field has the focus after every action: a USB scanner types there. What has a key of its
// own (aria-keyshortcuts: F9 confirms, F8 is the next household) is pressed by it from anywhere.
(function () {
  const field = document.querySelector("[data-scan]");

  function refocus() {
    const at = document.activeElement;
    if (!at || at === document.body) { field.focus({ preventScroll: true }); }
  }

  // What is typed while nothing has the focus belongs into the field, from the first key on.
  function catchTyping(event) {
    const typed = event.key.length === 1 && event.key !== " ";
    if (typed && !event.ctrlKey && !event.altKey && !event.metaKey) { refocus(); }
  }

  function pressShortcut(event) {
    if (event.repeat || !/^F[0-9]+$/.test(event.key)) { return; }
    const meant = document.querySelector("[aria-keyshortcuts='" + event.key + "']");
    if (meant) { event.preventDefault(); meant.click(); }
  }

  document.addEventListener("keydown", pressShortcut);
  if (!field) { return; }
  // The autofocus attribute waits for the page to be drawn; a scanner may be faster.
  refocus();
  document.addEventListener("click", refocus);
  document.addEventListener("keydown", catchTyping);
  document.addEventListener("htmx:after:swap", refocus);
  window.addEventListener("pageshow", function (event) { if (event.persisted) { refocus(); } });
}());
