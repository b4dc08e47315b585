// The pipeline as a drawing: four places where a row can be, and three stages between them.

const PLACES = [
  { name: 'Source', field: 'head', says: 'last commit' },
  { name: 'Kafka, changes', field: 'published', says: 'published' },
  { name: 'Kafka, rows', field: 'mapped', says: 'mapped' },
  { name: 'Postgres', field: 'applied', says: 'visible' },
];
const STAGES = ['capture', 'stream', 'sink'];

export function seconds(value) {
  if (value === null || value === undefined) return '?';
  if (value === 0) return '0 s';
  if (value < 1) return `${Math.round(value * 1000)} ms`;
  if (value < 120) return `${value.toFixed(1)} s`;
  return value < 7200 ? `${Math.round(value / 60)} min` : `${Math.round(value / 3600)} h`;
}

export function count(value) {
  return value === null || value === undefined ? '?' : Number(value).toLocaleString('en');
}

function make(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function node(place, source) {
  const made = make('div', 'node');
  const position = place.field === 'mapped' ? source.lag?.mapped : source[place.field];
  made.append(make('b', '', place.name), make('span', 'at', position ?? '?'), make('small', '', place.says));
  return made;
}

function edge(stage, source) {
  const made = make('div', 'edge');
  const part = source.lag?.stages[stage];
  const backlog = part ? part.transactions : null;
  const state = backlog === null ? 'UNKNOWN' : backlog === 0 ? 'CONSISTENT' : source.state === 'BEHIND' ? 'BEHIND' : 'STALLED';
  made.dataset.state = state;
  made.dataset.still = String(state !== 'BEHIND' && state !== 'CONSISTENT');
  made.dataset.stage = stage;
  made.append(make('div', 'what', stage), arrow(), make('div', 'wait', waiting(part)));
  return made;
}

function arrow() {
  const upright = matchMedia('(max-width: 720px)').matches;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', upright ? '0 0 14 30' : '0 0 100 14');
  if (!upright) svg.setAttribute('preserveAspectRatio', 'none');
  for (const [shape, moving] of upright
    ? [['M7 0 V27', true], ['M2 22 L7 29 L12 22', false]]
    : [['M0 7 H97', true], ['M93 2 L99 7 L93 12', false]]) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', shape);
    path.setAttribute('vector-effect', 'non-scaling-stroke');
    if (moving) path.setAttribute('class', 'pulse');
    svg.append(path);
  }
  return svg;
}

function waiting(part) {
  if (!part) return 'unknown';
  if (part.transactions === 0) return '0';
  return `${count(part.transactions)} tx · ${seconds(part.seconds)}`;
}

export function drawFlow(place, source) {
  const parts = [];
  PLACES.forEach((each, index) => {
    parts.push(node(each, source));
    if (index < STAGES.length) parts.push(edge(STAGES[index], source));
  });
  place.replaceChildren(...parts);
}
