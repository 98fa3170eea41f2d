import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Checkout, copyCheckout } from '../test/checkout.ts';

let checkout: Checkout;
let alone: string;

beforeAll(() => {
  alone = mkdtempSync(join(tmpdir(), 'breakwater-'));
  checkout = copyCheckout();
  checkout.run('scripts/bundle.ts');
  cpSync(join(checkout.root, 'dist'), alone, { recursive: true });
});

afterAll(() => {
  checkout.remove();
  rmSync(alone, { recursive: true, force: true });
});

function runAlone(...args: string[]) {
  return spawnSync(process.execPath, ['breakwater.mjs', ...args], { cwd: alone, encoding: 'utf8' });
}

it('runs with nothing beside it', () => {
  const { status, stdout, stderr } = runAlone('--help');
  expect(stderr).toBe('');
  expect(stdout).toContain('breakwater');
  expect(status).toBe(0);
});

it('refuses what the program refuses', () => {
  expect(runAlone('no-such-command').status).toBe(2);
});

it('loads the parts of a command from beside it', () => {
  const { status, stdout } = runAlone('eval', '--help');
  expect([status, stdout.split('\n')[0]]).toEqual([0, 'Usage: breakwater eval [options] <suite>']);
});

/** Not even root can make it. */
const NOWHERE = '/dev/null/nowhere';
const BESIDE = ['--sensor', 'https://127.0.0.1:1', '--token-file', NOWHERE];

// Each lies in a file of its own, which is loaded for that.
it.each<readonly [role: string, ...words: readonly string[]]>([
  ['sensor', '--kubeconfig', NOWHERE],
  ['scanner', '--data', NOWHERE],
  ['admission', '--bundle', NOWHERE, '--certificate', NOWHERE, '--key', NOWHERE],
  ['responder', ...BESIDE, '--kubeconfig', NOWHERE, '--data', NOWHERE],
  ['respond', 'kill', 'pod/x', '--kubeconfig', NOWHERE, '--reason', 'trial'],
])('a role that cannot start says why, and that it is no fault of the program: %s', (...words) => {
  const { status, stderr } = runAlone(...words);
  expect([status, stderr.includes(NOWHERE) || stderr.includes('--join TOKEN')]).toStrictEqual([2, true]);
});
