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

// Ctrl+Enter sends the form in which somebody types, by its first button. The builder
// has its own.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== "Enter" || event.defaultPrevented) return;
  const form = event.target.closest("form[method=post]:not([data-builder])");
  const button = form?.querySelector("button.knapp--primar, button:not([type=button])");
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
});

// All keys in front of the page, so that nothing typed is lost by looking them up.
const showKeys = async (link) => {
  const answer = await fetch(link.href).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const keys = page && page.querySelector("[data-keys-page]");
  if (!keys) return link.click();
  const dialog = document.body.appendChild(document.createElement("dialog"));
  const heading = keys.querySelector("h1");
  const title = document.createElement("h2");
  title.textContent = heading.textContent;
  heading.replaceWith(title);
  dialog.className = "tangentruta";
  dialog.setAttribute("aria-label", title.textContent);
  dialog.append(keys);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.showModal();
};

// Where a verb of a row lies: beside the row's own page, with the same list.
const beside = (row, verb) => {
  const url = new URL(row.href);
  url.pathname += `/${verb}`;
  return url.href;
};

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
  // that the page itself gives the focus has it before the browser comes round to it, so
  // that a quick Enter is not lost; a summary of faults takes it after.
  const strip = area.querySelector(".remsa :is(input:not([type=hidden]), textarea, select)");
  const first = document.querySelector("[autofocus]") || strip || open;
  if (first && document.activeElement === document.body) first.focus({ preventScroll: true });
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
    if (!/^[a-z?]$/i.test(event.key)) return;
    const key = event.key.toLowerCase();
    const row = event.target.closest("[data-keys-list] a[href]");
    const isOther = row && row !== open;
    const taking = area.querySelector("[data-take]");
    if (isOther && key === "m" && taking) {
      event.preventDefault();
      taking.action = beside(row, "take");
      taking.elements.edition.value = row.dataset.edition;
      return taking.requestSubmit();
    }
    if (isOther && key === "t") {
      event.preventDefault();
      location.href = beside(row, "assign");
      return;
    }
    const verb = area.querySelector(`[data-key="${key}"]`);
    if (!verb) return;
    event.preventDefault();
    if (key === "?") return showKeys(verb);
    verb.focus();
    verb.click();
  });
}

// Tells colleagues that the open referral is still being read, and who else reads it.
for (const line of document.querySelectorAll("[data-here]")) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  const tell = async () => {
    if (document.hidden || !token) return;
    const body = new URLSearchParams({
      csrfmiddlewaretoken: token.value,
      decides: line.dataset.decides || "",
    });
    const answer = await fetch(line.dataset.here, { method: "POST", body }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const said = await answer.text();
    if (said !== line.textContent) line.textContent = said;
  };
  setInterval(tell, 45000);
}
