/* The map moves under hand and keys. What a view shows comes from the server, by the same address that the links have:
   this script only moves the paper at once, then asks for the marks and the table of where it came to rest. */
"use strict";
(() => {
  const stand = document.querySelector("[data-map]");
  const part = document.querySelector("[data-view-part]");
  if (!stand || !part) return;
  const sheet = stand.querySelector(".sheet"), svg = document.getElementById("map"), marks = svg.querySelector("[data-marks]");
  const [paperWidth, paperHeight] = stand.dataset.paper.split(",").map(Number);
  const LAST = 32;
  let box = svg.getAttribute("viewBox").split(" ").map(Number), waiting = 0, asked = null;
  document.documentElement.classList.add("live");

  // Over the whole world a finger that goes up or down scrolls the page.
  const whole = () => sheet.classList.toggle("whole", zoom() === 1);
  const zoom = () => Math.max(1, 2 ** Math.round(Math.log2(paperWidth / box[2])));
  const words = () => zoom() === 1 ? "" : [zoom(), Math.round(box[0] + box[2] / 2), Math.round(box[1] + box[3] / 2)].join(",");

  function show(left, top, width) {
    width = Math.min(Math.max(width, paperWidth / LAST), paperWidth);
    const height = width * paperHeight / paperWidth;
    box = [Math.min(Math.max(left, 0), paperWidth - width), Math.min(Math.max(top, 0), paperHeight - height), width, height];
    svg.setAttribute("viewBox", box.map((one) => one.toFixed(1)).join(" "));
    whole();
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(words()), 250);
  }
  // A narrow window shows a part of the drawing and scrolls: first to its edge, then the paper moves under it.
  function pan(right, down) {
    const pixels = svg.getBoundingClientRect().width / box[2], before = sheet.scrollLeft;
    sheet.scrollLeft += right * pixels;
    show(box[0] + right - (sheet.scrollLeft - before) / pixels, box[1] + down, box[2]);
  }
  function enlarge(times, x = box[0] + box[2] / 2, y = box[1] + box[3] / 2) {
    const width = Math.min(Math.max(box[2] / times, paperWidth / LAST), paperWidth), by = width / box[2];
    show(x - (x - box[0]) * by, y - (y - box[1]) * by, width);
  }
  function placeOf(event) {
    const seen = svg.getBoundingClientRect();
    return [box[0] + (event.clientX - seen.left) / seen.width * box[2], box[1] + (event.clientY - seen.top) / seen.height * box[3]];
  }

  async function ask(view) {
    clearTimeout(waiting);
    const address = new URL(location.href);
    if (view) address.searchParams.set("view", view); else address.searchParams.delete("view");
    address.hash = "";
    history.replaceState(null, "", address);
    const wanted = new URL(address);
    wanted.searchParams.set("part", "1");
    asked?.abort();
    part.setAttribute("aria-busy", "true");
    asked = new AbortController();
    try {
      const answer = await fetch(wanted, { signal: asked.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      take(await answer.text());
    } catch (fault) {
      if (fault.name !== "AbortError") location.assign(address); // the whole page says what is wrong
    }
  }
  function take(text) {
    const focused = document.activeElement?.id, inside = marks.contains(document.activeElement);
    part.innerHTML = text;
    part.removeAttribute("aria-busy");
    const fresh = part.querySelector("[data-new-marks]").content.querySelector("svg");
    box = fresh.getAttribute("viewBox").split(" ").map(Number);
    svg.setAttribute("viewBox", box.join(" "));
    whole();
    marks.replaceChildren(...fresh.childNodes);
    if (inside) sheet.focus({ preventScroll: true });
    else if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    if (document.activeElement === document.body && focused?.startsWith("move-")) sheet.focus({ preventScroll: true });
  }

  // Links that only move the view: the zoom buttons and the clusters.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-view]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (!moved) ask(link.dataset.view);
  });
  sheet.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = box[2] / 8;
    const acts = {
      ArrowLeft: () => pan(-step, 0), ArrowRight: () => pan(step, 0), ArrowUp: () => pan(0, -step), ArrowDown: () => pan(0, step),
      "+": () => enlarge(2), ";": () => enlarge(2), "=": () => enlarge(2), "-": () => enlarge(0.5), "0": () => show(0, 0, paperWidth),
    };
    if (!(event.key in acts)) return;
    event.preventDefault();
    acts[event.key]();
  });
  // The wheel scrolls the page; with Ctrl (and by pinching a touchpad) it zooms, as everywhere.
  sheet.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    enlarge(event.deltaY < 0 ? 1.25 : 0.8, ...placeOf(event));
  }, { passive: false });
  sheet.addEventListener("dblclick", (event) => { event.preventDefault(); enlarge(2, ...placeOf(event)); });

  // One finger or the mouse drags, two fingers zoom.
  const fingers = new Map();
  let moved = false;
  sheet.addEventListener("pointerdown", (event) => { if (event.button === 0) { fingers.set(event.pointerId, event); moved = false; } });
  sheet.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const units = box[2] / svg.getBoundingClientRect().width;
    if (!moved && Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) < 4) return;
    if (!moved) { moved = true; sheet.setPointerCapture(event.pointerId); sheet.classList.add("dragged"); }
    const [other] = [...fingers.values()].filter((one) => one.pointerId !== event.pointerId);
    if (other) {
      const far = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
      enlarge(far(event) / far(before), ...placeOf(other));
    } else {
      pan((before.clientX - event.clientX) * units, (before.clientY - event.clientY) * units);
    }
    fingers.set(event.pointerId, event);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    sheet.addEventListener(end, (event) => {
      fingers.delete(event.pointerId);
      sheet.classList.remove("dragged");
      setTimeout(() => { moved = false; });
    });
  }
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  // A narrow window shows a part of the paper: begin with its middle.
  sheet.scrollLeft = (sheet.scrollWidth - sheet.clientWidth) / 2;
  whole();
})();
