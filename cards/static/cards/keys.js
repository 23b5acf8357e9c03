// Two keys for every page: / goes to the search box, ? lists the keys. Neither while somebody types.
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
})();
