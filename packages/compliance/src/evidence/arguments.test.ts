import { expect, it } from 'vitest';
import { parseArguments, splitCommandLine } from './arguments.ts';

it.each<[string, readonly string[], Readonly<Record<string, string>>]>([
  ['with an equals sign', ['--a=1', '--b=x=y'], { a: '1', b: 'x=y' }],
  ['in two words', ['--a', '1', '--b', '2'], { a: '1', b: '2' }],
  ['bare, which means true', ['--a', '--b=1', '--c'], { a: 'true', b: '1', c: 'true' }],
  ['with one dash', ['-a=1', '-data-dir', '/x'], { a: '1', 'data-dir': '/x' }],
  ['several times, where the last counts', ['--a=1', '--a=2'], { a: '2' }],
  ['several times, where they add up', ['--feature-gates=A=true', '--feature-gates=B=false'], { 'feature-gates': 'A=true,B=false' }],
  ['empty', ['--a='], { a: '' }],
  ['in quotes', ['--a="1 2"'], { a: '1 2' }],
  ['among what is none', ['stray', '--', '--a=1', '-'], { a: '1' }],
])('reads flags %s', (_, argv, flags) => {
  expect(Object.fromEntries(parseArguments(argv))).toStrictEqual(flags);
});

it.each([
  ['kubelet --a=1  --b 2', ['kubelet', '--a=1', '--b', '2']],
  [`x --a="1 2" 'c d'`, ['x', '--a=1 2', 'c d']],
  ['', []],
])('splits %j', (text, words) => {
  expect(splitCommandLine(text)).toStrictEqual(words);
});
