import { createHmac } from 'node:crypto';
import { LIMITS } from '../limits.ts';
import { secretKinds } from './kinds.ts';
import { MarkFinder } from './mark-finder.ts';
import type { FoundSecret, SecretKind } from './secret-kind.ts';

/** Bytes before and after a mark that a pattern is asked about. */
const BEFORE = 256;
const AFTER = 2200;
/** What looking at one place of a mark costs: where the pattern may begin anywhere it may be tried at each byte. */
const COST = { sticky: 1, window: 20 };
/** In capitals, the word for what belongs there: `postgres://USER:PASSWORD@HOST/`. */
const NAME = /^(?:[A-Z]+_)*(?:PASSWORD|PASSWD|SECRET|TOKEN|KEY)$/;
/** What people write where a credential would stand. */
const PLACEHOLDER =
  /example|sample|placeholder|changeme|change_me|your[_-]|my[_-]?(?:token|key|secret|password)|dummy|redacted|x{5}|\*{3}|\.{3}|0{8}|1234567|abcdefg|<|\$\{|\{\{|%\(/i;

const marks = secretKinds.flatMap(kind => kind.marks.map(mark => ({ mark, kind })));
const finder = new MarkFinder(marks.map(({ mark }) => mark));

type Place = Pick<FoundSecret, 'kind' | 'severity' | 'line' | 'hash'>;

/** Work that may still be done: texts made of nothing but marks cost no more. */
export interface SearchBudget {
  left: number;
}

/** Credentials in a text, each once; none after the budget is spent. */
export function findSecrets(bytes: Buffer, salt: Uint8Array, budget: SearchBudget = { left: LIMITS.secretSearch }): readonly Place[] {
  const found = new Map<string, { readonly kind: SecretKind; readonly start: number; readonly text: string }>();
  finder.find(bytes, (index, end) => {
    const { kind, mark = '' } = marks[index] ?? {};
    if (kind === undefined || budget.left <= 0 || found.size > LIMITS.secrets) return;
    budget.left -= kind.pattern.sticky ? COST.sticky : COST.window;
    const match = kind.pattern.sticky ? matchAt(bytes, kind, end - mark.length) : matchAround(bytes, kind, end);
    if (match !== undefined && isCredible(match.text, kind)) found.set(`${kind.id} ${match.start}`, { kind, ...match });
  });
  return dropWeaker([...found.values()]).map(({ kind, start, text }) => ({
    kind: kind.id,
    severity: kind.severity,
    line: countLines(bytes, start),
    hash: createHmac('sha256', salt).update(text).digest('hex').slice(0, 32),
  }));
}

interface Match {
  readonly start: number;
  readonly text: string;
}

/** The match that begins with the mark, after a byte that is no part of it. */
function matchAt(bytes: Buffer, { pattern, boundary }: SecretKind, start: number): Match | undefined {
  const from = boundary === true && start > 0 ? start - 1 : start;
  pattern.lastIndex = 0;
  const match = pattern.exec(bytes.toString('latin1', from, Math.min(bytes.length, start + AFTER)));
  const text = match?.[1];
  return match === null || text === undefined ? undefined : { start: from + match[0].indexOf(text), text };
}

/** The match that covers the mark which ends at `end`. */
function matchAround(bytes: Buffer, { pattern }: SecretKind, end: number): Match | undefined {
  const from = Math.max(0, end - BEFORE);
  const window = bytes.toString('latin1', from, Math.min(bytes.length, end + AFTER));
  const inside = end - 1 - from;
  for (const match of window.matchAll(pattern)) {
    if (match.index > inside) return undefined;
    if (match.index + match[0].length <= inside) continue;
    const text = match[1] ?? match[0];
    return { start: from + match.index + match[0].lastIndexOf(text), text };
  }
  return undefined;
}

function isCredible(text: string, { entropy = 0 }: SecretKind): boolean {
  return !PLACEHOLDER.test(text) && !NAME.test(text) && measureEntropy(text) >= entropy;
}

/** Bits per character by Shannon. */
export function measureEntropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

const WEAK = new Set(['generic-secret', 'jwt', 'bearer-authorization', 'basic-authorization']);

/** What a weaker kind says of the same text is left out. */
function dropWeaker<T extends { readonly kind: SecretKind; readonly start: number; readonly text: string }>(
  found: readonly T[],
): readonly T[] {
  const strong = found.filter(({ kind }) => !WEAK.has(kind.id));
  return found.filter(one => !WEAK.has(one.kind.id) || !strong.some(({ text }) => text.includes(one.text) || one.text.includes(text)));
}

function countLines(bytes: Buffer, end: number): number {
  let lines = 1;
  for (let at = bytes.indexOf(10); at >= 0 && at < end; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}
