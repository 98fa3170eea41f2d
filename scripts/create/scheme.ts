import { KEBAB_CASE, toPascalCase, type UnitTemplate } from '../unit-template.ts';

const FOLDER = 'packages/version/src/schemes';

export const template: UnitTemplate = {
  nameFormat: 'NAME (kebab-case; the ecosystem, as debian)',
  namePattern: KEBAB_CASE,
  render: name => [
    { path: `${FOLDER}/${name}.ts`, content: renderScheme(name) },
    { path: `${FOLDER}/${name}.test.ts`, content: renderTest(name) },
  ],
};

/** Numbers split by dots: the least that any ecosystem has; the contract suite holds what is added to it. */
function renderScheme(name: string): string {
  const type = `${toPascalCase(name)}Version`;
  return `import { compareLists, MAX_LENGTH } from '../order.ts';
import type { VersionScheme } from '../scheme.ts';

interface ${type} {
  readonly numbers: readonly string[];
}

const VERSION = /^\\d+(?:\\.\\d+)*$/;

export const scheme: VersionScheme<${type}> = {
  name: '${name}',
  doc: 'Numbers split by dots; a missing one counts as 0.',
  specification: 'https://example.com/${name}',
  examples: {
    ascending: [['0', '0.0'], ['0.9'], ['0.10'], ['1', '1.0', '1.0.0'], ['1.0.1'], ['2'], ['10']],
    invalid: ['', '.', '1.', '1..2', 'latest', ' 1'],
  },
  parse(text) {
    return text.length <= MAX_LENGTH && VERSION.test(text) ? { numbers: text.split('.') } : undefined;
  },
  compare(a, b) {
    return compareLists(a.numbers, b.numbers, '0');
  },
};
`;
}

function renderTest(name: string): string {
  return `import { expect, it } from 'vitest';
import { compareVersions } from '../index.ts';

const cases: [a: string, order: string, b: string][] = [
  ['1.2', '<', '1.10'],
  ['1', '=', '1.0'],
  ['2', '>', '1.9.9'],
];

it.each(cases)('%s %s %s', (a, order, b) => {
  expect(compareVersions('${name}', a, b)).toBe(order);
});
`;
}
