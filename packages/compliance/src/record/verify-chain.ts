import { ComplianceHead, type ComplianceRecord, listRecordIssues, listSchemaIssues, type Problem } from '@breakwater/model';
import { hashRecord, type Sha256, toHeadStatement, toRecordStatement } from './seal-record.ts';

/** What a chain is held against. */
export interface ChainTrust {
  readonly sha256: Sha256;
  /** Whether a signature (base64) over a text is of the key that is trusted. */
  readonly isSigned: (text: string, signature: string) => boolean;
  /** Ends that were exported earlier: one of them may be the record before the first that is still kept. */
  readonly heads: readonly unknown[];
}

export interface ChainVerdict {
  /** Empty where the records are as they were written. */
  readonly problems: readonly Problem[];
  readonly records: number;
  readonly first?: { readonly sequence: number; readonly finishedAt: string };
  readonly last?: { readonly sequence: number; readonly hash: string; readonly finishedAt: string };
  /** Place up to which an exported head proves that nothing was cut off; undefined where none does. */
  readonly provenTo?: number;
}

/** Looks at one record after the other, so that a chain may be longer than memory. */
export interface ChainVerifier {
  readonly add: (record: unknown) => void;
  readonly finish: () => ChainVerdict;
}

type Link = Pick<ComplianceRecord, 'sequence' | 'hash' | 'finishedAt'>;

/**
 * Finds records that were edited, removed, moved or added by somebody without the key, and, given heads that were exported, an end that was cut off.
 * Codes: record-unreadable, record-altered, record-unsigned, record-missing, record-moved, chain-truncated, head-invalid.
 */
export function createChainVerifier({ sha256, isSigned, heads }: ChainTrust): ChainVerifier {
  const problems: Problem[] = [];
  const seen = new Map<number, string>();
  const trusted = heads.flatMap((head, index) => readHead(head, index, isSigned, problems));
  let count = 0;
  let first: Link | undefined;
  let last: Link | undefined;

  const add = (value: unknown): void => {
    const source = `record ${++count}`;
    const record = readRecord(value, source, problems);
    if (record === undefined) return;
    problems.push(...listFaults(record, source, { sha256, isSigned }), ...followFaults(record, last, { source, heads: trusted }));
    seen.set(record.sequence, record.hash);
    const { sequence, hash, finishedAt } = record;
    last = { sequence, hash, finishedAt };
    first ??= last;
  };

  const finish = (): ChainVerdict => {
    const proven = trusted.filter(({ sequence, hash }) => seen.get(sequence) === hash).map(({ sequence }) => sequence);
    problems.push(...trusted.flatMap(head => findCut(head, seen, first)));
    return {
      problems,
      records: count,
      ...(first === undefined ? {} : { first: { sequence: first.sequence, finishedAt: first.finishedAt } }),
      ...(last === undefined ? {} : { last }),
      ...(proven.length === 0 ? {} : { provenTo: Math.max(...proven) }),
    };
  };
  return { add, finish };
}

function readHead(value: unknown, index: number, isSigned: ChainTrust['isSigned'], problems: Problem[]): readonly ComplianceHead[] {
  const source = `head ${index + 1}`;
  const [issue] = listSchemaIssues(ComplianceHead, value);
  if (issue !== undefined) {
    problems.push({ code: 'head-invalid', source, message: `it is no exported head: ${issue.message}` });
    return [];
  }
  const head = value as ComplianceHead;
  if (isSigned(toHeadStatement(head), head.signature)) return [head];
  const message = 'its signature is not of the key that is trusted; give the public key of whoever exported it';
  problems.push({ code: 'head-invalid', source, message });
  return [];
}

function readRecord(value: unknown, source: string, problems: Problem[]): ComplianceRecord | undefined {
  const [issue] = listRecordIssues(value);
  if (issue === undefined) return value as ComplianceRecord;
  const place = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  problems.push({ code: 'record-unreadable', source, message: `it is no record of a run: ${place}${issue.message}` });
  return undefined;
}

/** What is wrong with a record by itself. */
function listFaults(record: ComplianceRecord, source: string, { sha256, isSigned }: Omit<ChainTrust, 'heads'>): readonly Problem[] {
  const { sequence, hash, signature } = record;
  if (hashRecord(record, sha256) !== hash)
    return [{ code: 'record-altered', source, message: `run ${sequence} was changed after it was written: it does not have its hash` }];
  if (isSigned(toRecordStatement(record), signature)) return [];
  return [{ code: 'record-unsigned', source, message: `run ${sequence} is not signed by the key that is trusted` }];
}

interface Place {
  readonly source: string;
  readonly heads: readonly ComplianceHead[];
}

/** What is wrong with the place of a record in the chain. */
function followFaults({ sequence, previous }: ComplianceRecord, last: Link | undefined, { source, heads }: Place): readonly Problem[] {
  if (last === undefined) {
    const isStart = sequence === 0 ? previous === '' : heads.some(head => head.sequence === sequence - 1 && head.hash === previous);
    if (isStart) return [];
    const message = `the chain begins with run ${sequence}: give the head that was exported when the runs before it were removed`;
    return [{ code: 'record-missing', source, message }];
  }
  if (sequence <= last.sequence)
    return [{ code: 'record-moved', source, message: `run ${sequence} stands behind run ${last.sequence}: it was moved or repeated` }];
  if (sequence > last.sequence + 1)
    return [{ code: 'record-missing', source, message: `between run ${last.sequence} and run ${sequence} runs are missing` }];
  if (previous === last.hash) return [];
  return [{ code: 'record-altered', source, message: `run ${sequence} was written behind another run ${last.sequence} than this one` }];
}

/** A head whose record is not there any more, unless it is the one before the first that is kept. */
function findCut({ sequence, hash }: ComplianceHead, seen: ReadonlyMap<number, string>, first: Link | undefined): readonly Problem[] {
  const found = seen.get(sequence);
  if (found === hash || (found === undefined && first !== undefined && sequence < first.sequence)) return [];
  const message =
    found === undefined
      ? `run ${sequence} was there when the head was exported, and is not any more: the end was cut off`
      : `run ${sequence} is another one than when the head was exported`;
  return [{ code: found === undefined ? 'chain-truncated' : 'record-altered', source: `head of run ${sequence}`, message }];
}
