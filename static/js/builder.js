// The plan builder by keyboard. <form data-builder>: Ctrl+Enter is [data-primary], Ctrl+S
// is [data-save]. Inside <table data-grid data-part="2,5"> arrows go between cells, + and -
// change a dose by the smallest part, P pauses from the step, Ctrl+Z goes back.
// Everything is a press of a button that is there without scripts as well.
const SCALE = 10000;
const whole = (text) => {
  const found = /^\s*(\d*)(?:[.,](\d{1,4}))?\s*$/.exec(text);
  return found ? Number(found[1] || 0) * SCALE + Number((found[2] || "").padEnd(4, "0")) : null;
};
const written = (units, mark) => {
  if (!units) return "";
  const rest = String(units % SCALE).padStart(4, "0").replace(/0+$/, "");
  return Math.floor(units / SCALE) + (rest && mark + rest);
};
const control = (event) => event.ctrlKey || event.metaKey;
const lettersOff = () => document.body.dataset.keys === "off";

const grid = (table) => {
  const part = whole(table.dataset.part || "") || 0;
  const mark = (table.dataset.part || ",").includes(".") ? "." : ",";
  const rows = [...table.querySelectorAll("[data-grid-row]")].map((row) => [...row.querySelectorAll("input,button")]);
  const all = rows.flat();
  const rove = (chosen) => { for (const cell of all) cell.tabIndex = cell === chosen ? 0 : -1; };
  rove(all.includes(document.activeElement) ? document.activeElement : all[0]);
  const go = (y, x) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, y))];
    const cell = row[Math.max(0, Math.min(row.length - 1, x))];
    cell.focus();
    cell.select?.();
  };
  const atEdge = (cell, step) => {
    if (cell.tagName !== "INPUT") return true;
    const everything = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const at = step < 0 ? 0 : cell.value.length;
    return everything || (cell.selectionStart === at && cell.selectionEnd === at);
  };
  const change = (cell, by) => {
    const now = whole(cell.value);
    if (now === null || !part) return;
    cell.value = written(Math.max(0, now + by * part), mark);
    cell.select();
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const moves = (event, cell) => {
    const step = steps[event.key];
    if (!step || (step[1] && !atEdge(cell, step[1]))) return false;
    const y = rows.findIndex((row) => row.includes(cell));
    go(y + step[0], rows[y].indexOf(cell) + step[1]);
    return true;
  };
  const acts = (event, cell) => {
    if (lettersOff()) return false;
    if (event.key.toLowerCase() === "p") {
      const pause = cell.closest("[data-grid-row]").querySelector("[data-grid-pause]");
      pause?.click();
      return !!pause;
    }
    const by = { "+": 1, "-": -1, "−": -1 }[event.key];
    if (!by || cell.dataset.cell !== "dose") return false;
    change(cell, by);
    return true;
  };
  const undoes = (event, cell) => {
    if (event.key.toLowerCase() !== "z" || event.shiftKey) return false;
    // What was just typed in the cell goes first, as everywhere else.
    if (cell.value !== undefined && cell.value !== cell.defaultValue) {
      cell.value = cell.defaultValue;
      cell.dispatchEvent(new Event("input", { bubbles: true }));
    } else table.closest("form").querySelector("[data-grid-undo]")?.click();
    return true;
  };
  table.addEventListener("focusin", (event) => { if (all.includes(event.target)) rove(event.target); });
  table.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!all.includes(cell) || event.altKey) return;
    const done = control(event) ? undoes(event, cell) : moves(event, cell) || acts(event, cell);
    if (done) event.preventDefault();
  });
};

for (const form of document.querySelectorAll("form[data-builder]")) {
  for (const table of form.querySelectorAll("[data-grid]")) grid(table);
  form.addEventListener("keydown", (event) => {
    if (!control(event) || event.altKey || event.shiftKey) return;
    const name = { enter: "[data-primary]", s: "[data-save]" }[event.key.toLowerCase()];
    const button = name && form.querySelector(name);
    if (!button) return;
    event.preventDefault();
    button.focus();
    button.click();
  });
  // Which cells the last answer could not use.
  form.addEventListener("fragment", (event) => {
    const wrong = new Set([...event.target.querySelectorAll("[data-wrong]")].map((part) => part.dataset.wrong));
    for (const cell of form.querySelectorAll("[data-cell]"))
      if (wrong.has(cell.name)) cell.setAttribute("aria-invalid", "true");
      else cell.removeAttribute("aria-invalid");
  });
}
