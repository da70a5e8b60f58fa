// A button with data-print opens the browser's print dialogue; without scripts it stays hidden.
document.querySelectorAll("[data-print]").forEach(function (button) {
  button.hidden = false;
  button.addEventListener("click", function () { window.print(); });
});
