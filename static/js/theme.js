// Night switch of public and patient pages. Runs before the page is drawn, so that
// nobody who is sensitive to light meets a white flash. Nothing leaves the browser.
(() => {
  const root = document.documentElement;
  const key = "theme";
  const dark = () => matchMedia("(prefers-color-scheme: dark)").matches;
  const shown = () => (root.dataset.theme === "auto" ? (dark() ? "natt" : "ljus") : root.dataset.theme);
  let kept = null;
  try { kept = localStorage.getItem(key); } catch { /* private window */ }
  if (kept === "natt" || kept === "ljus") root.dataset.theme = kept;
  const label = (button) => {
    for (const part of button.querySelectorAll("[data-theme-is]"))
      part.hidden = part.dataset.themeIs !== shown();
    button.hidden = false;
  };
  document.addEventListener("DOMContentLoaded", () => {
    const buttons = document.querySelectorAll("[data-theme-switch]");
    for (const button of buttons) {
      label(button);
      button.addEventListener("click", () => {
        root.dataset.theme = shown() === "natt" ? "ljus" : "natt";
        try { localStorage.setItem(key, root.dataset.theme); } catch { /* this page only */ }
        buttons.forEach(label);
      });
    }
  });
})();
