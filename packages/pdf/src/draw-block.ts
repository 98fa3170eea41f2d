import type { State } from '@breakwater/model';
import type { Block, Cell } from '@breakwater/report';
import { PAGE, type Pen, type Style } from './pen.ts';

const INK = '#1b1f24';
const SOFT = '#57606a';
const RULE = '#d0d7de';
const COLORS: Readonly<Record<State, string>> = {
  pass: '#1a7f37',
  fail: '#b42318',
  inconsistent: '#b42318',
  review: '#8a5300',
  manual: '#8a5300',
  error: '#8a5300',
  accepted: '#6639ba',
  'not-evaluated': '#8c959f',
  'not-applicable': '#57606a',
};
const LEFT = PAGE.margin;
const WIDTH = PAGE.width - 2 * PAGE.margin;
const BODY: Style = { font: 'regular', size: 9, color: INK };
const SMALL: Style = { font: 'regular', size: 8, color: INK };
const NAME: Style = { font: 'bold', size: 8, color: SOFT };

/** Draws one part of a report below what is there. */
export function drawBlock(pen: Pen, block: Block): void {
  if (block.kind === 'title') drawTitle(pen, block);
  else if (block.kind === 'heading') drawHeading(pen, block);
  else if (block.kind === 'text') drawText(pen, block);
  else if (block.kind === 'shares') for (const share of block.shares) drawShare(pen, share);
  else if (block.kind === 'table') drawTable(pen, block);
  else if (block.kind === 'control') drawControl(pen, block);
  else drawFinding(pen, block);
}

function drawText(pen: Pen, { text }: Extract<Block, { kind: 'text' }>): void {
  pen.write(text, LEFT, WIDTH, { ...BODY, color: SOFT });
  pen.y += 3;
}

function drawTitle(pen: Pen, { text, facts }: Extract<Block, { kind: 'title' }>): void {
  pen.reserve(200);
  pen.write(text, LEFT, WIDTH, { font: 'bold', size: 20, color: INK });
  pen.y += 6;
  for (const [name, value] of facts) {
    pen.reserve(14);
    const top = pen.y;
    pen.writeAt(pen.wrap(name, 110, NAME), LEFT, top, NAME);
    pen.write(value, LEFT + 115, WIDTH - 115, BODY);
    pen.y = Math.max(pen.y, top + 12);
  }
}

function drawHeading(pen: Pen, { text, page }: Extract<Block, { kind: 'heading' }>): void {
  if (page === true) pen.startPage();
  else pen.y += 10;
  pen.reserve(60);
  pen.write(text, LEFT, WIDTH, { font: 'bold', size: 13, color: INK });
  pen.fill(LEFT, pen.y, WIDTH, 0.8, RULE);
  pen.y += 6;
}

function drawShare(pen: Pen, { name, text, parts }: Extract<Block, { kind: 'shares' }>['shares'][number]): void {
  pen.reserve(58);
  pen.write(name, LEFT, WIDTH, { ...BODY, font: 'bold' });
  pen.write(text, LEFT, WIDTH, BODY);
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  let x = LEFT;
  for (const { state, count } of parts) {
    const width = (WIDTH * count) / total;
    pen.fill(x, pen.y, width, 9, COLORS[state]);
    x += width;
  }
  pen.y += 13;
  x = LEFT;
  for (const { state, count, name: stateName } of parts) {
    const label = `${count} ${stateName}`;
    if (x > LEFT + WIDTH - 90) {
      x = LEFT;
      pen.y += 12;
    }
    pen.fill(x, pen.y + 2, 6, 6, COLORS[state]);
    pen.writeAt([label], x + 9, pen.y, SMALL);
    x += 88;
  }
  pen.y += 18;
}

function drawTable(pen: Pen, { columns, rows }: Extract<Block, { kind: 'table' }>): void {
  const parts = columns.reduce((sum, { width }) => sum + width, 0);
  const widths = columns.map(({ width }) => (WIDTH * width) / parts);
  const lefts = widths.map((_, index) => LEFT + widths.slice(0, index).reduce((sum, width) => sum + width, 0));
  const head = columns.map(({ name }) => name);
  pen.reserve(40);
  drawRow(pen, { cells: head, widths, lefts, style: NAME });
  for (const row of rows) drawRow(pen, { cells: row, widths, lefts, style: SMALL });
  pen.y += 6;
}

interface Row {
  readonly cells: readonly Cell[];
  readonly widths: readonly number[];
  readonly lefts: readonly number[];
  readonly style: Style;
}

/** Lines of one cell; a row is never longer than a page. */
const MAX_LINES = 40;

function drawRow(pen: Pen, { cells, widths, lefts, style }: Row): void {
  const drawn = cells.map((cell, index) => {
    const own = typeof cell === 'string' ? style : { ...style, font: 'bold' as const, color: COLORS[cell.state] };
    return { own, lines: pen.wrap(typeof cell === 'string' ? cell : cell.name, (widths[index] ?? 0) - 6, own).slice(0, MAX_LINES) };
  });
  const height = Math.max(...drawn.map(({ lines, own }) => lines.length * own.size * 1.45)) + 4;
  pen.reserve(height);
  for (const [index, { own, lines }] of drawn.entries()) pen.writeAt(lines, lefts[index] ?? LEFT, pen.y + 1, own);
  pen.y += height;
  pen.fill(LEFT, pen.y - 1, WIDTH, 0.4, RULE);
}

function drawControl(pen: Pen, { id, title, state, stateName }: Extract<Block, { kind: 'control' }>): void {
  pen.y += 7;
  pen.reserve(40);
  const name: Style = { font: 'bold', size: 8, color: COLORS[state] };
  pen.writeAt([stateName], LEFT + WIDTH - 80, pen.y + 1, name);
  pen.write(`${id}  ${title}`, LEFT, WIDTH - 90, { font: 'bold', size: 9.5, color: INK });
}

function drawFinding(pen: Pen, { state, stateName, head, lines }: Extract<Block, { kind: 'finding' }>): void {
  pen.reserve(24);
  pen.fill(LEFT + 4, pen.y + 2, 2, 8, COLORS[state]);
  pen.write(`${stateName} · ${head}`, LEFT + 10, WIDTH - 10, { font: 'bold', size: 8, color: COLORS[state] });
  for (const line of lines) pen.write(line, LEFT + 10, WIDTH - 10, SMALL);
  pen.y += 2;
}
