// Arrow keys read the days of a chart aloud, from the table that stands under it.
const spoken = (row, names) => {
  const [day, ...cells] = [...row.cells].map((cell) => cell.textContent.trim());
  const said = cells.map((text, n) => (text ? `${names[n + 1]} ${text}` : "")).filter(Boolean);
  return `${day}: ${said.join(", ")}`;
};
const start = (figure) => {
  const area = figure.querySelector("[data-figure]");
  const rows = [...figure.querySelectorAll("tr[data-x]")];
  if (!area || !rows.length || area.dataset.ready) return;
  area.dataset.ready = "yes";
  // One stop for the whole figure. As an application it gets the arrow keys from screen readers too.
  area.setAttribute("tabindex", "0");
  area.setAttribute("role", "application");
  area.setAttribute("aria-label", area.dataset.keys);
  const names = [...figure.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
  const line = figure.querySelector("[data-marker]");
  const read = figure.querySelector("[data-read]");
  let at = -1;
  area.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    at = Math.min(rows.length - 1, Math.max(0, to));
    const row = rows[at];
    line?.setAttribute("x1", row.dataset.x);
    line?.setAttribute("x2", row.dataset.x);
    line?.removeAttribute("visibility");
    read.textContent = spoken(row, names);
  });
};
const all = () => document.querySelectorAll("figure.diagram").forEach(start);
all();
document.addEventListener("fragment", all);
