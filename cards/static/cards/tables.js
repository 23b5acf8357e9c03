// Has what is out of view laid out once the page was painted, and says of a table that is wider than
// its place that there is more at its side.
"use strict";

(() => {
  function look(region) {
    region.toggleAttribute("data-cut", region.scrollWidth > region.clientWidth + 1);
  }

  const watcher = new ResizeObserver((seen) => seen.forEach((one) => look(one.target)));

  function watch() {
    for (const region of document.querySelectorAll(".scroll, .results, .inline-group")) {
      watcher.observe(region);
      look(region);
    }
  }

  document.addEventListener("htmx:load", watch);
  document.addEventListener("toggle", watch, true);
  watch();
  setTimeout(() => { document.documentElement.dataset.painted = ""; }, 200);
})();
