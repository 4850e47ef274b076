// <form data-reasons>: choosing a reason fills the texts that nobody has written own
// words in. <template data-reason="key" data-field="name"> holds each text. Without
// script the button [data-fill] asks the server to do the same.
for (const form of document.querySelectorAll("form[data-reasons]")) {
  const plain = (text) => text.replace(/\r\n/g, "\n").trim();
  const ready = [...form.querySelectorAll("template[data-reason]")];
  const words = (part) => plain(part.content.textContent);
  const fill = form.querySelector("[data-fill]");
  if (fill) fill.hidden = true;
  form.addEventListener("change", (event) => {
    if (event.target.name !== "chosen") return;
    for (const part of ready.filter((one) => one.dataset.reason === event.target.value)) {
      const field = form.elements[part.dataset.field];
      const before = plain(field.value);
      const untouched = ready.some((one) => one.dataset.field === part.dataset.field && words(one) === before);
      if (!before || untouched) field.value = words(part);
    }
  });
}
