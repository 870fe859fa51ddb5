// page.js - the playground: whenever something is typed, the policy is checked, tested and asked again.
'use strict';

const $ = (id) => document.getElementById(id);
const FILE = '/policy.rg';
let compiler, words, examples, files, waiting;

function bytesOf(text) {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

// Five characters are four bytes, the first the highest; what the last five lack is the highest digit.
function bytesOfBase85(text) {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%.()*+-;,=>?@^_`{|}~';
  const bytes = new DataView(new ArrayBuffer(Math.ceil(text.length / 5) * 4));
  for (let at = 0; at < text.length; at += 5) {
    const five = [...text.slice(at, at + 5).padEnd(5, '~')];
    bytes.setUint32(at / 5 * 4, five.reduce((sum, character) => sum * 85 + digits.indexOf(character), 0));
  }
  return bytes.buffer.slice(0, Math.floor(text.length * 4 / 5));
}

async function unpack(text) {
  const stream = new Blob([bytesOfBase85(text)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function run(...args) {
  return rolegateRun(compiler, args, { ...files, [FILE]: $('policy').value });
}

function element(name, attributes, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
}

// ---- the editor ----

// The text in pieces that have a colour; a piece is of one line.
function pieces(text) {
  const found = [];
  const pattern = /#[^\n]*|"(?:[^"\\\n]|\\[^\n])*"?|[^\s"#(){},]+|[\s(){},]+/g;
  for (const [piece] of text.matchAll(pattern)) {
    const kind = piece[0] === '#' ? 'c' : piece[0] === '"' ? 's' : words.has(piece) ? 'k' :
      /^\d{4}-\d\d-\d\d|^\d\d?:\d\d-/.test(piece) ? 'n' : '';
    found.push(kind ? element('span', { className: kind, textContent: piece }) : piece);
  }
  return found;
}

function draw(diagnostics) {
  const marks = new Map();
  for (const one of diagnostics) {
    if (one.file === FILE && marks.get(one.line) !== 'b') marks.set(one.line, one.severity === 'error' ? 'b' : 'i');
  }
  $('shown').replaceChildren(...pieces($('policy').value), '\n');
  const count = $('policy').value.split('\n').length;
  $('numbers').replaceChildren(...Array.from({ length: count }, (_, i) => [
    marks.has(i + 1) ? element(marks.get(i + 1), { textContent: i + 1 }) : String(i + 1), '\n']).flat());
  scrolled();
}

function scrolled() {
  for (const id of ['shown', 'numbers']) $(id).scrollTop = $('policy').scrollTop;
  $('shown').scrollLeft = $('policy').scrollLeft;
}

// Where a line's column is in the text; columns count characters.
function place(line, column) {
  const lines = $('policy').value.split('\n'), at = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  return at + [...lines[line - 1] ?? ''].slice(0, column - 1).join('').length;
}

function goTo(line, column) {
  const at = place(line, column);
  $('policy').focus();
  $('policy').setSelectionRange(at, at);
  $('policy').scrollTop = Math.max(0, (line - 6) * parseFloat(getComputedStyle($('policy')).lineHeight));
  $('policy').scrollIntoView({ block: 'nearest' });
}

// Does what a report suggests, from the last edit to the first, so that the places before it stay.
function apply(edits) {
  const spans = edits.map((edit) => [place(edit.line, edit.column), place(edit.end_line, edit.end_column), edit.text]);
  for (const [begin, end, text] of spans.sort((one, other) => other[0] - one[0])) $('policy').setRangeText(text, begin, end);
  refresh();
}

// ---- what comes of it ----

const counted = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;
const button = (textContent, onclick) => element('button', { type: 'button', textContent, onclick });

function showDiagnostics(report) {
  const list = report.diagnostics.map((one) => {
    const words = one.message + (one.suggestion ? `; did you mean "${one.suggestion}"?` : '');
    const item = element('li', { className: one.severity });
    if (one.file === FILE) item.append(button(`line ${one.line}`, () => goTo(one.line, one.column)), ' ');
    item.append(words, ' ', element('small', { textContent: `[${one.id}]` }));
    if (one.edits?.every((edit) => edit.file === FILE)) item.append(' ', button('fix', () => apply(one.edits)));
    for (const note of one.notes) item.append(element('br'), element('small', { textContent: note.message }));
    return item;
  });
  $('diagnostics').replaceChildren(...list);
  $('found-count').textContent = list.length === 0 ? 'none' : [counted(report.errors, 'error'), counted(report.warnings, 'warning')].join(', ');
}

function showTests(compiles) {
  const lines = compiles ? run('test', FILE).out.split('\n').filter((line) => /^(pass|FAIL|fail)\s/.test(line)) : [];
  const passed = lines.filter((line) => line.startsWith('pass')).length;
  $('tests').replaceChildren(...lines.map((line) => element('li', {
    className: line.startsWith('pass') ? 'pass' : 'error', textContent: line.replace(/^\S+\s+/, '') })));
  $('test-count').textContent = lines.length === 0 ? 'none were run' : `${passed} of ${lines.length} pass`;
}

function showAnswer(errors) {
  const option = (name, id) => $(id).value.trim() ? [name, $(id).value.trim()] : [];
  const groups = $('groups').value.split(',').map((one) => one.trim()).filter(Boolean);
  const user = $('user').value.trim() || 'somebody', service = $('service').value.trim() || 'none';
  const answer = run('can', user, service, '--policy', FILE, '--why',
    ...(groups.length ? groups.flatMap((one) => ['--group', one]) : ['--no-groups']),
    ...option('--at', 'at'), ...option('--from', 'from'));
  const verdict = ['allow', 'deny', 'no answer', 'unlisted'][answer.status] ?? 'no answer';
  $('verdict').textContent = verdict;
  $('verdict').className = verdict === 'allow' ? 'allow' : verdict === 'deny' ? 'deny' : 'none';
  $('why').textContent = answer.status === 2 && errors ? 'The policy has errors.' :
    (answer.out + (answer.status === 2 ? answer.err : '')).trim();
}

function showMatrix(compiles) {
  const shown = compiles ? run('matrix', '--policy', FILE, '--format', 'json') : { status: 2 };
  if (shown.status !== 0) {
    $('matrix').textContent = 'The policy has errors.';
    return;
  }
  const cells = JSON.parse(shown.out).cells, name = (cell) => cell.everyone ? 'everyone' : cell.role;
  const roles = [...new Set(cells.map(name))], services = [...new Set(cells.map((cell) => cell.service))];
  const when = new Map(cells.map((cell) => [`${cell.service}\n${name(cell)}`, cell]));
  const named = (scope, textContent) => element('th', { scope, textContent });
  const row = (service) => element('tr', {}, named('row', service), ...roles.map((role) => {
    const cell = when.get(`${service}\n${role}`), words = cell.when.filter(Boolean).join(', or ');
    return element('td', { className: cell.may ? 'yes' : 'no', textContent: cell.may ? words || 'yes' : '·' });
  }));
  $('matrix').replaceChildren(element('table', {},
    element('thead', {}, element('tr', {}, element('td'), ...roles.map((role) => named('col', role)))),
    element('tbody', {}, ...services.map(row))));
  $('services').replaceChildren(...services.map((service) => element('option', { value: service })));
}

function refresh() {
  const begin = performance.now();
  const report = JSON.parse(run('check', FILE, '--format', 'json').out);
  const compiles = report.diagnostics.every((one) => one.severity !== 'error' || /^(test-failed|claim-)/.test(one.id));
  draw(report.diagnostics);
  showDiagnostics(report);
  showTests(compiles);
  showAnswer(report.errors > 0);
  $('time').textContent = `${Math.round(performance.now() - begin)} ms for check, tests and one question`;
  showMatrix(report.errors === 0);
  document.body.dataset.ready = String(Number(document.body.dataset.ready ?? 0) + 1);
}

// ---- the page ----

function choose(example) {
  $('policy').value = example.text;
  for (const id of ['user', 'groups', 'service', 'at', 'from']) $(id).value = example[id] ?? '';
}

function link() {
  const state = ['policy', 'user', 'groups', 'service', 'at', 'from'].map((id) => [id, $(id).value]);
  return '#' + new URLSearchParams(state.filter(([, value]) => value));
}

function fromLink() {
  const state = new URLSearchParams(location.hash.slice(1));
  if (!state.has('policy')) return false;
  for (const id of ['policy', 'user', 'groups', 'service', 'at', 'from']) $(id).value = state.get(id) ?? '';
  return true;
}

async function share() {
  history.replaceState(null, '', link());
  try {
    await navigator.clipboard.writeText(location.href);
    $('share').textContent = 'copied';
  } catch {
    $('share').textContent = 'it is in the address bar';
  }
  setTimeout(() => { $('share').textContent = 'copy a link'; }, 2000);
}

function format() {
  const made = run('fmt', FILE);
  if (made.status === 0) $('policy').value = made.out;
  refresh();
}

async function begin() {
  const given = JSON.parse(new TextDecoder().decode(await unpack(PACKED.given)));
  compiler = await WebAssembly.compile(await unpack(PACKED.compiler));
  words = new Set(given.words);
  examples = given.examples;
  files = given.files;
  for (const [path, bytes] of Object.entries(given.zones)) files[path] = bytesOf(bytes);
  $('examples').append(...examples.map((one, i) => element('option', { value: i, textContent: one.name })));
  if (!fromLink()) choose(examples[0]);
  $('examples').addEventListener('change', () => { choose(examples[$('examples').value]); refresh(); });
  $('share').addEventListener('click', share);
  $('format').addEventListener('click', format);
  $('policy').addEventListener('scroll', scrolled);
  for (const id of ['policy', 'user', 'groups', 'service', 'at', 'from']) {
    $(id).addEventListener('input', () => {
      if (id === 'policy') draw([]);
      clearTimeout(waiting);
      waiting = setTimeout(refresh, 120);
    });
  }
  window.addEventListener('hashchange', () => { if (fromLink()) refresh(); });
  refresh();
}

begin();
