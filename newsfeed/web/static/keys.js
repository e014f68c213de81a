"use strict";
// Keys for those who read many articles. Everything here is also a link or a button; without this script nothing is lost.
(() => {
  const rows = () => [...document.querySelectorAll(".row")];
  let at = -1;
  let pending = "";
  const go = (address) => { if (address) location.assign(address); };
  const current = () => rows()[at] || document.querySelector(".reading") || document.body;
  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    at = Math.min(all.length - 1, Math.max(0, at + step));
    all[at].focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "nearest" });
  };
  const follow = (selector) => { const link = current().querySelector(selector); if (link) go(link.href); };
  const submit = (selector) => { const form = current().querySelector(selector); if (form) form.requestSubmit(); };
  const story = () => go((current().closest("[data-story]") || current()).dataset.story);
  const unfold = () => {
    const folded = [...current().querySelectorAll("details")];
    const open = folded.some((each) => !each.open);
    folded.forEach((each) => { each.open = open; });
  };
  // A mark loads the page again: the row stays current, and going back does not stop at the page as it was before.
  const page = location.pathname + location.search;
  const left = JSON.parse(sessionStorage.getItem("left") || "null");
  const again = left && left.page === page ? left : { at: -1, steps: 0 };
  sessionStorage.removeItem("left");
  const back = () => history.go(-1 - again.steps);
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    const row = rows().indexOf(event.target.closest(".row"));
    sessionStorage.setItem("left", JSON.stringify({ page, at: row < 0 ? at : row, steps: again.steps + 1, top: scrollY }));
  });
  const search = () => { const field = document.querySelector("input[type=search]"); if (field) field.focus(); };
  const help = () => { const keys = document.querySelector(".keys"); keys.open = !keys.open; keys.scrollIntoView(); };
  const places = { n: "/", r: "/reuse", o: "/outlets", f: "/feeds", q: "/quotes", h: "/hidden" };
  const actions = {
    j: () => move(1), k: () => move(-1), o: () => follow("a.open"), Enter: () => follow("a.open"), x: unfold,
    d: () => follow("a.compare"), s: story, v: () => follow("a.original"), m: () => submit("form.mark"),
    u: () => submit("form.undo"), w: () => submit("form.dispute"), "/": search, "?": help, Escape: back,
    "]": () => follow("a[rel=next]"), "[": () => follow("a[rel=prev]"),
  };
  // 1 to 4 choose a tab of a page that has some.
  [1, 2, 3, 4].forEach((number) => {
    actions[number] = () => { const tab = document.querySelector(`.tabs a:nth-of-type(${number})`); if (tab) go(tab.href); };
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input, textarea, select");
    if (field && event.key === "Escape") { field.blur(); return; }
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || field) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    if (pending === "g" && places[event.key]) { pending = ""; event.preventDefault(); go(places[event.key]); return; }
    pending = event.key === "g" ? "g" : "";
    const action = actions[event.key];
    if (action) { event.preventDefault(); action(); }
  });
  if (again.steps) {
    scrollTo(0, again.top);
    if (again.at >= 0) { at = again.at; move(0); }
  }
})();
