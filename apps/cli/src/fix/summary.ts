import type { Result } from '@breakwater/model';
import { explainBehaviour, type Language } from '@breakwater/policy';
import type { DroppedFix, Repaired } from './repair-files.ts';

interface Words {
  readonly fixed: (policy: string, count: number) => string;
  readonly left: (policy: string, target: string, reason: string) => string;
  readonly conflict: (other: string) => string;
  readonly behaviour: string;
  readonly total: (fixed: number, files: number, left: number, dry: boolean) => string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    fixed: (policy, count) => `fixed  ${policy}${count > 1 ? ` (${count})` : ''}`,
    left: (policy, target, reason) => `left   ${policy}: ${target}: ${reason}`,
    conflict: other => `the fix contradicts that of '${other}'`,
    behaviour: 'What may behave differently now:',
    total: (fixed, files, left, dry) =>
      `${dry ? 'would fix' : 'fixed'} ${count(fixed, 'finding')} in ${count(files, 'file')}, ${left} ${left === 1 ? 'needs' : 'need'} a person`,
  },
  ja: {
    fixed: (policy, count) => `修正   ${policy}${count > 1 ? ` (${count})` : ''}`,
    left: (policy, target, reason) => `未修正 ${policy}: ${target}: ${reason}`,
    conflict: other => `'${other}' の修正と矛盾します`,
    behaviour: '動作が変わる可能性があるもの:',
    total: (fixed, files, left, dry) =>
      `${files} 個のファイルで ${fixed} 件を${dry ? '修正できます' : '修正しました'}。${left} 件は人の判断が必要です`,
  },
};

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** What was done and what was not, by file, with what to look out for. */
export function renderSummary(repaired: Repaired, language: Language, dry: boolean): string {
  const words = WORDS[language];
  const files = new Map<string, string[]>();
  const add = (file: string, line: string) => files.set(file, [...(files.get(file) ?? []), `  ${line}\n`]);
  for (const [file, repairs] of Map.groupBy(repaired.made, ({ owner }) => owner.file)) {
    const policies = Map.groupBy(repairs, ({ result }) => result.policy);
    for (const [policy, own] of [...policies].toSorted(([a], [b]) => (a < b ? -1 : 1))) add(file, words.fixed(policy, own.length));
  }
  for (const { file, result, reason } of listLeft(repaired, words)) add(file, words.left(result.policy, describeTarget(result), reason));
  const parts = [...files].map(([file, lines]) => `${file}\n${lines.join('')}`);
  return [...parts, ...renderBehaviour(repaired, language), renderTotal(repaired, words, dry)].join('\n');
}

interface Left {
  readonly file: string;
  readonly result: Result;
  readonly reason: string;
}

function listLeft({ dropped, conflicts }: Repaired, words: Words): readonly Left[] {
  return [
    ...dropped.map(({ repair, reason }: DroppedFix) => ({ file: repair.owner.file, result: repair.result, reason })),
    ...conflicts.map(({ result, winner }) => ({ file: result.location?.file ?? '', result, reason: words.conflict(winner.policy) })),
  ];
}

function describeTarget({ target, container }: Result): string {
  return `${target.kind} '${target.name}'${container === undefined ? '' : `, container '${container}'`}`;
}

function renderBehaviour({ made }: Repaired, language: Language): readonly string[] {
  const effects = new Map<string, readonly string[]>();
  for (const { result, edits } of made) effects.set(result.policy, explainBehaviour(edits, language));
  const lines = [...effects]
    .filter(([, texts]) => texts.length > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([policy, texts]) => `  ${policy}: ${texts.join('; ')}\n`);
  return lines.length === 0 ? [] : [`${WORDS[language].behaviour}\n${lines.join('')}`];
}

function renderTotal({ made, left }: Repaired, words: Words, dry: boolean): string {
  return `${words.total(made.length, new Set(made.map(({ owner }) => owner.file)).size, left.length, dry)}\n`;
}
