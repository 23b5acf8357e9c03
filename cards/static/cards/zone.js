// Shows moments in the reader's zone, and takes them as typed in it. The server knows UTC alone:
// without this the page says UTC everywhere and is right.
"use strict";

window.nerveZone = (() => {
  const KEPT = "zone";
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const FIELDS = {
    hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit",
  };
  let zone = ""; // the browser's own, in which a date tells its parts by itself
  let formatter = null; // of another one

  // The first formatter of a page takes 15 ms to make: the browser's own zone needs none.
  function choose(name) {
    try {
      formatter = new Intl.DateTimeFormat("en", { timeZone: name, ...FIELDS });
      zone = name;
    } catch { /* a name this browser does not know */ }
  }

  const own = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const name = () => zone || own();

  try {
    const kept = localStorage.getItem(KEPT);
    if (kept) choose(kept);
  } catch { /* nothing is kept here */ }

  const padded = (number) => String(number).padStart(2, "0");

  function parts(date) {
    if (!formatter) {
      return {
        year: date.getFullYear(), month: padded(date.getMonth() + 1), day: padded(date.getDate()),
        hour: padded(date.getHours()), minute: padded(date.getMinutes()), second: padded(date.getSeconds()),
      };
    }
    const found = {};
    for (const part of formatter.formatToParts(date)) found[part.type] = part.value;
    return found;
  }

  // "2026-03-14T13:05", as a field for a moment takes it.
  function local(date) {
    const p = parts(date);
    return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
  }

  // And back. Where a clock is turned, the offset found there is looked at a second time.
  function utc(text) {
    const wanted = Date.parse(`${text}Z`);
    let guess = wanted;
    for (let turn = 0; turn < 2; turn += 1) {
      const p = parts(new Date(guess));
      const shown = Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second);
      guess += wanted - shown;
    }
    return new Date(guess);
  }

  const dated = (date) => local(date).slice(0, 10);

  // "14 Mar".
  function dayOfYear(p) {
    return `${Number(p.day)} ${MONTHS[p.month - 1]}`;
  }

  // "14 Mar", "14 Mar 2025".
  function day(date, now = new Date()) {
    const p = parts(date);
    return String(p.year) === String(parts(now).year) ? dayOfYear(p) : `${dayOfYear(p)} ${p.year}`;
  }

  // "09:05", "yesterday 17:40", "14 Mar 09:05", "14 Mar 2025 09:05".
  function short(date, now = new Date()) {
    const clock = local(date).slice(11);
    if (dated(date) === dated(now)) return clock;
    if (dated(date) === dated(new Date(now - 86400000))) return `yesterday ${clock}`;
    return `${day(date, now)} ${clock}`;
  }

  function exact(date) {
    const p = parts(date);
    return `${dayOfYear(p)} ${p.year}, ${p.hour}:${p.minute}:${p.second}`;
  }

  function showMoments(root) {
    for (const time of root.querySelectorAll("time[data-clock], time[data-exact]")) {
      if (time.closest("details:not([open])")) continue; // once that is opened
      const date = new Date(time.dateTime);
      if (!Number.isNaN(date.getTime())) time.textContent = (time.matches("[data-exact]") ? exact : short)(date);
    }
    for (const field of root.querySelectorAll("input[data-utc]")) {
      if (field.dataset.utc) field.value = local(new Date(field.dataset.utc));
    }
  }

  function show(root) {
    showMoments(root);
    for (const place of root.querySelectorAll("[data-zone-name]")) place.textContent = name();
  }

  // What is typed in the reader's zone goes out as a moment in UTC.
  function send(event) {
    for (const field of event.target.querySelectorAll("input[type=datetime-local][data-utc]")) {
      if (!field.value || field.disabled) continue;
      const sent = document.createElement("input");
      sent.type = "hidden";
      sent.name = field.name;
      sent.value = utc(field.value).toISOString().replace(".000", "");
      field.after(sent);
      field.dataset.utc = sent.value;
      field.disabled = true;
      setTimeout(() => { field.disabled = false; sent.remove(); });
    }
  }

  // What day it is for the reader is asked of the server too: what is overdue, when it is morning.
  function tell() {
    const safe = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `zone=${encodeURIComponent(name())}; path=/; max-age=31536000; samesite=lax${safe}`;
  }

  function offer(select) {
    const zones = [own(), select.dataset.store, "UTC", zone].filter(Boolean);
    for (const each of new Set(zones)) select.add(new Option(each, each));
    select.value = name();
    select.parentElement.hidden = false;
    select.addEventListener("change", () => {
      choose(select.value);
      try { localStorage.setItem(KEPT, zone); } catch { /* kept for this page alone */ }
      tell();
      show(document);
      document.dispatchEvent(new Event("zone"));
    });
  }

  document.addEventListener("submit", send, true);
  document.addEventListener("htmx:load", (event) => show(event.detail.elt));
  document.addEventListener("toggle", (event) => event.target.open && show(event.target), true);
  showMoments(document);
  // Nobody waits for the rest to see the page: to name a zone takes a formatter.
  new PerformanceObserver((seen, observer) => {
    observer.disconnect();
    show(document);
    document.querySelectorAll("select[data-zones]").forEach(offer);
    tell();
  }).observe({ type: "paint", buffered: true });
  return { short, day, local, name };
})();
