// What every page does, in one file, so that a page costs four requests. Runs before
// the page is drawn: nobody who is sensitive to light meets a white flash.

// The night switch of public and patient pages. Nothing leaves the browser.
const root = document.documentElement;
const dark = () => matchMedia("(prefers-color-scheme: dark)").matches;
const shown = () => (root.dataset.theme === "auto" ? (dark() ? "natt" : "ljus") : root.dataset.theme);
const label = (button) => {
  for (const part of button.querySelectorAll("[data-theme-is]"))
    part.hidden = part.dataset.themeIs !== shown();
  button.hidden = false;
};
const switchTheme = () => {
  const buttons = document.querySelectorAll("[data-theme-switch]");
  for (const button of buttons) {
    label(button);
    button.addEventListener("click", () => {
      root.dataset.theme = shown() === "natt" ? "ljus" : "natt";
      try { localStorage.setItem("theme", root.dataset.theme); } catch { /* this page only */ }
      buttons.forEach(label);
    });
  }
};
// Staff pages have no night theme, so nothing is kept for them.
if (root.dataset.theme) {
  let kept = null;
  try { kept = localStorage.getItem("theme"); } catch { /* private window */ }
  if (kept === "natt" || kept === "ljus") root.dataset.theme = kept;
}

// Puts the reader at the error summary, and takes a link in it to its question.
const leadToFaults = () => {
  const summary = document.querySelector("[data-felsum]");
  if (!summary) return;
  const word = summary.dataset.word;
  if (word && !document.title.startsWith(word)) document.title = `${word} ${document.title}`;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".f") || field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
};

// Copies a text; without the browser's leave the button stays away.
const offerToCopy = () => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = button.dataset.done;
    });
  }
};

// A second press of the same button does nothing; the button says that it is busy.
// It is never disabled: the server knows a form sent twice and answers with one receipt.
const sendOnce = () => {
  for (const form of document.querySelectorAll("form[method=post]:not([data-still-here])"))
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) return event.preventDefault();
      form.dataset.sent = "yes";
      const button = event.submitter;
      if (!button) return;
      button.setAttribute("aria-busy", "true");
      if (button.dataset.busy) button.textContent = button.dataset.busy;
    });
};
// Back from the next page: the form can be sent again.
addEventListener("pageshow", (event) => {
  if (event.persisted)
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Asks, ten minutes before answers are taken away, whether somebody is still there.
const askIfStillHere = () => {
  const form = document.querySelector("[data-still-here]");
  if (!form) return;
  const wait = () => setTimeout(() => { form.hidden = false; }, form.dataset.stillHere * 1000);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (answer?.ok) { form.hidden = true; wait(); }
  });
  wait();
};

document.addEventListener("DOMContentLoaded", () => {
  askIfStillHere();
  switchTheme();
  leadToFaults();
  sendOnce();
  offerToCopy();
});
