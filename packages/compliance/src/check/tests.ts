import { listElements, readMap } from '../evidence/arguments.ts';
import type { Texts } from './check.ts';

/** What is wanted of a setting; `undefined` is a setting that is nowhere. */
export interface Test {
  readonly holds: (value: string | undefined) => boolean;
  readonly wanted: Texts;
}

const test = (en: string, ja: string, holds: Test['holds']): Test => ({ holds, wanted: { en, ja } });

export const isSet: Test = test('a value', '設定あり', value => value !== undefined && value !== '');
export const isAbsent: Test = test('no value', '設定なし', value => value === undefined || value === '');

/** Truth values are written in any case. */
export function equals(wanted: string): Test {
  return test(wanted, wanted, value => value?.toLowerCase() === wanted.toLowerCase());
}

/** Where the setting is absent, what is wanted is the default. */
export function absentOr({ holds, wanted }: Test): Test {
  return test(`${wanted.en} or no value`, `${wanted.ja} または設定なし`, value => value === undefined || holds(value));
}

export function atLeast(least: number): Test {
  return test(`${least} or more`, `${least} 以上`, value => value !== undefined && /^-?\d+$/.test(value.trim()) && Number(value) >= least);
}

/** Exact elements of a list, never a part of one: NodeRestrictionX is another plug-in. */
export function includes(element: string): Test {
  return test(`a list with ${element}`, `${element} を含む`, value => value !== undefined && listElements(value).includes(element));
}

export function excludes(element: string): Test {
  return test(`a list without ${element}`, `${element} を含まない`, value => value !== undefined && !listElements(value).includes(element));
}

export function withoutGate(gate: string): Test {
  return test(
    `${gate} not false`,
    `${gate} が false でない`,
    value => value !== undefined && readMap(value).get(gate)?.toLowerCase() !== 'false',
  );
}

export function withoutGateOn(gate: string): Test {
  return test(
    `${gate} not true`,
    `${gate} が true でない`,
    value =>
      readMap(value ?? '')
        .get(gate)
        ?.toLowerCase() !== 'true',
  );
}

export function within(allowed: readonly string[]): Test {
  return test(`only ${allowed.join(', ')}`, `${allowed.join('、')} のみ`, value => {
    const elements = value === undefined ? [] : listElements(value);
    return elements.length > 0 && elements.every(element => allowed.includes(element));
  });
}

export const isLoopback: Test = test(
  '127.0.0.1 or ::1',
  '127.0.0.1 または ::1',
  value => value === '127.0.0.1' || value === '::1' || value === 'localhost',
);
