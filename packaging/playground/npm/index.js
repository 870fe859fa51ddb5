// index.js - rolegate for Node: each call runs the compiler once, over files in memory.
'use strict';

const fs = require('fs');
const path = require('path');
const { rolegateRun } = require('./wasi.js');

const FILE = '/policy.rg';
const read = (name) => fs.readFileSync(path.join(__dirname, name));
const compiler = new WebAssembly.Module(read('rolegate.wasm'));
const installed = { '/policies/predefined.rg': read('predefined.rg') };

// The zones that a policy names, from this machine; one that is not there is the compiler's to report.
function zonesOf(texts) {
  const zones = {};
  for (const [, name] of texts.join('\n').matchAll(/zone\s+"([A-Za-z0-9_+\-/]+)"/g)) {
    const file = path.join('/usr/share/zoneinfo', name);
    if (!name.includes('..') && fs.existsSync(file)) zones[file] = fs.readFileSync(file);
  }
  return zones;
}

function run(args, text, files) {
  const given = Object.fromEntries(Object.entries(files)
    .map(([name, content]) => ['/' + name.replace(/^\/+/, ''), content]));
  const zones = zonesOf([text, ...Object.values(given).map(String)]);
  return rolegateRun(compiler, args, { ...zones, ...installed, ...given, [FILE]: text });
}

exports.check = function (text, { files = {} } = {}) {
  const { status, out } = run(['check', FILE, '--format', 'json'], text, files);
  return { ok: status === 0, ...JSON.parse(out) };
};

exports.can = function (text, user, service, { groups = [], at, from, tty, host, files = {} } = {}) {
  const option = (name, value) => (value === undefined ? [] : [name, String(value)]);
  const { status, out, err } = run(['can', user, service, '--policy', FILE, '--json',
    ...(groups.length ? groups.flatMap((group) => ['--group', group]) : ['--no-groups']),
    ...option('--at', at instanceof Date ? at.toISOString() : at), ...option('--from', from), ...option('--tty', tty),
    ...option('--host', host)], text, files);
  if (status === 2) throw new Error(err.trim() || out.trim());
  return { allowed: status === 0, ...JSON.parse(out) };
};

exports.compile = function (text, { files = {} } = {}) {
  const done = run(['compile', FILE, '-o', '/policy.rgt'], text, files);
  if (done.status !== 0) throw new Error(done.err.trim());
  return done.files.get('policy.rgt');
};

exports.format = function (text) {
  const done = run(['fmt', FILE], text, {});
  if (done.status !== 0) throw new Error(done.err.trim());
  return done.out;
};
