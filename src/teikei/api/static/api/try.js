// Sends what a form of the page says, and shows the answer below it. Only to this server; the token is never stored.
"use strict";

const LONGEST = 20000;

function request(form, token) {
  const headers = { Accept: "*/*" };
  let path = form.dataset.path;
  const query = new URLSearchParams();
  for (const field of form.querySelectorAll("[data-in]")) {
    const value = field.value.trim();
    if (field.dataset.in === "path") path = path.replace(`{${field.name}}`, encodeURIComponent(value));
    else if (value && field.dataset.in === "query") query.set(field.name, value);
    else if (value && field.dataset.in === "header") headers[field.name] = value;
  }
  const body = form.querySelector("textarea");
  if (body) headers["Content-Type"] = body.dataset.kind;
  if (token) headers.Authorization = `Bearer ${token}`;
  const address = query.toString() ? `${path}?${query}` : path;
  return [address, { method: form.dataset.method, headers, body: body ? body.value : undefined, credentials: "omit" }];
}

async function show(form) {
  const [address, options] = request(form, document.getElementById("token").value.trim());
  const answer = form.querySelector(".answer");
  answer.hidden = false;
  answer.querySelector(".sent").textContent = `${options.method} ${address}`;
  const [status, text] = [answer.querySelector(".status"), answer.querySelector("pre")];
  status.textContent = "…";
  text.textContent = "";
  try {
    const given = await fetch(address, options);
    const told = await given.text();
    status.textContent = `${given.status} ${given.headers.get("Content-Type") || ""} ETag: ${given.headers.get("ETag") || "–"}`;
    const json = /json$/.test((given.headers.get("Content-Type") || "").split(";")[0]);
    const whole = json ? JSON.stringify(JSON.parse(told), null, 2) : told;
    text.textContent = whole.length > LONGEST ? `${whole.slice(0, LONGEST)}\n…` : whole;
  } catch (fault) {
    status.textContent = String(fault);
  }
}

for (const form of document.querySelectorAll("form.try")) {
  form.querySelector(".acts").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(form);
  });
}
if (location.hash) {
  const wanted = document.getElementById(location.hash.slice(1));
  if (wanted instanceof HTMLDetailsElement) wanted.open = true;
}
