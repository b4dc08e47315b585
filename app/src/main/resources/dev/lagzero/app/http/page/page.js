import { Chart } from './chart.js';
import { count, drawFlow, seconds } from './drawing.js';

const at = id => document.getElementById(id);
const lagChart = new Chart(at('lag-chart'), 1, seconds);
const rateChart = new Chart(at('rate-chart'), 10, value => count(value));
const WORST = ['UNKNOWN', 'BLOCKED', 'STALLED', 'PARKED', 'BEHIND', 'CONSISTENT'];
let chosen = null;
let before = null;

function verdict(report) {
  const states = report.sources.map(source => source.state);
  if (report.cutover.may) return ['yes', 'Yes, now'];
  if (states.includes('UNKNOWN') || states.length === 0) return ['unknown', 'Nobody can tell'];
  if (states.every(state => state === 'BEHIND' || state === 'CONSISTENT') && states.includes('BEHIND')) return ['wait', 'Not yet'];
  return ['no', 'No'];
}

function showVerdict(report) {
  const [kind, answer] = verdict(report);
  at('verdict').dataset.verdict = kind;
  at('answer').textContent = answer;
  const proof = report.sources.filter(source => source.state === 'CONSISTENT');
  at('proof').textContent = kind === 'yes'
    ? `Equal at ${proof.map(source => `${source.source} ${source.applied}`).join(', ')}, as of ${clock(proof[0].as_of_ms)}`
    : '';
  at('reasons').replaceChildren(...report.cutover.reasons.map(reason => {
    const item = document.createElement('li');
    item.textContent = reason;
    return item;
  }));
  document.title = `${kind === 'yes' ? '✓' : kind === 'wait' ? '…' : kind === 'no' ? '✕' : '?'} Lagzero`;
}

function clock(millis) {
  return new Date(millis).toLocaleTimeString('en-GB');
}

function showSources(report) {
  const worst = [...report.sources].sort((one, other) => WORST.indexOf(one.state) - WORST.indexOf(other.state))[0];
  const shown = report.sources.find(source => source.source === chosen) ?? worst;
  at('sources').replaceChildren(...report.sources.map(source => {
    const button = document.createElement('button');
    button.type = 'button';
    button.role = 'tab';
    button.dataset.state = source.state;
    button.ariaSelected = String(source === shown);
    const dot = document.createElement('i');
    dot.className = 'dot';
    button.append(dot, `${source.source} · ${source.state}`);
    button.onclick = () => { chosen = source.source; showSources(report); };
    return button;
  }));
  if (shown) drawFlow(at('flow'), shown);
  at('notice').hidden = !shown?.notice;
  at('notice').textContent = shown?.notice ? `Good to know: ${shown.notice}` : '';
}

/** The largest lag of all sources; null when one is unknown. */
function largest(report) {
  const known = report.sources.map(source => source.lag?.seconds ?? null);
  return known.length === 0 || known.includes(null) ? null : Math.max(...known);
}

function sequences(report) {
  return new Map(report.sources.map(source => [source.source, source.applied.split(':').map(Number)]));
}

/** Transactions that became visible since the event before; null when it cannot be said. */
function applied(report, now) {
  const seen = { now, at: sequences(report) };
  const last = before;
  before = seen;
  if (!last || now <= last.now || report.sources.some(source => source.state === 'UNKNOWN')) return null;
  let sum = 0;
  for (const [source, [epoch, sequence]] of seen.at) {
    const [oldEpoch, oldSequence] = last.at.get(source) ?? [epoch, sequence];
    sum += epoch === oldEpoch ? Math.max(0, sequence - oldSequence) : sequence;
  }
  return sum * 1000 / (now - last.now);
}

function show(report) {
  const now = Date.now();
  showVerdict(report);
  showSources(report);
  const lag = largest(report);
  const rate = applied(report, now);
  at('lag-now').textContent = lag === null ? 'unknown' : seconds(lag);
  at('rate-now').textContent = rate === null ? '' : `${count(Math.round(rate))} tx/s`;
  lagChart.add(now, lag);
  rateChart.add(now, rate);
}

function rows(head, lines) {
  const table = document.createElement('table');
  const top = table.createTHead().insertRow();
  for (const [name, kind] of head) {
    const cell = document.createElement('th');
    cell.textContent = name;
    cell.className = kind;
    top.append(cell);
  }
  const body = table.createTBody();
  for (const line of lines) {
    const row = body.insertRow();
    line.forEach((value, index) => {
      const cell = row.insertCell();
      cell.className = head[index][1];
      cell.append(value);
    });
  }
  return table;
}

function quiet(text) {
  const made = document.createElement('p');
  made.className = 'quiet';
  made.textContent = text;
  return made;
}

function showOverview(overview) {
  at('pipeline').textContent = overview.pipeline;
  at('parked-count').textContent = count(overview.parked.length) + (overview.parked.length === 50 ? '+' : '');
  at('parked-count').dataset.bad = String(overview.parked.length > 0);
  at('parked').replaceChildren(overview.parked.length === 0
    ? quiet('None: Postgres could hold every row.')
    : rows([['table', ''], ['key', ''], ['why', ''], ['since', '']], overview.parked.map(row => {
      const key = document.createElement('code');
      key.textContent = row.key;
      return [`${row.source} · ${row.table}`, key, row.reason, clock(row.since_ms)];
    })));
  at('table-count').textContent = count(overview.tables.length);
  const most = Math.max(1, ...overview.tables.map(table => table.rows));
  at('tables').replaceChildren(overview.tables.length === 0
    ? quiet('None yet.')
    : rows([['table', ''], ['rows, about', 'number'], ['written', 'number']], overview.tables.map(table => {
      const name = document.createElement('span');
      name.textContent = `${table.schema}.${table.name}`;
      const bar = document.createElement('i');
      bar.className = 'bar';
      bar.style.width = `${Math.max(0.5, 100 * table.rows / most)}%`;
      name.append(bar);
      return [name, count(table.rows), count(table.written)];
    })));
}

async function overview() {
  try {
    const response = await fetch('/api/overview');
    if (response.ok) showOverview(await response.json());
  } finally {
    setTimeout(overview, 3000);
  }
}

async function history() {
  const response = await fetch('/lag/history');
  if (!response.ok) return;
  const { points } = await response.json();
  lagChart.load(points.map(point => ({ at: point.at_ms, value: point.seconds })));
  rateChart.load(points.map(point => ({ at: point.at_ms, value: point.rate })));
}

function connected(on) {
  at('live').dataset.on = String(on);
  at('live').lastElementChild.textContent = on ? 'live' : 'not connected';
}

/** Without news, what the page shows is old: it must not look like an answer. */
let silence;
function heard() {
  connected(true);
  clearTimeout(silence);
  silence = setTimeout(() => {
    connected(false);
    show({ sources: [], warnings: [], cutover: { may: false, reasons: ['the process has not answered for 4 s'] } });
  }, 4000);
}

const events = new EventSource('/lag/stream');
events.addEventListener('lag', event => { heard(); show(JSON.parse(event.data)); });
events.onerror = () => connected(false);
heard();
connected(false);
history();
overview();

at('theme').onclick = () => {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const now = document.documentElement.dataset.theme ?? (dark ? 'dark' : 'light');
  document.documentElement.dataset.theme = now === 'dark' ? 'light' : 'dark';
  localStorage.setItem('theme', document.documentElement.dataset.theme);
};
const kept = localStorage.getItem('theme');
if (kept) document.documentElement.dataset.theme = kept;
