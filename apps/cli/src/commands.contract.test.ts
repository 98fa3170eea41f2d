import { describe, expect, test } from 'vitest';
import type { CommandDefinition, CommandInput } from './command.ts';
import { createProgram } from './command-line.ts';
import { commands as entries } from './commands.generated.ts';
import { run } from './testing/terminal.ts';

const TEXT = /^\S.*[^.\s]$/s;

const commands = await Promise.all(entries.map(({ load }) => load()));

/** Words after `breakwater` in an example; what the shell itself reads (pipes, redirections) left out. */
function readWords(example: string): readonly string[] {
  const own = example.split('|').find(part => /(?:^|\s)breakwater\s/.test(part)) ?? '';
  const words = own.trim().split(/\s+/);
  const end = words.findIndex(word => word.startsWith('<') || word.startsWith('>'));
  return words.slice(words.indexOf('breakwater') + 1, end < 0 ? undefined : end);
}

/** The command that words lead to, and what it would be called with. */
async function parse(words: readonly string[]): Promise<{ name: string; input: CommandInput } | undefined> {
  let found: { name: string; input: CommandInput } | undefined;
  const terminal = { stdout: async () => {}, stderr: async () => {}, width: 100 };
  const program = createProgram(commands, terminal as unknown as Parameters<typeof createProgram>[1], [], async (definition, input) => {
    found = { name: definition.name, input };
  });
  await program.parseAsync([...words], { from: 'user' });
  return found;
}

/** Words that call the command with everything that it must have. */
const callOf = ({ name, arguments: given }: CommandDefinition) => [
  ...name.split(' '),
  ...given.filter(({ required }) => required).map(() => 'x'),
];

describe.each(commands.map(command => [command.name, command] as const))('%s', (name, command) => {
  test('is named in words and says what it does in one line', () => {
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*(?: [a-z]+(?:-[a-z]+)*)*$/);
    expect(command.summary).toMatch(/^[A-Z][^\n]*[^.\s]$/);
  });

  test('documents its arguments, the optional and the repeated ones last', () => {
    expect(command.arguments.filter(({ name: argument, doc }) => !/^[a-z-]+$/.test(argument) || !TEXT.test(doc))).toStrictEqual([]);
    const ranks = command.arguments.map(({ required, variadic }) => (variadic === true ? 2 : required ? 0 : 1));
    expect(ranks).toStrictEqual(ranks.toSorted());
  });

  test('documents its options', () => {
    const { options } = command;
    expect(
      options.filter(option => !/^[a-z]+(?:-[a-z]+)*$/.test(option.name) || !TEXT.test(option.doc)).map(option => option.name),
    ).toStrictEqual([]);
    const names = options.map(option => option.name);
    expect(names.filter((option, index) => names.indexOf(option) !== index || option === 'help' || option === 'version')).toStrictEqual([]);
    const badDefaults = options.filter(
      ({ choices, default: value }) => choices !== undefined && value !== undefined && !choices.includes(value),
    );
    expect(badDefaults.map(option => option.name)).toStrictEqual([]);
    expect(
      options.filter(
        ({ value, choices, default: preset, repeatable }) => value === undefined && (choices ?? preset ?? repeatable) !== undefined,
      ),
    ).toStrictEqual([]);
  });

  test('has examples whose words are understood; the first shows the command itself, later ones what may follow', async () => {
    expect(command.examples.map(({ doc }) => doc).filter(doc => !TEXT.test(doc))).toStrictEqual([]);
    const called = await Promise.all(command.examples.map(async example => (await parse(readWords(example.command)))?.name));
    expect([called[0], called.filter(known => known === undefined)]).toStrictEqual([name, []]);
  });

  test('prints its help, with every option and example', async () => {
    const { code, out, err } = await run([...name.split(' '), '--help']);
    expect([code, err]).toStrictEqual([0, '']);
    expect(out).toContain(`Usage: breakwater ${name}`);
    for (const option of command.options) expect(out).toContain(`--${option.name}`);
    for (const example of command.examples) expect(out).toContain(`  ${example.command}\n`);
  });

  test('refuses an option that it does not have', async () => {
    const { code, out, err } = await run([...callOf(command), '--no-such-option']);
    expect([code, out]).toStrictEqual([2, '']);
    expect(err).toMatch(/^error: unknown option '--no-such-option'\n/);
  });

  test('refuses a missing argument, and a value that is no choice', async () => {
    if (command.arguments.some(({ required }) => required)) {
      const { code, err } = await run(name.split(' '));
      expect(code).toBe(2);
      expect(err).toMatch(/^error: missing required argument '/);
    }
    for (const { name: option } of command.options.filter(({ choices }) => choices !== undefined)) {
      const { code, err } = await run([...callOf(command), `--${option}`, 'no-such-choice']);
      expect(code).toBe(2);
      expect(err).toContain(`'no-such-choice' is invalid. Allowed choices are`);
    }
    for (const { name: option } of command.options.filter(({ value }) => value !== undefined)) {
      expect(await run([...callOf(command), `--${option}`])).toMatchObject({ code: 2, err: expect.stringContaining('argument missing') });
    }
  });

  test('gets its options under their names', async () => {
    const words = command.options.flatMap(({ name: option, value, choices, repeatable }) => {
      const given = value === undefined ? [`--${option}`] : [`--${option}`, choices?.[0] ?? 'v'];
      return repeatable === true ? [...given, ...given] : given;
    });
    const found = await parse([...callOf(command), ...words]);
    const expected = command.options.map(({ name: option, value, choices, repeatable }) => {
      const single = value === undefined ? true : (choices?.[0] ?? 'v');
      return [option, repeatable === true ? [single, single] : single];
    });
    expect(found).toStrictEqual({
      name,
      input: { arguments: command.arguments.filter(({ required }) => required).map(() => 'x'), options: Object.fromEntries(expected) },
    });
  });
});

/** A role, and what is asked about it. */
const ROLES_WITH_COMMANDS = ['admission', 'agent'];

test('names are unique, and no command is the first word of another, unless it is a role', () => {
  const names = commands.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index || names.some(other => other.startsWith(`${name} `)))).toStrictEqual(
    ROLES_WITH_COMMANDS,
  );
});
