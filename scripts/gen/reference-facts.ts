import { type Fact, factFunctions, facts, TARGETS } from '@breakwater/inventory';
import { compareCodeUnits } from '../files.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { renderPage, renderTable, toCode } from '../markdown.ts';

/** What policies may read: targets, the facts of every subject, and the functions beside CEL's own. */
export function generate(): GeneratedFile[] {
  const subjects = [...new Set(facts.map(fact => fact.subject))].sort(compareCodeUnits);
  const content = renderPage('Facts', 'packages/inventory', [
    'What a policy is evaluated on, and every value that its expression may read. A fact with a native form can be exported: the API server computes it by itself.',
    '## Targets',
    renderTable(
      ['target', 'variables', 'what it is'],
      TARGETS.map(target => [toCode(target.name), listVariables(target.variables), target.doc]),
    ),
    ...subjects.flatMap(subject => [`## ${subject}`, renderFacts(facts.filter(fact => fact.subject === subject))]),
    '## Functions',
    renderTable(
      ['function', 'example', 'what it gives'],
      factFunctions.map(({ name, example, doc }) => [toCode(name), toCode(example), doc]),
    ),
  ]);
  return [{ path: 'docs/reference/facts.md', content }];
}

function listVariables(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, subject]) => `\`${name}\` (${subject})`)
    .join(', ');
}

function renderFacts(rows: readonly Fact[]): string {
  const sorted = [...rows].sort((a, b) => compareCodeUnits(a.name, b.name));
  const cells = sorted.map(fact => [toCode(fact.name), toCode(fact.type), fact.doc, fact.source, toCode(fact.native ?? '')]);
  return renderTable(['fact', 'type', 'what it says', 'source', 'native form'], cells);
}
