import { readFileSync } from 'node:fs';
import type { CheckOutput } from '@breakwater/model';
import type { ReportFormat } from '@breakwater/report';
import { expect, test } from 'vitest';
import type { Terminal } from '../command.ts';
import { createFolder } from '../testing/folder.ts';
import { writeReports } from './reports.ts';

const OUTPUT = { results: [], problems: [] } as unknown as CheckOutput;
const CONTEXT = { language: 'en', keepPassing: false } as const;

function createTerminal(): { readonly terminal: Terminal; readonly written: string[] } {
  const written: string[] = [];
  return { written, terminal: { color: false, width: 80, stdout: async (text: string) => void written.push(text) } as unknown as Terminal };
}

const fails = (error: Error): ReportFormat => ({
  name: 'whole',
  doc: '',
  render: () => {
    throw error;
  },
});

test('a report that no string can hold is refused with a way out, and other faults are not hidden', async () => {
  const { terminal } = createTerminal();
  const order = (error: Error) => [{ format: fails(error), file: undefined }];
  await expect(writeReports(OUTPUT, order(new RangeError('Invalid string length')), CONTEXT, terminal)).rejects.toThrow('take json');
  await expect(writeReports(OUTPUT, order(new TypeError('a fault')), CONTEXT, terminal)).rejects.toThrow('a fault');
});

test('pieces are written in few steps, whole and in order', async () => {
  using folder = createFolder();
  const pieces = Array.from({ length: 50_000 }, (_, index) => `${index},`);
  const format: ReportFormat = { name: 'pieces', doc: '', render: () => '', renderPieces: () => pieces };
  const { terminal, written } = createTerminal();
  await writeReports(
    OUTPUT,
    [
      { format, file: undefined },
      { format, file: folder.at('out') },
    ],
    CONTEXT,
    terminal,
  );
  expect([written.join(''), readFileSync(folder.at('out'), 'utf8')]).toStrictEqual([pieces.join(''), pieces.join('')]);
  expect(written.length).toBeLessThan(10);
});
