// For every page. Two keys: / goes to the search box, ? lists the keys, neither while somebody types.
// And a form that was sent is not sent a second time by a second click.
"use strict";

(() => {
  const search = document.getElementById("find");
  const help = document.getElementById("keys-help");

  function isTyping(element) {
    return element.closest("input, select, textarea, [contenteditable]") !== null;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && event.target === search) search.blur();
    if (isTyping(event.target)) return;
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
    if (event.key === "?" && help && !help.open) {
      event.preventDefault();
      help.showModal();
    }
  });

  const SENT_FOR = 5000; // milliseconds: an answer that does not come may be asked for again
  const sent = new WeakSet();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (sent.has(form)) event.preventDefault();
    sent.add(form);
    setTimeout(() => sent.delete(form), SENT_FOR);
  });
})();
