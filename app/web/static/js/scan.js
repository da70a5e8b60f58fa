// The camera, or a photo, beside the scan field: what they read is typed there and sent, just as a
// USB scanner does. The reader is fetched when it is asked for, not before.
(function () {
  const tools = document.querySelector("[data-scanner]");
  const field = document.querySelector("[data-scan]");
  if (!tools || !field) { return; }
  const frame = tools.querySelector(".tl-cam");
  const video = tools.querySelector("video");
  const button = tools.querySelector("[data-camera]");
  const photo = tools.querySelector("[data-photo]");
  const status = tools.querySelector("[role=status]");
  const LOOK_EVERY_MS = 120;
  const GONE_AFTER_MS = 1200; // what lies in view still is no second piece
  const LONGEST_SIDE = 1600;
  let stream = null;
  let reader = null;
  let seenAt = 0;

  function say(which) { status.textContent = which ? status.dataset[which] : ""; }

  function load() {
    return new Promise(function (resolve, reject) {
      if (window.BarcodeDetectionAPI) { resolve(); return; }
      const script = document.createElement("script");
      script.src = tools.dataset.reader;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  async function open() {
    if (reader) { return; }
    await load();
    const api = window.BarcodeDetectionAPI;
    const overrides = { locateFile: function () { return tools.dataset.wasm; } };
    await api.prepareZXingModule({ overrides: overrides, fireImmediately: true });
    reader = new api.BarcodeDetector({ formats: tools.dataset.formats.split(" ") });
  }

  // "3*" before a scan stays: three of what was read.
  function send(code) {
    const times = field.value.trim().match(/^\d{1,3}[*×xX]$/);
    field.value = (times ? times[0] : "") + code;
    sessionStorage.setItem("jf-last-code", code);
    sessionStorage.setItem("jf-last-seen", String(Date.now()));
    field.form.requestSubmit(field.parentElement.querySelector("button"));
  }

  function isStillThere(code) {
    if (code !== sessionStorage.getItem("jf-last-code")) { return false; }
    return Date.now() - Math.max(seenAt, Number(sessionStorage.getItem("jf-last-seen"))) < GONE_AFTER_MS;
  }

  async function look() {
    if (!stream) { return; }
    const found = video.readyState >= 2 ? await reader.detect(video) : [];
    if (!stream) { return; }
    const code = found.length ? found[0].rawValue : "";
    if (code && !isStillThere(code)) { send(code); return; }
    if (code) { seenAt = Date.now(); }
    window.setTimeout(look, LOOK_EVERY_MS);
  }

  function stop() {
    if (stream) { stream.getTracks().forEach(function (track) { track.stop(); }); }
    stream = null;
    show(false);
  }

  function show(on) {
    frame.hidden = !on;
    if (on !== (button.getAttribute("aria-pressed") === "true")) {
      const words = button.querySelector("[data-words]");
      const other = words.dataset.words;
      words.dataset.words = words.textContent;
      words.textContent = other;
      button.setAttribute("aria-pressed", String(on));
    }
  }

  async function start() {
    if (!window.isSecureContext || !navigator.mediaDevices) { say("insecure"); return; }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      sessionStorage.removeItem("jf-camera");
      say("refused");
      return;
    }
    video.srcObject = stream;
    show(true);
    say("looking");
    try {
      await video.play();
      await open();
      await look();
    } catch {
      stop();
      say("broken");
    }
  }

  button.addEventListener("click", function () {
    if (stream) {
      sessionStorage.removeItem("jf-camera");
      stop();
      say("");
    } else {
      // Each step opens the page anew: the camera stays on until it is closed.
      sessionStorage.setItem("jf-camera", "on");
      start();
    }
  });

  photo.addEventListener("change", async function () {
    if (!photo.files.length) { return; }
    say("reading");
    try {
      await open();
      const whole = await createImageBitmap(photo.files[0]);
      const scale = Math.min(1, LONGEST_SIDE / Math.max(whole.width, whole.height));
      const small = { resizeWidth: Math.round(whole.width * scale), resizeQuality: "high" };
      const found = await reader.detect(await createImageBitmap(whole, small));
      if (found.length) { send(found[0].rawValue); } else { say("unread"); }
    } catch {
      say("unread");
    }
    photo.value = "";
  });

  window.addEventListener("pagehide", stop);
  tools.hidden = false;
  if (sessionStorage.getItem("jf-camera")) { start(); }
}());
