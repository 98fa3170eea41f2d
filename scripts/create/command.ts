import { KEBAB_CASE, toCamelCase, type UnitTemplate } from '../unit-template.ts';

const FOLDER = 'apps/cli/src/commands';

export const template: UnitTemplate = {
  nameFormat: 'NOUN-VERB (kebab-case, as policy-list)',
  namePattern: KEBAB_CASE,
  render: name => [
    { path: `${FOLDER}/${name}.ts`, content: renderCommand(name) },
    { path: `${FOLDER}/${name}.test.ts`, content: renderTest(name) },
  ],
};

function renderCommand(name: string): string {
  const words = name.replaceAll('-', ' ');
  return `import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: '${words}',
  summary: 'Says what it does, in one line',
  arguments: [{ name: 'name', doc: 'what it is about', required: false }],
  options: [],
  examples: [{ command: 'breakwater ${words}', doc: 'what this shows' }],
  async run(input, terminal) {
    const [about = 'everything'] = input.arguments;
    await terminal.stdout(\`${words}: \${about}\\n\`);
    return EXIT.nothing;
  },
};
`;
}

function renderTest(name: string): string {
  const words = name.replaceAll('-', ' ');
  const run = `run${toCamelCase(`-${name}`)}`;
  return `import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { command } from './${name}.ts';

/** What the command writes to its standard output. */
async function ${run}(...words: string[]): Promise<string> {
  const written: string[] = [];
  const write = async (text: string) => void written.push(text);
  const input = { arguments: words, options: {} };
  await command.run(input, { stdin: Readable.from([]), stdout: write, stderr: write, color: false, width: 80, interactive: false, language: 'en' });
  return written.join('');
}

const cases: [words: string[], text: string][] = [
  [[], '${words}: everything\\n'],
  [['shop'], '${words}: shop\\n'],
];

it.each(cases)('%j', async (words, text) => {
  expect(await ${run}(...words)).toBe(text);
});
`;
}
