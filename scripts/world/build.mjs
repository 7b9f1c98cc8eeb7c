// The world map of the portal, written once and committed: node build.mjs > world.json (`make world`).
//
// Source: Natural Earth 1:50m countries (public domain), by way of the npm package world-atlas.
// Projection: Natural Earth (Patterson, Šavrič), turned by 150 degrees so that the Pacific is not cut and Japan stands in the
// middle. Shapes are simplified: their borders are drawn to shade a country, and say nothing of where a border should be.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoCentroid, geoArea, geoNaturalEarth1, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { filter, filterWeight, presimplify, simplify } from "topojson-simplify";

const require = createRequire(import.meta.url);
const { numericToAlpha2 } = require("i18n-iso-countries");
const TURNED = 150;
const WIDTH = 4000; // whole numbers only: a quarter of a pixel where the map is 1,000 wide
const COARSE = 0.015; // square degrees; what is smaller is left out of an outline
const WITHOUT_NUMBER = { Kosovo: "XK" };

const atlas = JSON.parse(readFileSync(require.resolve("world-atlas/countries-50m.json")));
const whole = feature(atlas, atlas.objects.countries).features;
const simple = simplify(presimplify(atlas), COARSE);
const kept = filter(simple, filterWeight(simple, COARSE * 2));
const drawn = feature(kept, kept.objects.countries).features;
const projection = geoNaturalEarth1().rotate([-TURNED, 0]).precision(1.5).fitWidth(WIDTH, { type: "Sphere" });

// Antarctica has no universities, and takes a fifth of the paper.
const HEIGHT = Math.round(projection([TURNED, -58])[1]);

function codeOf(country) {
  return WITHOUT_NUMBER[country.properties.name] ?? (country.id ? numericToAlpha2(country.id) : undefined);
}

// An outline in whole numbers, each point told from the one before.
function outline(country) {
  let path = "", x = 0, y = 0, points = 0, start = [0, 0];
  const said = (command, dx, dy) => command + dx + (dy < 0 ? "" : " ") + dy;
  geoPath(projection, {
    moveTo(a, b) { const X = Math.round(a), Y = Math.round(b); path += said("M", X, Y); x = X; y = Y; start = [X, Y]; points = 0; },
    lineTo(a, b) {
      const X = Math.round(a), Y = Math.round(b);
      if (X === x && Y === y) return;
      path += said(points++ ? (X - x < 0 ? "" : " ") : "l", X - x, Y - y); x = X; y = Y;
    },
    closePath() { path += "z"; [x, y] = start; },
    arc() {},
  })(country);
  return path;
}

const shapes = {};
let elsewhere = "";
for (const country of drawn) {
  const code = codeOf(country);
  if (code === "AQ") continue;
  if (code && !shapes[code]) shapes[code] = outline(country);
  else elsewhere += outline(country);
}
// Where a country's mark stands: the middle of its largest part.
const centres = {};
for (const country of whole) {
  const code = codeOf(country);
  if (!code || code === "AQ" || centres[code]) continue;
  const { type, coordinates } = country.geometry;
  const parts = (type === "MultiPolygon" ? coordinates : [coordinates]).map((one) => ({ type: "Polygon", coordinates: one }));
  const largest = parts.reduce((a, b) => (geoArea(a) >= geoArea(b) ? a : b));
  centres[code] = projection(geoCentroid(largest)).map(Math.round);
}
// Points that the projection of the portal is held against.
const checks = [[139.76, 35.71], [-0.13, 51.51], [-58.4, -34.6], [174.8, -41.3], [-155.1, 19.7], [-31, 10], [-29, 10], [106.8, -6.6]]
  .map((place) => [...place, ...projection(place).map((one) => Math.round(one * 10) / 10)]);
const sorted = (one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value.length).sort());
process.stdout.write(JSON.stringify({
  source: "Natural Earth 1:50m countries (public domain), world-atlas 2.0.2", turned: TURNED, width: WIDTH, height: HEIGHT,
  scale: projection.scale(), centre: projection.translate(), checks, centres: sorted(centres), elsewhere, shapes: sorted(shapes),
}).replaceAll('","', '",\n"').replaceAll('],"', '],\n"') + "\n");
