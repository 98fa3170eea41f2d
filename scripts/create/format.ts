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
import { listFindings, nameResource } from '../order.ts';
import { stripControls } from '../style.ts';

export const format: ReportFormat = {
  name: '${name}',
  doc: 'One line for each finding, and their number',
  render: ({ results }) => {
    const findings = listFindings(results);
    return [...findings.map(renderFinding), \`\${findings.length} findings\`].map(line => \`\${line}\n\`).join('');
  },
};

function renderFinding(result: Result): string {
  return stripControls(\`\${result.severity} \${result.policy}: \${nameResource(result)}: \${result.message}\`);
}
`;
}

function renderTest(name: string): string {
  return `import { expect, it } from 'vitest';
import { buildOutput, buildResult, PLAIN } from '../testing/build.ts';
import { format } from './${name}.ts';

it('has a line for each finding', () => {
  const output = buildOutput([buildResult(), buildResult({ severity: 'low', name: 'api' }), buildResult({ state: 'pass' })]);
  expect(format.render(output, PLAIN)).toBe(
    'high test-policy: Pod shop/web: it is wrong\\nlow test-policy: Pod shop/api: it is wrong\\n2 findings\\n',
  );
});

it('says so when there is none', () => {
  expect(format.render(buildOutput([]), PLAIN)).toBe('0 findings\\n');
});
`;
}
