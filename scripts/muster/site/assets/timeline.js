// The timeline: loads the parts that are asked for, filters them, draws and lists what is left.
(function () {
  "use strict";

  const FAMILIES = {
    policy: "#0072b2", diplomacy: "#56b4e9", justice: "#d55e00",
    recruitment: "#000000", people: "#cc79a7", information: "#009e73",
  };
  const LISTED = 80;
  const form = document.getElementById("filters");
  const chart = document.getElementById("chart");
  const list = document.getElementById("entries");
  const more = document.getElementById("more");
  const found = document.getElementById("found");
  const names = Array.from(form.part.options).filter((o) => o.value);
  const loaded = new Map();
  let brushed = null, listed = LISTED;

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  function load(name) {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise(function (resolve, reject) {
        const script = document.createElement("script");
        script.src = "data/timeline/" + name + ".js";
        script.onload = () => resolve(parts[name]);
        script.onerror = () => reject(new Error("the data of " + name + " could not be read"));
        document.head.append(script);
      }));
    }
    return loaded.get(name);
  }
  const parts = {};
  window.musterData = (part) => Object.assign(parts, part);

  function wanted() {
    return form.part.value ? [form.part.value] : names.map((o) => o.value);
  }

  function passes(entry) {
    return (!form.place.value || entry.places.includes(form.place.value))
      && (!form.type.value || entry.type === form.type.value)
      && (!form.actor.value || entry.actors.includes(form.actor.value))
      && (!form.outlet.value || entry.outlets.includes(form.outlet.value));
  }

  function inTime(entry) {
    if (form.month.value) return entry.from.startsWith(form.month.value);
    return !brushed || (entry.from <= brushed[1] && (entry.kind === "figure" ? entry.from : entry.to || entry.from) >= brushed[0]);
  }

  async function update() {
    let entries;
    try {
      entries = (await Promise.all(wanted().map(load))).flat().filter(passes);
    } catch (error) {
      found.textContent = error.message;
      return;
    }
    months(entries);
    draw(entries);
    say(entries);
  }

  function months(entries) {
    const chosen = form.month.value;
    const all = [...new Set(entries.map((e) => e.from.slice(0, 7)))].sort().reverse();
    if (chosen && !all.includes(chosen)) all.unshift(chosen);
    form.month.replaceChildren(form.month.options[0], ...all.map(function (month) {
      const option = element("option", "", named(month));
      option.value = month;
      return option;
    }));
    form.month.value = chosen;
  }

  function named(month) {
    return new Date(month + "-01T00:00:00Z").toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
  }

  function draw(entries) {
    const events = entries.filter((e) => e.kind === "event").map((e) => Object.assign({}, e, {
      until: e.to || e.from, type: e.type.replace(/_/g, " "),
    }));
    const figures = entries.filter((e) => e.kind === "figure");
    chart.replaceChildren();
    if (!entries.length) return;
    const width = Math.min(chart.clientWidth, 1000) - 110;
    const x = {
      field: "from", type: "temporal", title: null,
      axis: { grid: false, tickCount: Math.max(3, Math.floor(width / 90)) },
    };
    const brush = { name: "brush", select: { type: "interval", encodings: ["x"] } };
    const spec = {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      config: {
        background: "transparent", view: { stroke: null }, font: "system-ui, sans-serif",
        axis: { domainColor: "#e4e7eb", gridColor: "#e4e7eb", tickColor: "#e4e7eb", labelColor: "#1f2933" },
      },
      vconcat: [
        {
          width, height: { step: 24 }, data: { values: events },
          encoding: {
            x, x2: { field: "until" },
            y: { field: "family", type: "nominal", title: null, axis: { labelLimit: 100, ticks: false, domain: false } },
            color: { field: "family", legend: null, scale: { domain: Object.keys(FAMILIES), range: Object.values(FAMILIES) } },
            tooltip: [{ field: "title", title: "what" }, { field: "when" }, { field: "type" }, { field: "articles" }],
          },
          layer: [
            { mark: { type: "bar", height: 12, opacity: 0.18 }, params: [brush] },
            { mark: { type: "tick", thickness: 2, height: 16, opacity: 0.8 }, encoding: { x2: null } },
          ],
        },
        {
          width, height: 60, data: { values: figures },
          mark: { type: "bar", color: "#2a6f97" },
          encoding: {
            x: Object.assign({}, x, { timeUnit: "yearmonth", axis: null }),
            y: { aggregate: "count", title: "figures", axis: { tickCount: 3, titleFontWeight: "normal" } },
            tooltip: [{ timeUnit: "yearmonth", field: "from", title: "month" }, { aggregate: "count", title: "figures" }],
          },
        },
      ].filter((part) => part.data.values.length),
      resolve: { scale: { x: "shared" } },
    };
    // without events there is nothing to drag across but the figures
    if (!events.length) spec.vconcat[0].params = [brush];
    window.musterEmbed(chart, spec).then(function (result) {
      result.view.addSignalListener("brush", function (_, value) {
        const range = value.from || value.yearmonth_from;
        const day = (time) => new Date(time).toISOString().slice(0, 10);
        brushed = range ? [day(range[0]), day(range[range.length - 1])] : null;
        form.month.value = "";
        listed = LISTED;
        say(entries);
      });
    });
  }

  function say(entries) {
    const shown = entries.filter(inTime).sort((a, b) => (a.from < b.from ? 1 : a.from > b.from ? -1 : a.kind < b.kind ? -1 : 1));
    const events = shown.filter((e) => e.kind === "event").length;
    const when = form.month.value ? " in " + named(form.month.value)
      : brushed ? " from " + brushed[0] + " to " + brushed[1] : "";
    found.textContent = events + (events === 1 ? " event and " : " events and ")
      + (shown.length - events) + (shown.length - events === 1 ? " figure" : " figures") + when;
    list.replaceChildren();
    let month = "", lines = null;
    for (const entry of shown.slice(0, listed)) {
      if (entry.from.slice(0, 7) !== month) {
        month = entry.from.slice(0, 7);
        lines = element("ul", "entries");
        list.append(element("h2", "", named(month)), lines);
      }
      lines.append(item(entry));
    }
    more.hidden = shown.length <= listed;
    more.onclick = function () {
      listed += LISTED;
      say(entries);
    };
  }

  function item(entry) {
    const link = element("a", entry.kind === "figure" ? "claim" : "", entry.words || entry.title);
    link.href = entry.kind + ".html?id=" + encodeURIComponent(entry.id);
    const about = [entry.when, entry.type.replace(/_/g, " "), entry.articles + (entry.articles === 1 ? " article" : " articles")];
    const line = element("li", entry.kind, link);
    if (entry.words) line.append(" " + entry.title);
    line.append(element("p", "", about.join(" · ")));
    return line;
  }

  // Filters stand in the address, so that a view can be linked to.
  function remember() {
    const state = new URLSearchParams();
    for (const control of form.querySelectorAll("select")) if (control.value) state.set(control.name, control.value);
    history.replaceState(null, "", "#" + state);
  }

  function recall() {
    const state = new URLSearchParams(location.hash.slice(1));
    // where all of it is too much, the newest part comes first
    form.part.value = form.part.dataset.first;
    for (const [name, value] of state) {
      const control = form.elements[name];
      if (!control) continue;
      if (name === "month" && /^\d{4}-\d\d$/.test(value)) control.append(Object.assign(element("option", "", value), { value }));
      control.value = value;
    }
  }

  function changed() {
    brushed = null;
    listed = LISTED;
    remember();
    update();
  }
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(changed));
  window.addEventListener("hashchange", () => { recall(); update(); });
  document.addEventListener("DOMContentLoaded", () => { recall(); update(); });
})();
