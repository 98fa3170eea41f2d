import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { parentPort } from 'node:worker_threads';
import { compareRecords, createChainVerifier } from '@breakwater/compliance';
import { type ComplianceRecord, type NodeFacts, toErrorMessage } from '@breakwater/model';
import { complianceFormats, toReportDocument } from '@breakwater/report';
import { judgeRun } from './judge-run.ts';
import type { Answer, Command, Report, ReportCommand } from './messages.ts';
import { sha256, toSigner, toVerifier } from './signing.ts';

/** What was sent for the next question, as JSON. */
const sent = { objects: [] as string[], facts: [] as string[], records: [] as string[] };

function take(kind: keyof typeof sent): readonly unknown[] {
  const texts = sent[kind];
  sent[kind] = [];
  return texts.map(text => JSON.parse(text) as unknown);
}

async function answer(command: Command): Promise<Answer | undefined> {
  switch (command.type) {
    case 'objects':
    case 'facts':
      sent[command.type].push(...command.texts);
      return undefined;
    case 'records':
      sent.records.push(...command.records);
      return undefined;
    case 'run': {
      const [objects, facts] = [take('objects') as Readonly<Record<string, unknown>>[], take('facts') as NodeFacts[]];
      return { type: 'run', outcome: judgeRun({ command, objects, facts, sha256, signer: toSigner(command.key) }) };
    }
    case 'report':
      return { type: 'report', report: await writeReport(command) };
    case 'drift':
      return { type: 'drift', drift: compareRecords(toRecord(command.from), toRecord(command.to)) };
    case 'verify': {
      const verifier = createChainVerifier({ sha256, isSigned: toVerifier(command.publicKey), heads: command.heads });
      for (const record of take('records')) verifier.add(record);
      return { type: 'verify', verdict: verifier.finish() };
    }
  }
}

function toRecord(text: string): ComplianceRecord {
  return JSON.parse(text) as ComplianceRecord;
}

async function writeReport({ record: text, format: name, language }: ReportCommand): Promise<Report> {
  const record = toRecord(text);
  const format = complianceFormats.find(candidate => candidate.name === name);
  if (format !== undefined) {
    const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');
    const pieces = [...format.render(record, { language, sha1 })].map(piece => Buffer.from(piece));
    return { extension: format.extension, mediaType: format.mediaType, content: Buffer.concat(pieces).toString('base64') };
  }
  const { writePdf } = await import('@breakwater/pdf');
  const footer = `${record.cluster} · ${record.finishedAt} · ${record.hash.slice(0, 16)}`;
  const bytes = await buffer(writePdf(toReportDocument(record, language), { footer, created: new Date(record.finishedAt) }));
  return { extension: 'pdf', mediaType: 'application/pdf', content: bytes.toString('base64') };
}

parentPort?.on('message', async (command: Command) => {
  try {
    const found = await answer(command);
    if (found !== undefined) parentPort?.postMessage(found);
  } catch (cause) {
    for (const kind of ['objects', 'facts', 'records'] as const) sent[kind] = [];
    parentPort?.postMessage({ type: 'failure', message: toErrorMessage(cause) } satisfies Answer);
  }
});
