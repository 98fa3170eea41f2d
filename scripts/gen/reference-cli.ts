import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GeneratedFile } from '../generated-file.ts';
import { renderPage, renderTable, toCode } from '../markdown.ts';

const COMMANDS = 'apps/cli/src/commands.generated.ts';
const SUITES = 'apps/cli/src/suites.generated.ts';

/** The part of apps/cli's CommandDefinition that is written down. */
interface Command {
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly { readonly name: string; readonly doc: string; readonly required: boolean; readonly variadic?: boolean }[];
  readonly options: readonly Option[];
  readonly examples: readonly { readonly command: string; readonly doc: string }[];
}

interface Entry {
  readonly load: () => Promise<Command>;
}

interface Option {
  readonly name: string;
  readonly short?: string;
  readonly doc: string;
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly default?: string;
}

interface Suite {
  readonly name: string;
  readonly doc: string;
}

/** Every command with its arguments, options and examples, and the suites of `eval`. */
export async function generate(root: string): Promise<GeneratedFile[]> {
  if (!existsSync(join(root, COMMANDS))) return [];
  const { commands: entries } = await importFrom<{ commands: readonly Entry[] }>(root, COMMANDS);
  const commands = await Promise.all(entries.map(({ load }) => load()));
  const suites = existsSync(join(root, SUITES)) ? (await importFrom<{ suites: readonly Suite[] }>(root, SUITES)).suites : [];
  const content = renderPage('Command line', COMMANDS, [
    renderTable(
      ['command', 'what it does'],
      commands.map(({ name, summary }) => [`[${name}](#breakwater-${name.replaceAll(' ', '-')})`, summary]),
    ),
    'Exit codes: 0 nothing found · 1 a finding at or above --fail-on · 2 wrong usage · 3 could not look · 70 internal fault.',
    ...commands.flatMap(renderCommand),
    ...(suites.length === 0
      ? []
      : [
          '## Suites of eval',
          renderTable(
            ['suite', 'what it judges'],
            suites.map(({ name, doc }) => [toCode(name), doc]),
          ),
        ]),
  ]);
  return [{ path: 'docs/reference/cli.md', content }];
}

async function importFrom<T>(root: string, path: string): Promise<T> {
  return (await import(pathToFileURL(join(root, path)).href)) as T;
}

function renderCommand(command: Command): string[] {
  const usage = [
    'breakwater',
    command.name,
    ...command.arguments.map(renderArgument),
    ...(command.options.length > 0 ? ['[options]'] : []),
  ];
  const argumentRows = command.arguments.map(({ name, doc }) => [toCode(name), doc]);
  const examples = command.examples.map(example => `# ${example.doc}\n${example.command}`).join('\n\n');
  return [
    `## breakwater ${command.name}`,
    command.summary,
    `\`${usage.join(' ')}\``,
    ...(argumentRows.length === 0 ? [] : [renderTable(['argument', 'meaning'], argumentRows)]),
    ...(command.options.length === 0 ? [] : [renderTable(['option', 'meaning', 'default'], command.options.map(renderOption))]),
    ...(examples === '' ? [] : [`\`\`\`sh\n${examples}\n\`\`\``]),
  ];
}

function renderArgument({ name, required, variadic }: Command['arguments'][number]): string {
  const shown = variadic ? `${name}...` : name;
  return required ? `<${shown}>` : `[${shown}]`;
}

function renderOption(option: Option): string[] {
  const name = option.short === undefined ? `--${option.name}` : `-${option.short}, --${option.name}`;
  const flag = option.value === undefined ? name : `${name} <${option.value}>`;
  const choices = option.choices === undefined ? '' : ` (${option.choices.join(', ')})`;
  return [toCode(flag), `${option.doc}${choices}`, option.default ?? ''];
}
