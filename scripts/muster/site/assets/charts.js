// Draws the charts of a page: each stands in the page as a Vega-Lite specification.
(function () {
  "use strict";

  const onSite = document.documentElement.dataset.site === "muster";
  const NARROW = 560, BROAD = 900, WIDEST = 1000, AXIS = 58, ROWS = 500, LONG = 180, LINE = 14;

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // Title and subtitle become text of the page: they wrap, and a screen reader finds them.
  function caption(spec, id) {
    const title = spec.title || {};
    const made = element("div", "caption");
    const heading = element("strong", "", title.text || "Chart");
    heading.id = id + "-title";
    made.append(heading, element("p", "", [].concat(title.subtitle || []).join(" ")));
    delete spec.title;
    return made;
  }

  // A chart is as wide as its place; panels stand in as many columns as fit.
  function fit(spec, width) {
    if (spec.facet) {
      const panels = new Set(rowsOf(spec, spec.data).map((row) => row[spec.facet.field])).size;
      spec.columns = Math.min(panels, width < NARROW ? 1 : width > BROAD ? 3 : 2);
      const inner = spec.spec || spec;
      inner.width = Math.floor(width / spec.columns) - AXIS;
    } else if (typeof spec.width === "number") {
      spec.width = width;
    }
    if (width >= NARROW) return;
    if (typeof spec.width === "number") labelAbove(spec, width);
    limitLabels(spec, width * 0.4);
  }

  // On a phone a lane's long label stands above what is drawn in it, not beside: both need the width.
  function labelAbove(spec, width) {
    const lanes = [];
    visit(spec, function (part) {
      const y = part.encoding && part.encoding.y, x = part.encoding && part.encoding.x;
      if (y && y.axis && y.axis.labelLimit > LONG) lanes.push(y.axis);
      if (x && x.axis && x.axis.format === ",d") x.axis.format = "~s";
      // words beside points in time: half of the width is theirs
      if (x && x.type === "temporal" && x.scale === undefined && part.mark && part.mark.type === "text") {
        part.mark.limit = Math.floor(width * 0.55);
        x.scale = { range: [0, Math.floor(width * 0.4)] };
      }
    });
    if (!lanes.length || !spec.height || !spec.height.step) return;
    const lines = lanes.some((axis) => axis.labelLineHeight) ? 2 : 1;
    spec.height.step += lines * LINE;
    for (const axis of lanes) {
      Object.assign(axis, { labelAlign: "left", labelPadding: -4, labelOffset: -1 - lines * LINE, grid: false });
      // a limit of its own kind, which the one for labels beside does not touch
      axis.labelLimit = { expr: String(Math.floor(width * 0.95)) };
    }
  }

  function visit(part, look) {
    if (!part || typeof part !== "object") return;
    look(part);
    for (const key of Object.keys(part)) if (key !== "datasets") visit(part[key], look);
  }

  function limitLabels(spec, limit) {
    visit(spec, function (part) {
      if (typeof part.labelLimit === "number") part.labelLimit = Math.min(part.labelLimit, limit);
      if (part.legend && part.legend.columns) part.legend.columns = 2;
    });
  }

  // The first encoding with a tooltip names what a reader should see of each mark.
  function shownFields(part, data) {
    if (!part || typeof part !== "object") return null;
    const own = part.data || data;
    const tooltip = part.encoding && part.encoding.tooltip;
    if (Array.isArray(tooltip) && own) return { fields: tooltip, data: own };
    for (const child of [].concat(part.layer || [], part.spec || [], part.hconcat || [], part.vconcat || [])) {
      const found = shownFields(child, own);
      if (found) return found;
    }
    return null;
  }

  function cell(value) {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return value.toLocaleString("en");
    return String(value).replace(/T00:00:00(\.0+)?$/, "");
  }

  function rowsOf(spec, data) {
    return (data && (data.values || (spec.datasets || {})[data.name])) || [];
  }

  function table(spec) {
    const shown = shownFields(spec, spec.data);
    const rows = shown ? rowsOf(spec, shown.data) : [];
    if (!rows.length) return null;
    const details = element("details", "chart-data");
    details.append(element("summary", "", "The data of this chart as a table"));
    // filled when it is opened, since most readers never do
    details.addEventListener("toggle", function () {
      const made = element("table"), head = element("tr");
      shown.fields.forEach((f) => head.append(element("th", "", f.title || f.field.replace(/_/g, " "))));
      made.append(head);
      rows.slice(0, ROWS).forEach(function (row) {
        const line = element("tr");
        shown.fields.forEach((f) => line.append(element("td", typeof row[f.field] === "number" ? "number" : "", cell(row[f.field]))));
        made.append(line);
      });
      const wide = element("div", "wide");
      wide.append(made);
      details.append(wide);
      if (rows.length > ROWS) details.append(element("p", "", (rows.length - ROWS) + " more rows are not listed."));
    }, { once: true });
    return details;
  }

  function embed(place, spec) {
    spec.config = Object.assign({ aria: false, background: "transparent" }, spec.config);
    return window.vegaEmbed(place, spec, {
      renderer: "svg",
      // an interpreter of expressions, so that the page needs no right to evaluate text
      ast: true,
      actions: false,
      defaultStyle: !onSite,
      tooltip: { disableDefaultStyle: onSite },
    });
  }

  function draw(place) {
    const data = place.querySelector('script[type="application/json"]');
    if (!data || place.dataset.drawn) return;
    place.dataset.drawn = "yes";
    const spec = JSON.parse(data.textContent);
    const alternative = table(spec);
    const canvas = element("div", "canvas");
    canvas.setAttribute("aria-hidden", "true");
    place.setAttribute("role", "figure");
    place.setAttribute("aria-labelledby", place.id + "-title");
    place.append(caption(spec, place.id), canvas);
    if (alternative) place.append(alternative);
    if (onSite) fit(spec, Math.min(place.clientWidth || WIDEST, WIDEST));
    embed(canvas, spec).catch(function (error) {
      canvas.textContent = "This chart could not be drawn: " + error.message;
    });
  }

  window.musterEmbed = embed;
  window.musterDraw = function (id) {
    // a notebook may show one chart twice: every place of that name is drawn
    document.querySelectorAll("#" + CSS.escape(id)).forEach(draw);
  };

  function drawAll() {
    document.querySelectorAll(".muster-chart").forEach(draw);
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", drawAll);
  } else {
    drawAll();
  }
})();
