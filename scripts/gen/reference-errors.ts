import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../files.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { renderPage, renderTable, toCode } from '../markdown.ts';

interface ErrorCode {
  readonly code: string;
  readonly meaning: string;
}

/** Every code that a failure or a problem may carry, from the union in each package's errors.ts. */
export function generate(root: string): GeneratedFile[] {
  const sections = ['apps', 'packages']
    .flatMap(group => listFiles(root, group))
    .filter(path => /^[^/]+\/[^/]+\/src\/errors\.ts$/.test(path))
    .flatMap(path => renderSection(path, parseErrorCodes(readFileSync(join(root, path), 'utf8'))));
  const intro = 'Codes are part of the public surface: they stand in JSON output and do not change their meaning. Messages may.';
  return [{ path: 'docs/reference/errors.md', content: renderPage('Errors', 'the errors.ts of each package', [intro, ...sections]) }];
}

function renderSection(path: string, codes: readonly ErrorCode[]): string[] {
  if (codes.length === 0) return [];
  const name = path.split('/')[1] ?? path;
  return [
    `## ${name}`,
    renderTable(
      ['code', 'what it says'],
      codes.map(({ code, meaning }) => [toCode(code), meaning]),
    ),
  ];
}

/** What matters in an errors.ts: TSDoc comments, other comments (to be passed over), the head of a union, its members, its end. */
const PIECE = /\/\*\*([\s\S]*?)\*\/|\/\/[^\n]*|(export type \w+ErrorCode =)|'([^'\n]+)'|;/g;

/**
 * Members of every `…ErrorCode` union in a source. What a code means stands in a comment before the member, or in a list in the comment
 * before the union: one line `- \`code\`: meaning` each. Exported for its test.
 */
export function parseErrorCodes(source: string): ErrorCode[] {
  const codes: ErrorCode[] = [];
  let comment = '';
  let listed: ReadonlyMap<string, string> | undefined;
  for (const [piece, text, head, code] of source.matchAll(PIECE)) {
    if (text !== undefined) comment = stripComment(text);
    else if (head !== undefined) listed = parseListedMeanings(comment);
    else if (code !== undefined && listed !== undefined) codes.push({ code, meaning: listed.get(code) ?? comment });
    else if (piece === ';') listed = undefined;
    if (text === undefined) comment = '';
  }
  return codes;
}

function parseListedMeanings(comment: string): Map<string, string> {
  const items = comment.matchAll(/- `([^`]+)`: (.*?)(?= - `|$)/g);
  return new Map([...items].map(([, code = '', meaning = '']) => [code, meaning.trim()]));
}

/** The words of a comment on one line. */
function stripComment(comment: string): string {
  return comment
    .replaceAll(/^\s*\* ?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
