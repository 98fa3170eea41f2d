import { compareText, MAX_LENGTH } from '../order.ts';
import { comparePythonVersions, type PythonVersion, parsePythonVersion } from '../python-version.ts';
import type { VersionScheme } from '../scheme.ts';

interface LegacyVersion {
  /** Undefined for a text that PEP 440 does not allow. */
  readonly standard: PythonVersion | undefined;
  readonly parts: readonly string[];
}

const PART = /\d+|[a-z]+|[.-]/g;
const SYNONYMS: Readonly<Record<string, string>> = { pre: 'c', preview: 'c', '-': 'final-', rc: 'c', dev: '@' };

/** What setuptools did before PEP 440: words and numbers as padded text, everything that PEP 440 allows after everything that it does not. */
export const scheme: VersionScheme<LegacyVersion> = {
  name: 'pypi-legacy',
  doc: 'Python packages with versions from before PEP 440, which come before all valid ones.',
  specification: 'https://setuptools.pypa.io/en/latest/history.html#v8-0',
  examples: {
    ascending: [
      ['-class.-jw.util.version.version-dev'],
      ['0.5m5'],
      ['0.6m1'],
      ['0.7.11p1'],
      ['0.7.11p2'],
      ['2013-05-09T12:47:53+0200'],
      ['2013-06-01T10:32:51+0200'],
      ['0.1', '0.1.0'],
      ['1.0rc1'],
      ['1.0'],
    ],
    invalid: ['', ' '],
  },
  parse(text) {
    if (text.length > MAX_LENGTH || text.trim() === '') return undefined;
    return { standard: parsePythonVersion(text), parts: splitParts(text) };
  },
  compare(a, b) {
    if (a.standard !== undefined && b.standard !== undefined) return comparePythonVersions(a.standard, b.standard);
    if (a.standard !== undefined || b.standard !== undefined) return a.standard === undefined ? -1 : 1;
    return compareParts(a.parts, b.parts);
  },
};

function splitParts(text: string): readonly string[] {
  const parts: string[] = [];
  for (const [part] of text.toLowerCase().matchAll(PART)) {
    if (part !== '.') parts.push(toPart(SYNONYMS[part] ?? part));
  }
  return [...parts, '*final'];
}

function toPart(part: string): string {
  return /^\d/.test(part) ? part.padStart(8, '0') : `*${part}`;
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const order = compareText(a[index] ?? '', b[index] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
