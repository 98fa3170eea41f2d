import { readDocuments } from '../content.ts';
import type { GeneratedFile } from '../generated-file.ts';

const CATALOGUES = ['policies', 'standards'] as const;

/** The compiled catalogue that apps carry: every document of content/ in one file per kind, one line each, sorted by id. */
export function generate(root: string): GeneratedFile[] {
  return CATALOGUES.map(kind => {
    const lines = readDocuments(root, kind).map(document => JSON.stringify(withoutExamples(document.value)));
    return { path: `content/${kind}.generated.json`, content: lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n` };
  });
}

/** Examples are floor tests and documentation; nothing reads them while it runs. */
function withoutExamples(value: Readonly<Record<string, unknown>>): object {
  const { examples: _examples, ...rest } = value;
  return rest;
}
