// One more row in a formset, without asking the server. [data-rows="prefix"] holds the
// rows [data-row] and the button [data-add-row]; without JavaScript the button posts.
for (const list of document.querySelectorAll("[data-rows]")) {
  const prefix = list.dataset.rows;
  const total = list.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
  list.querySelector("[data-add-row]")?.addEventListener("click", (event) => {
    const rows = list.querySelectorAll("[data-row]");
    const last = rows[rows.length - 1];
    const next = Number(total.value);
    const row = last.cloneNode(true);
    const old = new RegExp(`${prefix}-${next - 1}-`, "g");
    for (const element of row.querySelectorAll("*"))
      for (const name of ["id", "name", "for", "aria-describedby"])
        if (element.hasAttribute(name))
          element.setAttribute(name, element.getAttribute(name).replace(old, `${prefix}-${next}-`));
    for (const input of row.querySelectorAll("input")) {
      if (input.type === "checkbox") input.closest(".f").remove();
      else input.value = "";
      input.removeAttribute("aria-invalid");
    }
    for (const fault of row.querySelectorAll(".f-felmed")) fault.remove();
    for (const field of row.querySelectorAll(".f--fel")) field.classList.remove("f--fel");
    const legend = row.querySelector("legend");
    if (legend) legend.textContent = legend.textContent.replace(/\d+/, next + 1);
    event.preventDefault();
    total.value = next + 1;
    last.after(row);
    row.querySelector("input")?.focus();
  });
}
