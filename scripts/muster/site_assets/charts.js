// Draws the charts of a page: each stands in the page as a Vega-Lite specification.
(function () {
  "use strict";

  function draw(place) {
    const data = place.querySelector('script[type="application/json"]');
    if (!data || place.dataset.drawn) return;
    place.dataset.drawn = "yes";
    const spec = JSON.parse(data.textContent);
    const title = spec.title && spec.title.text ? spec.title.text : "chart";
    const canvas = document.createElement("div");
    place.appendChild(canvas);
    place.setAttribute("role", "figure");
    place.setAttribute("aria-label", title);
    const options = {
      renderer: "svg",
      actions: { export: true, source: false, compiled: false, editor: false },
      downloadFileName: "muster-" + place.id,
    };
    window.vegaEmbed(canvas, spec, options).catch(function (error) {
      canvas.textContent = "This chart could not be drawn: " + error.message;
    });
  }

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
