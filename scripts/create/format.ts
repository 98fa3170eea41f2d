import { KEBAB_CASE, type UnitTemplate } from '../unit-template.ts';

const FOLDER = 'packages/report/src/formats';

export const template: UnitTemplate = {
  nameFormat: 'NAME (kebab-case, as junit)',
  namePattern: KEBAB_CASE,
  render: name => [
    { path: `${FOLDER}/${name}.ts`, content: renderFormat(name) },
    { path: `${FOLDER}/${name}.test.ts`, content: renderTest(name) },
  ],
};

function renderFormat(name: string): string {
  return `import type { Result } from '@breakwater/model';
import type { ReportFormat } from '../format.ts';

export const format: ReportFormat = {
  name: '${name}',
  doc: 'One line for each finding',
  render: output => output.results.map(result => \`\${renderResult(result)}\\n\`).join(''),
};

function renderResult({ severity, policy, message }: Result): string {
  return \`\${severity} \${policy}: \${message}\`;
}
`;
}

function renderTest(name: string): string {
  return `import type { CheckOutput, Result } from '@breakwater/model';
import { expect, it } from 'vitest';
import { format } from './${name}.ts';

const result: Result = {
  policy: 'privileged-container',
  state: 'fail',
  severity: 'high',
  message: "container 'app' runs privileged",
  target: { cluster: 'file:shop', apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'cart' },
  standards: {},
  remediation: 'Drop it.',
  evidence: [],
};

function render(...results: Result[]): string {
  const output = { results, problems: [] } satisfies Partial<CheckOutput>;
  return format.render(output as unknown as CheckOutput, { language: 'en', color: false, width: 80, verbose: false, policies: new Map() });
}

it('has a line for each finding', () => {
  expect(render(result, result)).toBe("high privileged-container: container 'app' runs privileged\\n".repeat(2));
});

it('is empty without findings', () => {
  expect(render()).toBe('');
});
`;
}
