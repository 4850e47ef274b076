// Puts the reader at the error summary, and takes a link in it to its question.
const summary = document.querySelector("[data-felsum]");
if (summary) {
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
}
