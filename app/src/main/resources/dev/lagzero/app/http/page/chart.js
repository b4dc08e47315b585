// A curve over the last minutes. Points without a value are gaps: what is unknown is not drawn as zero.

const SPAN_MS = 5 * 60_000;
const SVG = 'http://www.w3.org/2000/svg';

function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

/** The smallest 1, 2 or 5 times a power of ten that is not below the value. */
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value * 0.999);
}

export class Chart {
  constructor(place, least, format) {
    this.place = place;
    this.least = least;
    this.format = format;
    this.points = [];
  }

  add(at, value) {
    this.points.push({ at, value });
    while (this.points.length > 2 && this.points[1].at < at - SPAN_MS) this.points.shift();
    this.draw(at);
  }

  /** What was before the first point. */
  load(points) {
    const first = this.points[0]?.at ?? Infinity;
    this.points = [...points.filter(point => point.at < first), ...this.points];
    if (this.points.length > 0) this.draw(this.points.at(-1).at);
  }

  draw(now) {
    const width = Math.max(200, this.place.clientWidth);
    const height = 150, left = 44, right = 4, top = 8, bottom = 20;
    const known = this.points.filter(point => point.value !== null);
    const most = ceiling(Math.max(this.least, ...known.map(point => point.value)));
    const x = at => left + (width - left - right) * (1 - (now - at) / SPAN_MS);
    const y = value => top + (height - top - bottom) * (1 - value / most);
    const svg = element('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img' });
    for (const part of [0, 0.5, 1]) {
      svg.append(element('line', { class: 'grid', x1: left, x2: width - right, y1: y(most * part), y2: y(most * part) }));
      svg.append(element('text', { x: left - 6, y: y(most * part) + 4, 'text-anchor': 'end' }, this.format(most * part)));
    }
    for (const minutes of [4, 2]) {
      svg.append(element('text', { x: x(now - minutes * 60_000), y: height - 4, 'text-anchor': 'middle' }, `−${minutes} min`));
    }
    svg.append(element('text', { x: width - right, y: height - 4, 'text-anchor': 'end' }, 'now'));
    for (const run of this.runs()) this.drawRun(svg, run, x, y);
    this.place.replaceChildren(svg);
  }

  /** What follows each other without a change between known and unknown. */
  runs() {
    const runs = [];
    for (const point of this.points) {
      const last = runs.at(-1);
      if (last && (last[0].value === null) === (point.value === null)) last.push(point);
      else runs.push([point]);
    }
    return runs;
  }

  drawRun(svg, run, x, y) {
    const from = x(run[0].at), to = Math.max(from + 2, x(run.at(-1).at));
    if (run[0].value === null) {
      svg.append(element('rect', { class: 'gap', x: from, y: 8, width: to - from, height: 122 }));
      return;
    }
    const line = run.map(point => `${x(point.at).toFixed(1)},${y(point.value).toFixed(1)}`).join(' L');
    svg.append(element('path', { class: 'area', d: `M${from.toFixed(1)},${y(0)} L${line} L${x(run.at(-1).at).toFixed(1)},${y(0)} Z` }));
    svg.append(element('path', { class: 'curve', d: `M${line}` }));
  }
}
