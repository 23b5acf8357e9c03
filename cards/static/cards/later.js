// Runs what nobody waits for to see the page: the scripts that are marked data-later, in their order,
// once it was painted and loaded (between the two htmx would never begin). Where htmx has the server
// hear of what somebody does, it hears of what was done before htmx was there, too.
"use strict";

(() => {
  const HEARD = ["focus", "input", "change"];
  const early = new Map();

  function note(event) {
    if (event.target.closest?.("[hx-trigger]")) early.set(event.target, event.type);
  }

  function tell() {
    for (const type of HEARD) document.removeEventListener(type, note, true);
    for (const [element, type] of early) element.dispatchEvent(new Event(type, { bubbles: type !== "focus" }));
  }

  function run() {
    for (const { href } of document.querySelectorAll("link[data-later]")) {
      const script = document.createElement("script");
      script.src = href;
      script.async = false;
      if (href.includes("htmx")) script.addEventListener("load", tell);
      document.head.append(script);
    }
  }

  for (const type of HEARD) document.addEventListener(type, note, true);
  new PerformanceObserver((seen, observer) => {
    observer.disconnect();
    if (document.readyState === "complete") run();
    else addEventListener("load", run);
  }).observe({ type: "paint", buffered: true });
})();
