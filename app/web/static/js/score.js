// The score page counts along: sums per category, the total, how many items are done. The server
// counts again when the sheet is saved; without scripts the page shows what the server counted.
(function () {
  const form = document.getElementById("score");
  if (!form) { return; }

  // Points of one item as it is filled in; null where it is not.
  function pointsOf(item) {
    const chosen = item.querySelector("input:checked");
    if (chosen) { return Number(chosen.getAttribute("data-points")); }
    const number = item.querySelector("input[data-each]");
    if (!number || !/^[0-9]{1,3}$/.test(number.value.trim())) { return null; }
    const each = Number(number.getAttribute("data-each"));
    const points = Number(number.getAttribute("data-start")) + each * Number(number.value);
    return Math.max(0, Math.min(points, Number(number.getAttribute("data-most"))));
  }

  function isVetoed(item) {
    return item.getAttribute("data-role") === "veto" && item.querySelector("input[value=yes]:checked");
  }

  function show() {
    const sums = {};
    let total = 0;
    let done = 0;
    let vetoed = false;
    form.querySelectorAll("[data-item]").forEach(function (item) {
      const points = pointsOf(item);
      const role = item.getAttribute("data-role");
      vetoed = vetoed || Boolean(isVetoed(item));
      if (points === null || role === "veto") { return; }
      total += role === "deduction" ? -points : points;
      if (role === "base") {
        const section = item.getAttribute("data-item");
        sums[section] = (sums[section] || 0) + points;
        done += 1;
      }
    });
    total = vetoed ? 0 : Math.max(0, Math.min(total, Number(form.getAttribute("data-cap"))));
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
      form.querySelectorAll("input[data-last]").forEach(function (input) {
        if (input.type === "radio") { input.checked = true; } else { input.value = input.getAttribute("data-last"); }
      });
      show();
    });
  });

  form.addEventListener("input", show);
  window.addEventListener("pageshow", show); // a browser that goes back restores the choices
  show();
}());
