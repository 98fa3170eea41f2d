import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { createRecord, type FinishedRun, type Signer, toHead } from '@breakwater/compliance';
import type { ComplianceOutput, ComplianceRecord, RunScope, Standard } from '@breakwater/model';
import { builtInPolicies } from '../catalogue.ts';
import { explain } from '../check/find-files.ts';
import { type CommandInput, type OptionDefinition, type Terminal, UsageError } from '../command.ts';
import { VERSION } from '../version.ts';
import { appendRecord, readRecords, withLock } from './record-file.ts';
import { createSigningKey, openSigner, sha256, toPublicFile } from './signing-key.ts';

export const KEY_OPTION: OptionDefinition = {
  name: 'key',
  value: 'file',
  doc: 'Ed25519 key in PEM that signs (default: the name of the record with .key, made with the first run)',
};

export const RECORD_OPTIONS: readonly OptionDefinition[] = [
  { name: 'record', value: 'file', doc: 'Add the run to this file, linked to the run before and signed' },
  KEY_OPTION,
  {
    name: 'head',
    value: 'file',
    doc: 'Write the signed end of the record there; kept elsewhere, it proves that nothing was cut off since',
  },
  { name: 'by', value: 'name', doc: 'Who runs it, for the record (default: who is logged in)' },
];

/** What a record needs to know of a run beside its answer. */
export interface RunFrame {
  readonly startedAt: string;
  readonly cluster: string;
  readonly scope: RunScope;
  readonly standards: readonly Standard[];
}

/** Adds a run to the record that `--record` names, if it names one. Throws UsageError. */
export async function recordRun(output: ComplianceOutput, frame: RunFrame, { options }: CommandInput, terminal: Terminal): Promise<void> {
  const file = options['record'];
  if (typeof file !== 'string') return;
  const signer = await findSigner(file, options['key'], terminal);
  const record = await withLock(file, async () => {
    const chain = await readChain(file, frame.cluster);
    const made = createRecord(toRun(output, frame, options['by']), chain, sha256, signer);
    await appendRecord(file, made);
    return made;
  });
  await terminal.stderr(`run ${record.sequence} was added to ${file}; its hash is ${record.hash}\n`);
  if (typeof options['head'] === 'string') await writeHead(options['head'], record, signer);
}

function toRun(output: ComplianceOutput, frame: RunFrame, by: unknown): FinishedRun {
  const finishedAt = new Date().toISOString();
  const requester = typeof by === 'string' ? by : userInfo().username;
  return { id: randomUUID(), ...frame, finishedAt, requester, output, tool: VERSION, policies: builtInPolicies };
}

async function findSigner(record: string, given: unknown, terminal: Terminal): Promise<Signer> {
  if (typeof given === 'string') return openSigner(given);
  const key = `${record}.key`;
  if (existsSync(key)) return openSigner(key);
  if (existsSync(record)) throw new UsageError(`${key} is not there: give the key that signed ${record} by --key`);
  await createSigningKey(key);
  await terminal.stderr(`a key was made: ${key} signs, ${toPublicFile(key)} verifies; keep a copy of the latter elsewhere\n`);
  return openSigner(key);
}

async function readChain(
  file: string,
  cluster: string,
): Promise<{ readonly last: ComplianceRecord | undefined; readonly before: ComplianceRecord | undefined }> {
  let last: ComplianceRecord | undefined;
  let before: ComplianceRecord | undefined;
  if (!existsSync(file)) return { last, before };
  for await (const record of readRecords(file)) {
    last = record;
    if (record.cluster === cluster) before = record;
  }
  return { last, before };
}

/** Throws UsageError. */
export async function writeHead(file: string, record: ComplianceRecord, signer: Signer): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(toHead(record, signer))}\n`);
  } catch (cause) {
    throw new UsageError(`--head ${file}: ${explain(cause)}`);
  }
}
