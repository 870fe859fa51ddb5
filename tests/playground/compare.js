// compare.js COMPILER.wasm TREE - what the compiler says as WebAssembly, and as the command: each policy of the tree.
// ROLEGATE: the command. Prints `N passed, N failed`.
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');
const { execFileSync, spawnSync } = require('child_process');
const [wasm, tree] = process.argv.slice(2).map((one) => path.resolve(one));
const { rolegateRun } = require(path.join(tree, 'packaging/playground/wasi.js'));
const compiler = new WebAssembly.Module(fs.readFileSync(wasm));
const rolegate = path.resolve(process.env.ROLEGATE);

let passed = 0, failed = 0;
function check(name, is, words = '') {
  if (is) passed++; else { failed++; console.log(`failed: ${name}: ${words}`); }
}

// All files below a folder, by the path that they have in it.
function filesBelow(folder, under = '') {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((one) => one.isDirectory()
    ? filesBelow(path.join(folder, one.name), under + one.name + '/') : one.isFile() ? [under + one.name] : []);
}

const zoneFiles = execFileSync('find', ['-L', '/usr/share/zoneinfo', '-type', 'f', '-not', '-path', '*/right/*', '-not',
  '-path', '*/posix/*'], { encoding: 'utf8' }).trim().split('\n');
const zones = Object.fromEntries(zoneFiles.map((file) => [file, fs.readFileSync(file)]));

// One folder of policies: each file of it is compiled in both, with the folder around it.
function folder(name, installed) {
  const from = path.join(tree, name), files = { ...zones };
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'playground-'));
  const library = path.join(tree, installed);
  for (const one of filesBelow(library)) files['/policies/' + one] = fs.readFileSync(path.join(library, one));
  for (const one of filesBelow(from)) files['/given/' + one] = fs.readFileSync(path.join(from, one));
  for (const one of fs.readdirSync(from).filter((file) => file.endsWith('.rg'))) {
    const asked = (file, include, table) => ['compile', file, '-I', include, '--format', 'json', '-o', table];
    const native = spawnSync(rolegate, asked(one, library, work + '/table'), { cwd: from, encoding: 'utf8' });
    const made = rolegateRun(compiler, asked('/given/' + one, '/policies', '/table'), files);
    const same = (text) => text.replaceAll('/given/', '').replaceAll(/\/policies(?=[\/ ])/g, library);
    check(`${name}/${one}: status`, native.status === made.status, `${native.status}, ${made.status}`);
    check(`${name}/${one}: diagnostics`, native.stdout === same(made.out), native.stdout + same(made.out) + made.err);
    if (native.status === 0) {
      const table = Buffer.from(made.files.get('table') ?? '');
      check(`${name}/${one}: table`, fs.readFileSync(work + '/table').equals(table));
    }
  }
  fs.rmSync(work, { recursive: true });
}

for (const name of ['policies', 'policies/examples', 'tests/language/good', 'tests/language/bad', 'tests/language/warn',
  'tests/language/mistakes']) {
  folder(name, 'policies');
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
