// Shows moments in the reader's zone, and takes them as typed in it. The server knows UTC alone:
// without this the page says UTC everywhere and is right.
"use strict";

window.nerveZone = (() => {
  const KEPT = "zone";
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

  function kept() {
    try {
      const zone = localStorage.getItem(KEPT) || own;
      Intl.DateTimeFormat("en", { timeZone: zone });
      return zone;
    } catch {
      return own;
    }
  }

  let zone = kept();

  function parts(date) {
    const options = {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit", second: "2-digit",
    };
    const found = {};
    for (const part of new Intl.DateTimeFormat("en", options).formatToParts(date)) {
      found[part.type] = part.value;
    }
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

  // "14 Mar", "14 Mar 2025".
  function day(date, now = new Date()) {
    const options = { timeZone: zone, day: "numeric", month: "short" };
    if (dated(date).slice(0, 4) !== dated(now).slice(0, 4)) options.year = "numeric";
    return new Intl.DateTimeFormat("en-GB", options).format(date);
  }

  // "09:05", "yesterday 17:40", "14 Mar 09:05", "14 Mar 2025 09:05".
  function short(date, now = new Date()) {
    const clock = local(date).slice(11);
    if (dated(date) === dated(now)) return clock;
    if (dated(date) === dated(new Date(now - 86400000))) return `yesterday ${clock}`;
    return `${day(date, now)} ${clock}`;
  }

  function show(root) {
    for (const time of root.querySelectorAll("time[data-clock]")) {
      const date = new Date(time.dateTime);
      if (!Number.isNaN(date.getTime())) time.textContent = short(date);
    }
    for (const time of root.querySelectorAll("time[data-exact]")) {
      const date = new Date(time.dateTime);
      const seconds = String(date.getUTCSeconds()).padStart(2, "0");
      const [year, clock] = [local(date).slice(0, 4), local(date).slice(11)];
      const exact = new Intl.DateTimeFormat("en-GB", { timeZone: zone, day: "numeric", month: "short" }).format(date);
      if (!Number.isNaN(date.getTime())) time.textContent = `${exact} ${year}, ${clock}:${seconds}`;
    }
    for (const name of root.querySelectorAll("[data-zone-name]")) name.textContent = zone;
    for (const field of root.querySelectorAll("input[data-utc]")) {
      if (field.dataset.utc) field.value = local(new Date(field.dataset.utc));
    }
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
    document.cookie = `zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax${safe}`;
  }

  function choose(select) {
    const zones = [own, select.dataset.store, "UTC"].filter(Boolean);
    for (const name of new Set([...zones, zone])) select.add(new Option(name, name));
    select.value = zone;
    select.parentElement.hidden = false;
    select.addEventListener("change", () => {
      zone = select.value;
      try { localStorage.setItem(KEPT, zone); } catch { /* kept for this page alone */ }
      tell();
      show(document);
      document.dispatchEvent(new Event("zone"));
    });
  }

  document.addEventListener("submit", send, true);
  document.addEventListener("htmx:load", (event) => show(event.detail.elt));
  for (const select of document.querySelectorAll("select[data-zones]")) choose(select);
  show(document);
  tell();
  return { short, day, local, name: () => zone };
})();
