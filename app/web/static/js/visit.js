// The end of the score page: photos are made small before they are sent, and the household may
// sign with a finger. Without scripts photos go as they are, and "read out" can be ticked.
(function () {
  const LONGEST = 1600;
  const QUALITY = 0.8;
  const visit = document.querySelector(".ph-visit");
  if (!visit) { return; }

  // Draws a picture anew, upright and at most 1,600 pixels long; what cannot be drawn stays.
  async function small(file) {
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const drawn = await new Promise(function (done) { canvas.toBlob(done, "image/jpeg", QUALITY); });
      return drawn && drawn.size < file.size ? new File([drawn], "photo.jpg", { type: "image/jpeg" }) : file;
    } catch {
      return file;
    }
  }

  // A camera gives one photo at a time: where several may stand, the next one joins them.
  function watch(input) {
    let chosen = [];
    const shown = document.createElement("div");
    shown.className = "ph-kept";
    input.after(shown);
    input.addEventListener("change", async function () {
      const added = await Promise.all(Array.from(input.files, small));
      chosen = input.multiple ? chosen.concat(added) : added;
      const files = new DataTransfer();
      chosen.forEach(function (file) { files.items.add(file); });
      input.files = files.files;
      shown.replaceChildren(...chosen.map(function (file) {
        const picture = document.createElement("img");
        picture.alt = "";
        picture.src = URL.createObjectURL(file);
        return picture;
      }));
    });
  }

  function signing(block) {
    const canvas = block.querySelector("canvas");
    const field = block.querySelector("input");
    const pen = canvas.getContext("2d");

    function clear() {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.strokeStyle = "#211c16";
      pen.lineWidth = 5;
      pen.lineCap = pen.lineJoin = "round";
      field.value = "";
    }

    function place(event) {
      const box = canvas.getBoundingClientRect();
      return [
        (event.clientX - box.left) * canvas.width / box.width,
        (event.clientY - box.top) * canvas.height / box.height,
      ];
    }

    canvas.addEventListener("pointerdown", function (event) {
      canvas.setPointerCapture(event.pointerId);
      pen.beginPath();
      pen.moveTo(...place(event));
    });
    canvas.addEventListener("pointermove", function (event) {
      if (!canvas.hasPointerCapture(event.pointerId)) { return; }
      pen.lineTo(...place(event));
      pen.stroke();
    });
    canvas.addEventListener("pointerup", function () { field.value = canvas.toDataURL("image/png"); });
    block.querySelector("button").addEventListener("click", clear);
    clear();
    block.hidden = false;
  }

  visit.querySelectorAll("input[type=file]").forEach(watch);
  visit.querySelectorAll("[data-sign]").forEach(signing);
}());
