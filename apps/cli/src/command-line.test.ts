import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type CommandDefinition, UsageError } from './command.ts';
import { runCommandLine } from './command-line.ts';
import { commands } from './commands.generated.ts';
import { EXIT } from './exit-code.ts';
import { run } from './testing/terminal.ts';
import { VERSION } from './version.ts';

describe('words that lead to no command', () => {
  test('a group without its command', async () => {
    expect(await run(['policy', 'lits'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^error: unknown command 'lits'\n\(Did you mean list\?\)\n/),
    });
  });

  test.each<[readonly string[], string]>([
    [['chekc'], "error: there is no command 'chekc'; did you mean 'check'?\n"],
    [['zzzzzzzzzz'], "error: there is no command 'zzzzzzzzzz'; `breakwater --help` lists them\n"],
    [['constructor'], "error: there is no command 'constructor'; `breakwater --help` lists them\n"],
    [[''], "error: there is no command ''; `breakwater --help` lists them\n"],
  ])('%j', async (words, err) => {
    expect(await run(words)).toStrictEqual({ code: 2, out: '', err });
  });

  test.each([[[]], [['policy']]])('%j: the help, as an error', async words => {
    const { code, out, err } = await run(words);
    expect([code, out]).toStrictEqual([2, '']);
    expect(err).toMatch(/^Usage: breakwater /);
  });

  test('an option that is none', async () => {
    expect(await run(['--no-such-option'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^error: unknown option '--no-such-option'\n/),
    });
  });
});

test('--help lists every command with its summary', async () => {
  const { code, out, err } = await run(['--help'], '', { width: 200 });
  expect([code, err]).toStrictEqual([0, '']);
  const parents = new Set(commands.map(({ name }) => name.split(' ')[0] ?? ''));
  expect([...parents].filter(name => !out.includes(`\n  ${name} `))).toStrictEqual([]);
  const members = commands.flatMap(({ name }) => (name.startsWith('policy ') ? [name.slice('policy '.length)] : []));
  expect(out).toMatch(new RegExp(`\\n {2}policy +${members.join(', ')}\\n`));
  expect(commands.filter(({ name, summary }) => !name.includes(' ') && !out.includes(summary))).toStrictEqual([]);
});

test('--help fits the width of the terminal', async () => {
  const widths = await Promise.all([80, 120].map(async width => (await run(['check', '--help'], '', { width })).out));
  const longest = widths.map(text => Math.max(...(text.split('\nExamples:')[0] ?? '').split('\n').map(line => line.length)));
  expect(longest[0]).toBeLessThan(longest[1] ?? 0);
  expect(longest[1]).toBeLessThanOrEqual(120);
});

test.each(['--version', '-V'])('%s', async word => {
  expect(await run([word])).toStrictEqual({ code: 0, out: `${VERSION}\n`, err: '' });
});

describe('what a command throws', () => {
  const ask = async (fail: () => Promise<never>) => {
    const err: string[] = [];
    const out: string[] = [];
    const command: CommandDefinition = { name: 'fail', summary: 'Fail', arguments: [], options: [], examples: [], run: fail };
    const code = await runCommandLine([{ ...command, load: async () => command }], ['fail'], {
      stdin: Readable.from([]),
      stdout: async text => void out.push(text),
      stderr: async text => void err.push(text),
      color: false,
      width: 80,
      interactive: false,
      language: 'en',
    });
    return [code, out.join(''), err.join('')];
  };

  test('a wrong usage is told in one line', async () => {
    expect(await ask(async () => Promise.reject(new UsageError('no such thing')))).toStrictEqual([2, '', 'error: no such thing\n']);
  });

  test.each<[string, unknown, string]>([
    ['an error', new TypeError('x is not a function'), 'x is not a function'],
    ['a text', 'oops', 'oops'],
    ['nothing', undefined, 'undefined'],
    ['a stack that is too deep', new RangeError('Maximum call stack size exceeded'), 'Maximum call stack size exceeded'],
  ])('%s is a fault of ours', async (_, thrown, message) => {
    expect(await ask(async () => Promise.reject(thrown))).toStrictEqual([
      70,
      '',
      `breakwater failed: ${message}\nThis is a fault of Breakwater. Please report it with the command and, if you can, the input.\n`,
    ]);
  });
});

test('exit codes', () => {
  expect(EXIT).toStrictEqual({ nothing: 0, findings: 1, wrongUsage: 2, couldNotLook: 3, internalFault: 70 });
});
