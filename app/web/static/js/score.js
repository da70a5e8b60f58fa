// The score page counts along: sums per category, the total, how many items are done. The server
// counts again when the sheet is saved; without scripts the page shows what the server counted.
(function () {
  const form = document.getElementById("score");
  if (!form) { return; }

  function show() {
    const sums = {};
    let total = 0;
    let done = 0;
    form.querySelectorAll("[data-item] input:checked").forEach(function (chosen) {
      const category = chosen.closest("[data-item]").getAttribute("data-item");
      const points = Number(chosen.getAttribute("data-points"));
      sums[category] = (sums[category] || 0) + points;
      total += points;
      done += 1;
    });
    document.querySelectorAll("[data-sum]").forEach(function (output) {
      output.textContent = sums[output.getAttribute("data-sum")] || 0;
    });
    document.querySelectorAll("[data-total] b").forEach(function (output) {
      output.textContent = total;
    });
    document.querySelectorAll("[data-done]").forEach(function (output) {
      output.textContent = done;
    });
  }

  // Last month is the draft: filled in here, so that nothing already chosen further down is lost.
  document.querySelectorAll("[data-fill-last]").forEach(function (link) {
    link.addEventListener("click", function (event) {
      event.preventDefault();
      form.querySelectorAll("input[data-last]").forEach(function (input) { input.checked = true; });
      show();
    });
  });

  form.addEventListener("change", show);
  window.addEventListener("pageshow", show); // a browser that goes back restores the choices
  show();
}());
