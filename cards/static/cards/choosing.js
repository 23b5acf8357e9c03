// Counts what is ticked in a list, and ticks a whole page of it.
"use strict";

(() => {
  function watch(form) {
    const boxes = [...form.querySelectorAll("input[type=checkbox][name]:not(:disabled)")];
    const all = form.querySelector("[data-tick-all]");
    const told = form.querySelector("[data-ticked]");

    function tell() {
      const ticked = boxes.filter((box) => box.checked).length;
      told.textContent = ticked ? `${ticked} ticked` : "";
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }

    form.querySelector("[data-tick-label]").hidden = false;
    all.addEventListener("change", () => {
      boxes.forEach((box) => { box.checked = all.checked; });
      tell();
    });
    boxes.forEach((box) => box.addEventListener("change", tell));
    tell();
  }

  document.querySelectorAll("[data-choosing]").forEach(watch);
})();
