// <form data-preview-url="..." data-preview-target="#id">: while somebody fills in the
// form, asks the server how it would look and puts the answer in the target.
// data-preview-method="post" keeps the answers out of the address.
// [data-preview-status] in the form hears, politely, what [data-announce] says.
const marks = (target) => {
  const at = document.activeElement;
  const inside = target.contains(at) && at.id;
  return {
    // What is written beside the answer is put back when the answer is drawn anew.
    written: [...target.querySelectorAll("[name]:not([type=hidden],button)")],
    open: [...target.querySelectorAll("details")].map((part) => part.open),
    scrolled: [...target.querySelectorAll(".tabellyta")].map((part) => part.scrollLeft),
    focus: inside ? { id: at.id, start: at.selectionStart, end: at.selectionEnd } : null,
  };
};
const putBack = (target, { written, open, scrolled, focus }) => {
  for (const { name, value } of written) {
    const field = target.querySelector(`[name="${CSS.escape(name)}"]`);
    if (field) field.value = value;
  }
  target.querySelectorAll("details").forEach((part, n) => { part.open = !!open[n]; });
  target.querySelectorAll(".tabellyta").forEach((part, n) => { part.scrollLeft = scrolled[n] || 0; });
  const field = focus && document.getElementById(focus.id);
  if (!field) return;
  field.focus({ preventScroll: true });
  if (focus.start !== undefined && field.setSelectionRange) field.setSelectionRange(focus.start, focus.end);
};

for (const form of document.querySelectorAll("form[data-preview-url]")) {
  const target = document.querySelector(form.dataset.previewTarget);
  if (!target) continue; // the first questions of several: nothing to show yet
  const status = form.querySelector("[data-preview-status]");
  const posts = form.dataset.previewMethod === "post";
  let timer, asked;
  const say = (words) => { if (status && status.textContent !== words) status.textContent = words; };
  const request = () => {
    const answers = new FormData(form);
    if (posts) {
      answers.delete("form_key");
      return [form.dataset.previewUrl, { method: "POST", body: answers }];
    }
    answers.delete("csrfmiddlewaretoken");
    answers.delete("form_key");
    // Free text stays out of the address.
    const unasked = [...target.querySelectorAll("[name]"), ...form.querySelectorAll("[data-unasked]")];
    for (const field of unasked) answers.delete(field.name);
    return [`${form.dataset.previewUrl}?${new URLSearchParams(answers)}`, {}];
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const [url, options] = request();
    target.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { ...options, headers: { "X-Fragment": "1" }, signal: asked.signal });
      if (answer.ok && !answer.redirected) {
        const html = await answer.text();
        const kept = marks(target);
        target.innerHTML = html;
        putBack(target, kept);
        say([...target.querySelectorAll("[data-announce]")].map((part) => part.innerText.trim()).join(" "));
      } else say(form.dataset.previewFailed || "");
    } catch (fault) {
      if (fault.name === "AbortError") return;
      say(form.dataset.previewFailed || "");
    }
    target.removeAttribute("aria-busy");
    target.dispatchEvent(new CustomEvent("fragment", { bubbles: true }));
  };
  form.addEventListener("input", (event) => {
    if (target.contains(event.target)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 300);
  });
}
