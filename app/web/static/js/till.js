// The scan field has the focus after every action: a USB scanner types there.
(function () {
  const field = document.querySelector("[data-scan]");
  if (!field) { return; }
  const refocus = function () {
    const at = document.activeElement;
    if (!at || at === document.body) { field.focus({ preventScroll: true }); }
  };
  field.focus({ preventScroll: true });
  document.addEventListener("click", function () { window.setTimeout(refocus, 0); });
  document.addEventListener("htmx:after:swap", refocus);
  window.addEventListener("pageshow", refocus);
}());
