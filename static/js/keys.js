// Lists and their verbs by key, only while the list or its panel has the focus.
// <ul data-keys-list> holds links; [data-key="a"] is a button or link of the open row;
// [data-keys-area] holds both. <body data-keys="off"> turns the letters off.
const off = () => document.body.dataset.keys === "off";
const typing = (element) => element.closest("input,textarea,select,[contenteditable]");
const plain = (event) => !(event.ctrlKey || event.metaKey || event.altKey);

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
  const search = document.querySelector("[data-key-search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

for (const list of document.querySelectorAll("[data-keys-list]")) {
  const area = list.closest("[data-keys-area]") || list;
  const rows = () => [...list.querySelectorAll("a[href]")];
  const roving = (chosen) => {
    for (const row of rows()) row.tabIndex = row === chosen ? 0 : -1;
  };
  const move = (step) => {
    const all = rows();
    const to = all.indexOf(document.activeElement) + step;
    all[Math.min(all.length - 1, Math.max(0, to))]?.focus();
  };
  const open = list.querySelector("[aria-current] a, a[aria-current]");
  roving(open || rows()[0]);
  // An open row has its letters at once, and an open strip its first question. A button
  // that the page itself gives the focus keeps it; a summary of faults takes it after.
  const strip = area.querySelector(".remsa :is(input:not([type=hidden]), textarea, select)");
  const first = strip || open;
  if (first && document.activeElement === document.body && !document.querySelector("[autofocus]"))
    first.focus({ preventScroll: true });
  list.addEventListener("focusin", (event) => {
    const row = event.target.closest("a[href]");
    if (row) roving(row);
  });
  area.addEventListener("keydown", (event) => {
    if (off() || !plain(event) || typing(event.target)) return;
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (step && list.contains(event.target)) {
      event.preventDefault();
      return move(step);
    }
    if (event.key === "Escape") return rows().find((row) => row.tabIndex === 0)?.focus();
    if (!/^[a-z]$/i.test(event.key)) return;
    const verb = area.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
    if (!verb) return;
    event.preventDefault();
    verb.focus();
    verb.click();
  });
}
