import { nearestName, toErrorMessage } from '@breakwater/model';
import { Command, CommanderError, Option } from 'commander';
import {
  type CommandDefinition,
  type CommandEntry,
  type CommandInput,
  type OptionDefinition,
  type Terminal,
  UsageError,
} from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { VERSION } from './version.ts';

/** Parses the words after `breakwater`, runs the command they name and says what the shell is told. The owner of commander. */
export async function runCommandLine(entries: readonly CommandEntry[], words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const written: Promise<void>[] = [];
  let code: ExitCode = EXIT.nothing;
  try {
    const named = findNamed(entries, words);
    const commands = await Promise.all(entries.map(entry => (entry === named ? entry.load() : entry)));
    const program = createProgram(commands, terminal, written, async (definition, input) => {
      code = await definition.run(input, terminal);
    });
    await program.parseAsync([...words], { from: 'user' });
    return code;
  } catch (cause) {
    return await reportFailure(cause, terminal);
  } finally {
    await Promise.all(written);
  }
}

/** The command that the first words name; only its file is loaded. */
function findNamed(entries: readonly CommandEntry[], words: readonly string[]): CommandEntry | undefined {
  const named = entries.filter(({ name }) => name.split(' ').every((word, index) => words[index] === word));
  return named.toSorted((a, b) => b.name.length - a.name.length)[0];
}

type Run = (definition: CommandDefinition, input: CommandInput) => Promise<void>;

/** The whole command line as commander knows it; of a command that is not loaded, name and summary. */
export function createProgram(
  commands: readonly (CommandDefinition | CommandEntry)[],
  terminal: Terminal,
  written: Promise<void>[],
  run: Run,
): Command {
  const program = new Command('breakwater')
    .description('Kubernetes-native security: find what is wrong, say why, and the smallest change that fixes it')
    .version(VERSION, '-V, --version', 'Print the version')
    .helpOption('-h, --help', 'Print this help')
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: text => void written.push(terminal.stdout(text)),
      writeErr: text => void written.push(terminal.stderr(text)),
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => terminal.width,
    })
    .action((_options, self: Command) => {
      const [word] = self.args;
      if (word === undefined) self.help({ error: true });
      throw new UsageError(describeUnknownCommand(word, commands));
    })
    .allowExcessArguments();
  for (const definition of commands) addCommand(program, definition, run);
  for (const group of program.commands) describeGroup(group);
  return program;
}

function describeUnknownCommand(word: string | undefined, commands: readonly Pick<CommandEntry, 'name'>[]): string {
  const nearest = nearestName(
    word ?? '',
    commands.map(command => command.name),
  );
  return `there is no command '${word}'; ${nearest === undefined ? '`breakwater --help` lists them' : `did you mean '${nearest}'?`}`;
}

/** What only holds other commands is described by them. */
function describeGroup(group: Command): void {
  if (group.commands.length > 0 && group.description() === '') group.description(group.commands.map(command => command.name()).join(', '));
}

function addCommand(program: Command, definition: CommandDefinition | CommandEntry, run: Run): void {
  const words = definition.name.split(' ');
  const parent = words.slice(0, -1).reduce(findOrCreate, program);
  // A role may have others below its name, as `admission` and `admission status`: what stands behind a name is its own.
  const command = findOrCreate(parent, words.at(-1) ?? '')
    .description(definition.summary)
    .enablePositionalOptions();
  if ('load' in definition) return;
  for (const { name, doc, required, variadic } of definition.arguments) {
    const text = variadic === true ? `${name}...` : name;
    command.argument(required ? `<${text}>` : `[${text}]`, doc);
  }
  for (const option of definition.options) command.addOption(toOption(option));
  command.addHelpText('after', `\nExamples:\n${definition.examples.map(({ command: line, doc }) => `  # ${doc}\n  ${line}`).join('\n')}`);
  command.action(async () => {
    await run(definition, { arguments: command.args, options: readOptions(definition, command) });
  });
}

function findOrCreate(parent: Command, word: string): Command {
  return parent.commands.find(command => command.name() === word) ?? parent.command(word).helpOption('-h, --help', 'Print this help');
}

function toOption(definition: OptionDefinition): Option {
  const flag = definition.short === undefined ? `--${definition.name}` : `-${definition.short}, --${definition.name}`;
  const option = new Option(definition.value === undefined ? flag : `${flag} <${definition.value}>`, definition.doc);
  if (definition.choices !== undefined) option.choices([...definition.choices]);
  if (definition.default !== undefined) option.default(definition.default);
  if (definition.repeatable === true)
    option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
  return option;
}

/** Options under the names of their definitions, not commander's camel case; of `--no-x` it keeps that x is false. */
function readOptions(definition: CommandDefinition, command: Command): Record<string, unknown> {
  const values = command.opts();
  const read = (name: string): unknown => values[name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
  const readSwitch = (name: string): unknown => (read(name.slice('no-'.length)) === false ? true : undefined);
  return Object.fromEntries(definition.options.map(({ name }) => [name, name.startsWith('no-') ? readSwitch(name) : read(name)]));
}

async function reportFailure(cause: unknown, terminal: Terminal): Promise<ExitCode> {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? EXIT.nothing : EXIT.wrongUsage;
  if (cause instanceof UsageError) {
    await terminal.stderr(`error: ${cause.message}\n`);
    return EXIT.wrongUsage;
  }
  await terminal.stderr(
    `breakwater failed: ${toErrorMessage(cause)}\nThis is a fault of Breakwater. Please report it with the command and, if you can, the input.\n`,
  );
  return EXIT.internalFault;
}
