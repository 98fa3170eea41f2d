import { expect, test } from 'vitest';
import { toCommandLine } from './command-line.ts';

test.each([
  [['/bin/sh', '-c', 'id'], '/bin/sh -c id'],
  [['sh', '-c', 'cat /etc/passwd'], "sh -c 'cat /etc/passwd'"],
  [['echo', "it's", ''], "echo 'it'\\''s' ''"],
  [['printf', 'a\nb', '\u202egpj.exe'], "printf 'a\\u000ab' \\u202egpj.exe"],
  [[], ''],
] as const)('%j', (argv, expected) => {
  expect(toCommandLine(argv)).toBe(expected);
});
