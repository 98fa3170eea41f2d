import { buffer } from 'node:stream/consumers';
import type { Block, ReportDocument } from '@breakwater/report';
import { describe, expect, test } from 'vitest';
import { writePdf } from './write-pdf.ts';

const toDocument = (blocks: readonly Block[], language: 'en' | 'ja' = 'en'): ReportDocument => ({
  language,
  title: 'Report',
  list: () => blocks,
});
const write = async (blocks: readonly Block[]): Promise<string> =>
  (await buffer(writePdf(toDocument(blocks), { footer: 'c-1', created: new Date('2026-01-01T00:00:00Z') }))).toString('latin1');
const countPages = (text: string): number => text.match(/\/Type \/Page\b/g)?.length ?? 0;

const EVERY_KIND: readonly Block[] = [
  { kind: 'title', text: 'Report', facts: [['Cluster', 'c-1']] },
  { kind: 'heading', text: 'Summary' },
  { kind: 'text', text: 'All of it' },
  {
    kind: 'shares',
    shares: [
      {
        name: 'cis',
        text: '1 of 2',
        parts: [
          { state: 'pass', count: 1, name: 'pass' },
          { state: 'fail', count: 1, name: 'fail' },
        ],
      },
    ],
  },
  {
    kind: 'table',
    columns: [
      { name: 'Control', width: 1 },
      { name: 'State', width: 2 },
    ],
    rows: [['1.1', { state: 'fail', name: 'fail' }]],
  },
  { kind: 'heading', text: 'Evidence', page: true },
  { kind: 'control', id: 'cis 1.1', title: 'No port', state: 'fail', stateName: 'fail' },
  { kind: 'finding', state: 'fail', stateName: 'fail', head: 'Node node-1', lines: ['the port is open'] },
];

describe('a report as PDF', () => {
  test('is a PDF of every kind of part, with the fonts that every reader has', async () => {
    const text = await write(EVERY_KIND);
    expect([text.startsWith('%PDF-1.'), text.trimEnd().endsWith('%%EOF'), countPages(text)]).toStrictEqual([true, true, 2]);
    expect([text.includes('/BaseFont /Helvetica'), text.includes('/FontFile2')]).toStrictEqual([true, false]);
  });

  test.each(['読み取り専用ポート', 'a → b', 'Ж'])('embeds a font for %s', async text => {
    expect(await write([{ kind: 'text', text }])).toContain('/FontFile2');
  });

  test('goes on over pages: each line has a place, and none is lost below the end of a page', async () => {
    const finding: Block = {
      kind: 'finding',
      state: 'fail',
      stateName: 'fail',
      head: 'Node node-1',
      lines: Array.from({ length: 200 }, () => 'line'),
    };
    expect(countPages(await write([finding]))).toBe(4);
    const row = ['x '.repeat(20_000)];
    expect(countPages(await write([{ kind: 'table', columns: [{ name: 'Text', width: 1 }], rows: [row, row] }]))).toBe(2);
  });

  test('of nothing is a page', async () => {
    expect(countPages(await write([]))).toBe(1);
  });

  test('fails where a part cannot be read', async () => {
    const broken: ReportDocument = {
      ...toDocument([]),
      list: (() => {
        let count = 0;
        return () => {
          if (count++ > 0) throw new TypeError('cannot be read');
          return [];
        };
      })(),
    };
    await expect(buffer(writePdf(broken, { footer: '', created: new Date(0) }))).rejects.toThrow('cannot be read');
  });
});
