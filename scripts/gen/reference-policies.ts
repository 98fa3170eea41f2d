import { type ContentDocument, readDocuments } from '../content.ts';
import { compareCodeUnits } from '../files.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { renderPage, renderTable, toCode } from '../markdown.ts';

/** The catalogue of policies, by category. */
export function generate(root: string): GeneratedFile[] {
  const policies = readDocuments(root, 'policies');
  if (policies.length === 0) return [];
  const categories = [...new Set(policies.map(readCategory))].sort(compareCodeUnits);
  const content = renderPage('Policies', 'content/policies', [
    `${policies.length} policies. Each stands in one file with its expression and its passing and failing examples.`,
    ...categories.flatMap(category =>
      renderCategory(
        category,
        policies.filter(policy => readCategory(policy) === category),
      ),
    ),
  ]);
  return [{ path: 'docs/reference/policies.md', content }];
}

function renderCategory(category: string, policies: readonly ContentDocument[]): string[] {
  const index = renderTable(
    ['policy', 'severity', 'title', 'stages'],
    policies.map(({ id, value }) => [`[${id}](#${id})`, readText(value['severity']), readText(value['title']), readList(value['stages'])]),
  );
  return [`## ${category}`, index, ...policies.flatMap(renderPolicy)];
}

function renderPolicy({ id, path, value }: ContentDocument): string[] {
  return [
    `### ${id}`,
    `**${readText(value['title'])}** · ${readText(value['severity'])} (${readText(value['reason'])}) · target ${toCode(readText(value['target']))}${value['events'] === undefined ? '' : ` (${readList(value['events'])})`}`,
    readText(value['rationale']),
    `*Remedy:* ${readText(value['remediation'])}`,
    `Expression and examples: [${path}](../../${path})`,
  ];
}

function readCategory({ value }: ContentDocument): string {
  const { categories } = value;
  return Array.isArray(categories) && typeof categories[0] === 'string' ? categories[0] : 'other';
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function readList(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : '';
}
