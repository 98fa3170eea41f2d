import { readManifest } from '@breakwater/manifest';
import { toYaml } from '../export/to-yaml.ts';

/** The text of one policy of several, and the line of the whole that it begins on. */
export interface PolicyText {
  readonly text: string;
  readonly line: number;
  /** It was written anew: places in it are not those of the whole. */
  readonly rewritten: boolean;
}

/**
 * Takes a text with several policies apart: documents between `---` keep their comments and layout, entries of a list are written anew. What is
 * no YAML stays whole, so that whoever checks it says where.
 */
export function splitPolicies(text: string): readonly PolicyText[] {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, index) => (/^---(?:\s|$)/.test(line) ? [index] : []));
  return [-1, ...starts].flatMap((start, index) => {
    const body = lines.slice(start + 1, starts[index]).filter(line => !/^\.\.\.\s*$/.test(line));
    return toTexts(`${body.join('\n').trimEnd()}\n`, start + 2);
  });
}

function toTexts(text: string, line: number): readonly PolicyText[] {
  const { documents, problems } = readManifest(text, { source: '-' });
  if (documents.length === 0 && problems.length === 0) return [];
  const [document] = documents;
  if (document === undefined || !Array.isArray(document.value)) return [{ text, line, rewritten: false }];
  return document.value.map((entry, index) => ({ text: toYaml(entry), line: line + document.locate([index]).line - 1, rewritten: true }));
}
