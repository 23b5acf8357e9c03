// Runs what nobody waits for to see the page: the scripts that are marked data-later, in their order,
// once it was painted and loaded (between the two htmx would never begin).
"use strict";

(() => {
  function run() {
    for (const { href } of document.querySelectorAll("link[data-later]")) {
      const script = document.createElement("script");
      script.src = href;
      script.async = false;
      document.head.append(script);
    }
  }

  new PerformanceObserver((seen, observer) => {
    observer.disconnect();
    if (document.readyState === "complete") run();
    else addEventListener("load", run);
  }).observe({ type: "paint", buffered: true });
})();
