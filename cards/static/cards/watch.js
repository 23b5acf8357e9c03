// Keeps a page that stays open honest, also without network: its ages go on, a mark turns to out
// of date at its promised age, and a lost connection is said. The page is right without it.
"use strict";

(() => {
  const TICK = 5000;
  // Two polls of the slowest page and the time one may take: whoever has heard nothing for longer is alone.
  const SILENCE = 75000;
  const SIZES = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

  // The server's clock. Of the two ways to measure what went by, the longer counts: one stands
  // still while a computer sleeps, the other jumps when its clock is set.
  const loaded = { wall: Date.now() - performance.now(), steady: 0 }; // when the page was asked for
  const began = Date.parse(document.body.dataset.at) || loaded.wall;
  const since = (start) =>
    Math.max(0, Date.now() - start.wall, performance.now() - start.steady);
  const now = () => began + since(loaded);

  function length(seconds) {
    for (const [unit, size] of SIZES) {
      if (seconds >= (unit === "day" ? size * 2 : size)) {
        const number = Math.floor(seconds / size);
        return `${number} ${unit}${number === 1 ? "" : "s"}`;
      }
    }
    return "0 seconds";
  }

  function words(kind, seconds) {
    if (kind === "due") return seconds >= 0 ? "now" : `in ${length(-seconds)}`;
    if (Math.abs(seconds) < 2) return "just now";
    return seconds > 0 ? `${length(seconds)} ago` : `in ${length(-seconds)}`;
  }

  function goOn() {
    for (const element of document.querySelectorAll("time[data-tick]")) {
      const seconds = Math.trunc((now() - Date.parse(element.dateTime)) / 1000);
      const text = words(element.dataset.tick, seconds);
      if (element.textContent !== text) element.textContent = text;
    }
    const outOfDate = document.getElementById("out-of-date");
    for (const mark of document.querySelectorAll("[data-turns-at]")) {
      if (outOfDate && now() > Date.parse(mark.dataset.turnsAt)) {
        mark.replaceWith(outOfDate.content.cloneNode(true));
      }
    }
  }

  // --- The connection, on pages that ask for news

  const line = document.getElementById("connection");
  let heard = { wall: Date.now(), steady: performance.now() };
  let isLost = false;

  function lost() {
    if (!line || isLost) return;
    isLost = true;
    const clock = new Date(now() - since(heard)).toISOString().slice(11, 16);
    line.textContent =
      `No connection to Nerve Centre since ${clock} UTC. ` +
      "The numbers are the last ones that came, and may be out of date. We keep trying.";
  }

  function found() {
    heard = { wall: Date.now(), steady: performance.now() };
    if (line) line.textContent = isLost ? "The connection is back." : "";
    isLost = false;
  }

  function wake() {
    goOn();
    for (const watcher of document.querySelectorAll("[hx-trigger*=wake]")) {
      watcher.dispatchEvent(new Event("wake"));
    }
  }

  function tick() {
    goOn();
    if (since(heard) > SILENCE) lost();
  }

  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) lost();
  });
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (event.detail.xhr.status < 500) found();
  });
  addEventListener("offline", lost);
  addEventListener("online", wake);
  addEventListener("pageshow", (event) => event.persisted && wake());
  document.addEventListener("visibilitychange", () => document.hidden || wake());
  setInterval(tick, TICK);
})();
