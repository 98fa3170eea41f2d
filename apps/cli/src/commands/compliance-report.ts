import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ComplianceRecord } from '@breakwater/model';
import { complianceFormats, toReportDocument } from '@breakwater/report';
import { explain } from '../check/find-files.ts';
import { readLanguage } from '../check/judge-options.ts';
import { LANGUAGE_OPTION } from '../check/report-options.ts';
import { type CommandDefinition, type CommandInput, type Terminal, UsageError } from '../command.ts';
import { findRecords, RECORD_ARGUMENT, readRunNumber } from '../compliance/record-file.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'compliance report',
  summary:
    'Write a run down for others: a page or PDF for auditors with summary and evidence, or CSV, JSON, OSCAL, SARIF, JUnit, OpenReports',
  arguments: [RECORD_ARGUMENT],
  options: [
    { name: 'run', value: 'number', doc: 'Run to report (default: the last)' },
    {
      name: 'format',
      value: 'format',
      doc: 'How to write it',
      choices: ['pdf', ...complianceFormats.map(({ name }) => name)],
      default: 'html',
    },
    { name: 'out', value: 'file', doc: 'Write to this file instead of standard output' },
    LANGUAGE_OPTION,
  ],
  examples: [
    { command: 'breakwater compliance report runs.jsonl --format pdf --out report.pdf', doc: 'The last run, for an auditor' },
    { command: 'breakwater compliance report runs.jsonl --run 12 --format oscal --out results.json', doc: 'An earlier run as OSCAL' },
  ],
  run: async (input, terminal) => {
    const [file = ''] = input.arguments;
    const { format, out } = input.options as { readonly format: string; readonly out?: string };
    if (format === 'pdf' && out === undefined) throw new UsageError('a PDF goes to a file: give --out report.pdf');
    const [record] = await findRecords(file, readRunNumber('run', input.options['run']), 1);
    if (record === undefined) throw new UsageError(`${file} holds no run`);
    const pieces = await openReport(record, format, readLanguage(input, terminal));
    await pipeline(pieces, openTarget(input, terminal)).catch((cause: unknown) => {
      throw out === undefined ? cause : new UsageError(`--out ${out}: ${explain(cause)}`);
    });
    return EXIT.nothing;
  },
};

async function openReport(record: ComplianceRecord, name: string, language: 'en' | 'ja'): Promise<Readable> {
  const format = complianceFormats.find(candidate => candidate.name === name);
  if (format !== undefined) return Readable.from(joinPieces(format.render(record, { language, sha1 })));
  const { writePdf } = await import('@breakwater/pdf');
  const footer = `${record.cluster} · ${record.finishedAt} · ${record.hash.slice(0, 16)}`;
  return writePdf(toReportDocument(record, language), { footer, created: new Date(record.finishedAt) });
}

function sha1(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}

/** Characters that are written at once. */
const PIECE = 65_536;

function* joinPieces(pieces: Iterable<string>): Generator<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

function openTarget({ options }: CommandInput, terminal: Terminal): Writable {
  if (typeof options['out'] === 'string') return createWriteStream(options['out']);
  return new Writable({
    decodeStrings: false,
    write: (text: string, _encoding, done) => void terminal.stdout(String(text)).then(() => done(), done),
  });
}
