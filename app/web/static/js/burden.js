// How much work this form is: taps, typed characters, and seconds in which the page could be seen. Sent
// with the sheet and shown as a median of a village's month. It measures the form, never a person.
(function () {
  const form = document.getElementById("score");
  const fields = form && ["taps", "typed", "seconds"].map(function (name) { return form.elements["burden." + name]; });
  if (!fields || !fields[0]) { return; }
  // A form that came back because something was missing goes on counting.
  let [taps, typed, seconds] = fields.map(function (field) { return Number(field.value) || 0; });
  let shownAt = document.hidden ? null : performance.now();

  function isText(field) {
    return field.tagName === "TEXTAREA" || (field.tagName === "INPUT" && field.type !== "radio");
  }

  // A finger that scrolls is taken back (pointercancel) and never comes up.
  document.addEventListener("pointerup", function (event) {
    if (event.target.closest("a, button, input, label, select, summary, textarea")) { taps += 1; }
  });

  document.addEventListener("keydown", function (event) {
    const field = event.target;
    if (event.repeat || event.isComposing) { return; }
    if (isText(field)) {
      if (event.key === "Enter" && field.tagName === "INPUT") { taps += 1; }
      if (field.type === "date" && /^[0-9]$/.test(event.key)) { typed += 1; }
    } else if (/^(Enter| )$/.test(event.key) || (field.type === "radio" && /^([1-9]|Arrow.*)$/.test(event.key))) {
      taps += 1;
    }
  });

  document.addEventListener("input", function (event) {
    if (event.inputType === "insertText" && event.data) { typed += event.data.length; }
  });
  document.addEventListener("compositionend", function (event) { typed += event.data.length; });

  document.addEventListener("visibilitychange", function () {
    if (shownAt !== null) { seconds += (performance.now() - shownAt) / 1000; }
    shownAt = document.hidden ? null : performance.now();
  });

  form.addEventListener("submit", function () {
    const now = shownAt === null ? 0 : (performance.now() - shownAt) / 1000;
    [taps, typed, Math.max(1, Math.ceil(seconds + now))].forEach(function (count, at) { fields[at].value = count; });
  });
}());
