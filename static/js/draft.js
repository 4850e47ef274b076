// <form data-draft="address">: keeps what is typed, every ten seconds while it changes,
// and says so in [data-draft-says]. The answer tells which edition the page now shows;
// another edition on the server is never written over: its sentence stands instead.
// Signed out, nothing typed is lost: it is kept here and saved after the next log-in.
const EVERY = 10_000;

for (const form of document.querySelectorAll("form[data-draft]")) {
  const place = form.querySelector("[data-draft-says]");
  const { draft: address, draftSignedOut, draftFailed, draftSignIn } = form.dataset;
  const typed = () => {
    const fields = new FormData(form);
    for (const name of ["csrfmiddlewaretoken", "seen"]) fields.delete(name);
    return new URLSearchParams([...fields].filter(([, value]) => typeof value === "string")).toString();
  };
  let saved = typed(), busy = false, stopped = false;

  const say = (words, url, label) => {
    if (place.dataset.said === words) return;
    place.dataset.said = words;
    place.textContent = words;
    if (!url) return;
    const link = document.createElement("a");
    Object.assign(link, { href: url, textContent: label, target: "_blank", rel: "noopener" });
    place.append(" ", link);
  };
  const isJson = (answer) => answer.headers.get("Content-Type")?.startsWith("application/json");
  const post = (body) => {
    const fields = new URLSearchParams(body);
    fields.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    fields.set("seen", form.elements.seen.value);
    return fetch(address, { method: "POST", body: fields, keepalive: fields.toString().length < 60_000 });
  };
  // After a log-in in another tab the old token is not taken any more: ask for the new.
  const postAnew = async (body) => {
    const answer = await fetch(address);
    if (answer.redirected || !isJson(answer)) return null;
    const { token } = await answer.json();
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    return post(body);
  };
  const take = async (answer, body) => {
    const { says, seen, url, open } = await answer.json();
    if (answer.ok) {
      saved = body;
      if (!seen) return;
      form.elements.seen.value = seen;
      if (url && location.pathname !== url) history.replaceState(null, "", url);
      say(says);
    } else {
      stopped = true;
      say(says, url, open);
    }
  };
  const save = async () => {
    const body = typed();
    if (busy || stopped || form.dataset.sent || body === saved) return;
    busy = true;
    try {
      let answer = await post(body);
      if (!isJson(answer)) answer = await postAnew(body);
      if (answer && isJson(answer)) await take(answer, body);
      else say(draftSignedOut, draftSignIn, form.dataset.draftSignInWords);
    } catch {
      say(draftFailed);
    }
    busy = false;
  };
  setInterval(save, EVERY);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
}

// [data-known="address"] around the number: when it is written, asks whether this clinic has referred the
// person before, shows the answer in [data-known-here] and fills in what stands empty.
for (const place of document.querySelectorAll("[data-known]")) {
  const field = place.querySelector("input");
  const form = field.form;
  const here = form.querySelector("[data-known-here]");
  let asked = field.value;
  field.addEventListener("change", async () => {
    if (field.value === asked) return;
    asked = field.value;
    const body = new URLSearchParams({ number: asked, form_key: form.elements.form_key.value });
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(place.dataset.known, { method: "POST", body, headers: { "X-Fragment": "1" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    here.innerHTML = await answer.text();
    for (const part of here.querySelectorAll("[data-fill]")) {
      const empty = form.elements[part.dataset.fill];
      const fill = () => { if (!empty.value) empty.value = part.value; };
      // Never under the hands of somebody who has begun to write there.
      if (empty === document.activeElement) empty.addEventListener("blur", fill, { once: true });
      else if (empty) fill();
    }
  });
}
