// Arrow keys read the points of a chart aloud, from the table that stands under it.
const start = (figure) => {
  const svg = figure.querySelector("svg[data-chart]");
  const rows = [...figure.querySelectorAll("tr[data-x]")];
  if (!svg || !rows.length || svg.dataset.ready) return;
  svg.dataset.ready = "yes";
  svg.setAttribute("tabindex", "0");
  const line = svg.querySelector("[data-marker]");
  const read = figure.querySelector("[data-read]");
  let at = -1;
  svg.addEventListener("keydown", (event) => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    at = Math.min(rows.length - 1, Math.max(0, to));
    const row = rows[at];
    line?.setAttribute("x1", row.dataset.x);
    line?.setAttribute("x2", row.dataset.x);
    line?.removeAttribute("visibility");
    read.textContent = [...row.cells].map((cell) => cell.textContent.trim()).filter(Boolean).join(", ");
  });
};
const all = () => document.querySelectorAll("figure.diagram").forEach(start);
all();
document.addEventListener("fragment", all);
