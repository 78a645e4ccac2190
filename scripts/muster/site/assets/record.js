// Shows one figure or event: loads the part of the data that holds its id, and lays it out.
(function () {
  "use strict";

  const place = document.getElementById("record");
  const kind = place.dataset.kind;
  const id = new URLSearchParams(location.search).get("id") || "";

  // Everything that the data say enters the page as text, never as HTML.
  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  }

  function link(href, text, className) {
    const made = element("a", className, text);
    made.href = href;
    return made;
  }

  function outward(url, text) {
    if (!/^https?:\/\//i.test(url || "")) return text;
    const made = link(url, text);
    made.rel = "noreferrer noopener external";
    return made;
  }

  function facts(record) {
    const list = element("dl", "facts");
    for (const fact of record.facts) {
      const text = fact.href ? link(fact.href, fact.text) : fact.text;
      list.append(element("dt", "", fact.term));
      list.append(element("dd", "", text, fact.note ? element("small", "", fact.note) : null));
    }
    return list;
  }

  function report(each, childrenOf) {
    const line = element("li", each.parent ? "" : "origin");
    line.append(
      element("p", "report", element("b", "", each.words), " ", outward(each.url, each.outlet), ", ", each.when),
      element("p", "note", element("span", each.isLoss ? "loss" : "", each.lost),
        each.details.length ? (each.lost ? " · " : "") + each.details.join(" · ") : ""),
    );
    if (each.grounding) line.append(element("p", "note grounding", each.grounding));
    const children = childrenOf.get(each.id) || [];
    if (children.length) line.append(tree(children, childrenOf));
    return line;
  }

  function tree(reports, childrenOf) {
    return element("ul", "tree", ...reports.map((each) => report(each, childrenOf)));
  }

  function reports(record) {
    const known = new Set(record.reports.map((each) => each.id));
    const childrenOf = new Map();
    for (const each of record.reports) {
      const parent = known.has(each.parent) ? each.parent : null;
      childrenOf.set(parent, (childrenOf.get(parent) || []).concat(each));
    }
    return tree(childrenOf.get(null) || [], childrenOf);
  }

  function related(block) {
    const items = block.items.map((item) =>
      element("li", "", link(item.kind + ".html?id=" + encodeURIComponent(item.id), item.words, item.kind === "figure" ? "claim" : ""), " ", item.text,
        item.why ? element("p", "", item.why) : null));
    return element("section", "",
      element("h2", "", block.heading),
      element("ul", "entries", ...items),
      block.more ? element("p", "note", "and " + block.more + " more") : null);
  }

  function show(record) {
    document.title = record.title + " · muster";
    place.replaceChildren(
      element("p", "kicker", record.kicker),
      element("h1", "", record.title),
      record.lead ? element("p", "lead", record.lead) : "",
      facts(record),
      element("h2", "", record.heading),
      reports(record),
      ...record.related.map(related),
      element("p", "note", "As a query: ", element("code", "", record.query)),
    );
  }

  function missing() {
    place.replaceChildren(
      element("h1", "", "Not in this publication"),
      element("p", "", "There is no " + kind + " of this id here. It may have gone into another one, or come with a later publication."),
    );
  }

  if (!/^[0-9a-f]+$/.test(id)) {
    missing();
    return;
  }
  window.musterData = (part) => (Object.hasOwn(part, id) ? show(part[id]) : missing());
  const script = document.createElement("script");
  script.src = "data/" + kind + "/" + id.slice(0, Number(place.dataset.digits)) + ".js";
  script.onerror = missing;
  document.head.append(script);
})();
