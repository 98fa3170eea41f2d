import type { Readable } from 'node:stream';
import type { ReportDocument } from '@breakwater/report';
import { drawBlock } from './draw-block.ts';
import { chooseFonts } from './font.ts';
import { Pen } from './pen.ts';

export interface PdfOptions {
  /** Stands at the foot of each page, with its number. */
  readonly footer: string;
  /** When the document says that it was made. */
  readonly created: Date;
}

/** Pages drawn before somebody else gets a turn. */
const TURN = 200;

/**
 * Draws a report as PDF (A4). The stream is read while it is drawn, so that a long report is not held at once; it fails where drawing does. Throws PdfError.
 */
export function writePdf(document: ReportDocument, { footer, created }: PdfOptions): Readable {
  const pen = new Pen(chooseFonts(document), document.title, footer, created);
  const stream = pen.document as unknown as Readable;
  void draw(pen, document).catch((cause: unknown) => stream.destroy(cause instanceof Error ? cause : new Error(String(cause))));
  return stream;
}

async function draw(pen: Pen, document: ReportDocument): Promise<void> {
  let count = 0;
  for (const block of document.list()) {
    drawBlock(pen, block);
    if (++count % TURN === 0) await new Promise(resolve => setImmediate(resolve));
  }
  pen.end();
}
