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

  // How a number differs from last month's; what is chosen says it without scripts.
  function showMoved(item) {
    const output = item.querySelector("[data-differs]");
    const number = item.querySelector("input[data-last]");
    if (!output) { return; }
    const by = number.value.trim() === "" ? 0 : Number(number.value) - Number(number.getAttribute("data-last"));
    output.textContent = by > 0 ? "▲" + by : by < 0 ? "▼" + -by : "";
  }

  function show() {
    const sums = {};
    let total = 0;
    let done = 0;
    let vetoed = false;
    form.querySelectorAll("[data-item]").forEach(function (item) {
      const points = pointsOf(item);
      showMoved(item);
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

  function isAnswered(item) {
    const number = item.querySelector("input[data-each]");
    return number ? number.value.trim() !== "" : item.querySelector("input:checked") !== null;
  }

  // Last month is the draft. What a button asks for is written as the server reads it: "rest:A B"
  // what is not answered yet in these sections, "same:A" all of a section, "item:A1" one item.
  function fill(asked) {
    const how = asked.slice(0, asked.indexOf(":"));
    const what = asked.slice(asked.indexOf(":") + 1).split(" ");
    form.querySelectorAll("[data-item]").forEach(function (item) {
      const last = item.querySelector("input[data-last]");
      const wanted = what.includes(how === "item" ? item.id : item.getAttribute("data-item"));
      if (!last || !wanted || (how === "rest" && isAnswered(item))) { return; }
      if (last.type === "radio") { last.checked = true; } else { last.value = last.getAttribute("data-last"); }
    });
    show();
  }

  document.querySelectorAll("[data-fill]").forEach(function (button) {
    button.addEventListener("click", function (event) {
      event.preventDefault();
      fill(button.value);
    });
  });

  form.addEventListener("input", show);
  window.addEventListener("pageshow", show); // a browser that goes back restores the choices
  show();
}());
