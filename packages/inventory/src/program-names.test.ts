import { expect, test } from 'vitest';
import { listProgramKinds, PROGRAM_KINDS, toProgramName } from './program-names.ts';

test.each([
  ['bash', ['shell']],
  ['python3.12', ['interpreter']],
  ['php-fpm8.2', ['web-worker']],
  ['nc', ['network-tool', 'relay']],
  ['server', []],
  ['', []],
])('%s is %j', (name, kinds) => {
  expect(listProgramKinds(name)).toStrictEqual(kinds);
});

test.each([
  [{ exe: '/bin/busybox', argv: ['sh', '-c', 'id'] }, false, 'sh'],
  [{ exe: '/bin/busybox', argv: ['-sh'] }, false, 'sh'],
  [{ exe: '/bin/busybox', argv: ['/bin/busybox', 'nc', '-l'] }, false, 'nc'],
  [{ exe: '/bin/busybox', argv: ['sh'], name: 'id' }, true, 'id'],
  [{ exe: '/usr/bin/bash', argv: ['harmless'] }, false, 'bash'],
  [{ exe: '', argv: ['/usr/bin/nc'] }, false, 'nc'],
  [{ exe: '', argv: [], name: 'x' }, false, 'x'],
])('%j is called %s %s', (process, isApplet, name) => {
  expect(toProgramName(process, isApplet)).toBe(name);
});

test('no kind names a program twice', () => {
  expect(Object.values(PROGRAM_KINDS).filter(names => new Set(names).size !== names.length)).toStrictEqual([]);
});
