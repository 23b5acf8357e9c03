// Keeps "2 minutes ago" true while a page stays open. The page is right without it.
"use strict";

(() => {
  const sizes = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

  function words(seconds) {
    const span = Math.abs(seconds);
    if (span < 2) return "just now";
    for (const [unit, size] of sizes) {
      const enough = unit === "day" ? size * 2 : size;
      if (span >= enough) {
        const number = Math.floor(span / size);
        const text = `${number} ${unit}${number === 1 ? "" : "s"}`;
        return seconds > 0 ? `${text} ago` : `in ${text}`;
      }
    }
    return "";
  }

  function refresh() {
    for (const element of document.querySelectorAll("time[data-ago]")) {
      const moment = Date.parse(element.dateTime);
      if (!Number.isNaN(moment)) {
        const text = words(Math.trunc((Date.now() - moment) / 1000));
        if (element.textContent !== text) element.textContent = text;
      }
    }
  }

  setInterval(refresh, 5000);
})();
