// package.js FOLDER - the package for JavaScript, as a program uses it. Prints `N passed, N failed`.
'use strict';

const assert = require('assert');
const path = require('path');
const rolegate = require(path.resolve(process.argv[2]));
const policy = 'zone "Europe/Berlin"\nservice refund\nallow refund to group leads when time mon-fri 09:00-17:00\n';

const tests = {
  'a good policy'() {
    const { ok, errors, diagnostics } = rolegate.check(policy);
    assert.deepStrictEqual([ok, errors, diagnostics.map((one) => one.id)], [true, 0, ['untested-service']]);
  },
  'a bad one'() {
    const { ok, diagnostics } = rolegate.check(policy.replace('allow refund', 'allow refnd'));
    assert.strictEqual(ok, false);
    const errors = diagnostics.filter((one) => one.severity === 'error');
    assert.deepStrictEqual(errors.map((one) => [one.line, one.suggestion]), [[3, 'refund']]);
  },
  'files that are included'() {
    const text = 'include "parts/*.rg"\n' + policy;
    assert.strictEqual(rolegate.check(text, { files: { 'parts/a.rg': 'permission a\n' } }).ok, true);
    assert.strictEqual(rolegate.check(text, { files: { 'parts/a.rg': 'nonsense\n' } }).ok, false);
    assert.strictEqual(rolegate.check('include <predefined>\n' + policy).ok, true);
  },
  'a question'() {
    const ask = (groups, at) => rolegate.can(policy, 'maria', 'refund', { groups, at }).allowed;
    assert.strictEqual(ask(['leads'], '2026-01-06T12:00:00Z'), true);
    assert.strictEqual(ask(['leads'], new Date('2026-01-06T22:00:00Z')), false);
    assert.strictEqual(ask([], '2026-01-06T12:00:00Z'), false);
    assert.throws(() => rolegate.can('nonsense', 'maria', 'refund'));
    assert.throws(() => rolegate.can(policy, 'maria', 'refund', { at: 'yesterday' }), /yesterday/);
  },
  'a table'() {
    assert.ok(rolegate.compile(policy).length > 100);
    assert.throws(() => rolegate.compile('nonsense'), /syntax/);
  },
  'the form of fmt'() {
    assert.strictEqual(rolegate.format('service   s\n'), 'service s\n');
  },
};

let passed = 0, failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    test();
    passed++;
  } catch (error) {
    failed++;
    console.log(`failed: ${name}: ${error.message}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
