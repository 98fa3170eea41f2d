import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { ComplianceRecord } from '@breakwater/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildResults, buildRun, chainRuns, withResults } from '../testing/build-run.ts';
import { type Sha256, type Signer, sealRecord, toHead } from './seal-record.ts';
import { type ChainVerdict, createChainVerifier } from './verify-chain.ts';

const sha256: Sha256 = text => createHash('sha256').update(text).digest('hex');
const createKeys = (key: string) => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const signer: Signer = { key, sign: text => sign(null, Buffer.from(text), privateKey).toString('base64') };
  const isSigned = (text: string, signature: string): boolean =>
    verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
  return { signer, isSigned };
};

const KEYS = createKeys('k-1');
const OTHER = createKeys('k-2');
const RECORDS = chainRuns(
  [1, 2, 3, 4, 5, 6].map(day => buildRun(day, withResults(buildResults({ state: day % 2 === 0 ? 'pass' : 'fail' })))),
  sha256,
  KEYS.signer,
);
const HEADS = RECORDS.map(record => toHead(record, KEYS.signer));
const last = RECORDS.length - 1;

function look(records: readonly unknown[], heads: readonly unknown[] = []): ChainVerdict {
  const verifier = createChainVerifier({ sha256, isSigned: KEYS.isSigned, heads });
  for (const record of records) verifier.add(record);
  return verifier.finish();
}

const tell = (records: readonly unknown[], heads: readonly unknown[] = []): readonly string[] =>
  look(records, heads).problems.map(({ code, source, message }) => `${code} ${source}: ${message}`);

describe('a chain', () => {
  test('is what it was, and says how far that is proven', () => {
    const { hash, finishedAt } = RECORDS[last] as ComplianceRecord;
    expect(look(RECORDS, [HEADS[4]])).toStrictEqual({
      problems: [],
      records: 6,
      first: { sequence: 0, finishedAt: '2026-01-01T00:01:00Z' },
      last: { sequence: 5, hash, finishedAt },
      provenTo: 4,
    });
    expect(look(RECORDS)).not.toHaveProperty('provenTo');
    expect(look([])).toStrictEqual({ problems: [], records: 0 });
  });

  test('stays what it was when written and read', () => {
    expect(tell(JSON.parse(JSON.stringify(RECORDS)) as unknown[], HEADS)).toStrictEqual([]);
  });

  const without = (index: number) => RECORDS.toSpliced(index, 1);
  const edited = { ...RECORDS[2], requester: 'eve' };
  test.each<[string, readonly unknown[], readonly unknown[], readonly string[]]>([
    [
      'edited',
      RECORDS.with(2, edited as ComplianceRecord),
      [],
      ['record-altered record 3: run 2 was changed after it was written: it does not have its hash'],
    ],
    ['removed', without(2), [], ['record-missing record 3: between run 1 and run 3 runs are missing']],
    [
      'moved',
      [...RECORDS.slice(0, 2), RECORDS[3], RECORDS[2]],
      [],
      [
        'record-missing record 3: between run 1 and run 3 runs are missing',
        'record-moved record 4: run 2 stands behind run 3: it was moved or repeated',
      ],
    ],
    ['repeated', [...RECORDS.slice(0, 2), RECORDS[1]], [], ['record-moved record 3: run 1 stands behind run 1: it was moved or repeated']],
    [
      'without its beginning',
      RECORDS.slice(2),
      [],
      ['record-missing record 1: the chain begins with run 2: give the head that was exported when the runs before it were removed'],
    ],
    ['without its beginning, with the head of what was removed', RECORDS.slice(2), [HEADS[1]], []],
    [
      'without its end',
      RECORDS.slice(0, 3),
      [HEADS[4]],
      ['chain-truncated head of run 4: run 4 was there when the head was exported, and is not any more: the end was cut off'],
    ],
    [
      'emptied',
      [],
      [HEADS[4]],
      ['chain-truncated head of run 4: run 4 was there when the head was exported, and is not any more: the end was cut off'],
    ],
    ['no record at all', [{ schema: 'x' }], [], ["record-unreadable record 1: it is no record of a run: 'version' is missing"]],
    ['held against no head', RECORDS, [{}], ["head-invalid head 1: it is no exported head: 'schema' is missing"]],
    [
      'held against a head that somebody else signed',
      RECORDS,
      [toHead(RECORDS[5] as ComplianceRecord, OTHER.signer)],
      ['head-invalid head 1: its signature is not of the key that is trusted; give the public key of whoever exported it'],
    ],
  ])('that is %s is told from one that is not', (_, records, heads, problems) => {
    expect(tell(records, heads)).toStrictEqual(problems);
  });

  test('that somebody without the key wrote anew is told, every run of it', () => {
    const forged = chainRuns(
      [1, 2].map(day => buildRun(day)),
      sha256,
      OTHER.signer,
    );
    expect(tell(forged)).toStrictEqual([
      'record-unsigned record 1: run 0 is not signed by the key that is trusted',
      'record-unsigned record 2: run 1 is not signed by the key that is trusted',
    ]);
  });

  test('of which the holder of the key wrote the end anew does not meet a head from before', () => {
    const { sequence, hash } = RECORDS[3] as ComplianceRecord;
    const { output: _output, tool: _tool, standards: _standards, policies: _policies, ...frame } = buildRun(5, { requester: 'eve' });
    const { content, results, problems, summary } = RECORDS[4] as ComplianceRecord;
    const anew = sealRecord({ ...frame, content, results, problems, summary }, { sequence, hash }, sha256, KEYS.signer);
    expect(tell([...RECORDS.slice(0, 4), anew], [HEADS[4]])).toStrictEqual([
      'record-altered head of run 4: run 4 is another one than when the head was exported',
    ]);
  });
});

/** Every place of a value that holds a text, number or list that can be changed. */
function listPlaces(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => listPlaces(inner, [...path, key]));
}

function changeAt(records: readonly ComplianceRecord[], index: number, pick: number): readonly unknown[] {
  const copy = structuredClone(records) as unknown as Record<string, unknown>[];
  const places = listPlaces(copy[index]);
  const path = places[pick % places.length] ?? [];
  const holder = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>((inner, step) => inner[step] as Record<string, unknown>, copy[index] ?? {});
  const key = path.at(-1) ?? '';
  holder[key] = typeof holder[key] === 'number' ? (holder[key] as number) + 1 : `${String(holder[key])}x`;
  return copy;
}

const places = fc.tuple(fc.nat(last), fc.nat(last));
const tampering = fc.oneof(
  fc.tuple(fc.nat(last), fc.nat(10_000)).map(([index, pick]) => changeAt(RECORDS, index, pick)),
  fc.nat(last).map(index => RECORDS.toSpliced(index, 1)),
  places
    .filter(([from, to]) => from !== to)
    .map(([from, to]) => RECORDS.toSpliced(from, 1).toSpliced(to, 0, RECORDS[from] as ComplianceRecord)),
  places.map(([from, to]) => RECORDS.toSpliced(to, 0, RECORDS[from] as ComplianceRecord)),
  fc.nat(last).map(length => RECORDS.slice(0, length)),
  fc.nat(last - 1).map(from => RECORDS.slice(from + 1)),
  places.filter(([at, from]) => at !== from).map(([at, from]) => RECORDS.with(at, RECORDS[from] as ComplianceRecord)),
);

describe('tampering', () => {
  test('of any kind is seen by whoever has the last head', () => {
    fc.assert(
      fc.property(tampering, records => {
        expect(look(records, [HEADS[last]]).problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  test('of any kind but a cut at the end is seen without a head, too', () => {
    fc.assert(
      fc.property(tampering, records => {
        const isCut = records.every((record, index) => record === RECORDS[index]);
        expect(look(records).problems.length > 0).toBe(!isCut);
      }),
      { numRuns: 1000 },
    );
  });
});
