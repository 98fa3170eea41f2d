import PDFDocument from 'pdfkit';
import type { Fonts } from './font.ts';
import { wrapLines } from './wrap.ts';

export const PAGE = { width: 595.28, height: 841.89, margin: 44 } as const;
const LINE = 1.45;
const BOTTOM = PAGE.height - PAGE.margin - 14;

export interface Style {
  readonly font: keyof Fonts;
  readonly size: number;
  readonly color: string;
}

/** What pdfkit has behind its `text`, which lays out each line twice and takes most of the time of a long report. */
interface OpenedFont {
  readonly id: string;
  readonly ref: () => unknown;
  /** Characters in hexadecimal, and how far each moves the pen in thousandths of the size. */
  readonly encode: (text: string) => readonly [readonly string[], readonly { readonly advanceWidth: number; readonly xAdvance?: number }[]];
}

interface Glyph {
  readonly code: string;
  readonly advance: number;
}

/** Draws lines on pages from top to bottom. The owner of pdfkit. */
export class Pen {
  readonly document: PDFKit.PDFDocument;
  y = 0;
  readonly #fonts: Fonts;
  readonly #opened = new Map<keyof Fonts, OpenedFont>();
  readonly #glyphs = { regular: new Map<string, Glyph>(), bold: new Map<string, Glyph>() };
  readonly #footer: string;
  #page = 0;

  constructor(fonts: Fonts, title: string, footer: string, created: Date) {
    this.#fonts = fonts;
    this.#footer = footer;
    const info = { Title: title, Producer: 'Breakwater', Creator: 'Breakwater', CreationDate: created };
    this.document = new PDFDocument({ autoFirstPage: false, size: 'A4', margin: 0, info, lang: 'en' });
  }

  startPage(): void {
    this.document.addPage({ size: 'A4', margin: 0 });
    this.#page++;
    this.y = PAGE.margin;
    const style = { font: 'regular', size: 7, color: '#57606a' } as const;
    this.#put(`${this.#footer} · ${this.#page}`, PAGE.margin, PAGE.height - PAGE.margin + 4, style);
  }

  /** Begins a page unless so much of it is left. */
  reserve(height: number): void {
    if (this.#page === 0 || this.y + height > BOTTOM) this.startPage();
  }

  wrap(text: string, width: number, style: Style): readonly string[] {
    const glyphs = this.#glyphs[style.font];
    return wrapLines(
      text,
      (width * 1000) / style.size,
      character => (glyphs.get(character) ?? this.#encode(character, style.font)).advance,
    );
  }

  /** Lines from the pen on, each on the page where there is room for it. */
  write(text: string, x: number, width: number, style: Style): void {
    for (const line of this.wrap(text, width, style)) {
      this.reserve(style.size * LINE);
      this.#put(line, x, this.y, style);
      this.y += style.size * LINE;
    }
  }

  /** Lines at a place; the pen stays where it is. Gives the height that they take. */
  writeAt(lines: readonly string[], x: number, y: number, style: Style): number {
    for (const [index, line] of lines.entries()) this.#put(line, x, y + index * style.size * LINE, style);
    return lines.length * style.size * LINE;
  }

  /** A filled box. */
  fill(x: number, y: number, width: number, height: number, color: string): void {
    this.document.rect(x, y, width, height).fill(color);
  }

  end(): void {
    if (this.#page === 0) this.startPage();
    this.document.end();
  }

  #put(line: string, x: number, y: number, { font, size, color }: Style): void {
    if (line === '') return;
    const glyphs = this.#glyphs[font];
    let codes = '';
    for (const character of line) codes += (glyphs.get(character) ?? this.#encode(character, font)).code;
    const { id, ref } = this.#open(font);
    const page = this.document.page as unknown as { readonly fonts: Record<string, unknown> };
    page.fonts[id] ??= ref();
    const baseline = PAGE.height - y - size;
    // pdfkit turns the page upside down; text has to be turned back.
    const content = `q 1 0 0 -1 0 ${PAGE.height} cm BT ${toRgb(color)} rg /${id} ${size} Tf ${round(x)} ${round(baseline)} Td <${codes}> Tj ET Q`;
    (this.document as unknown as { readonly addContent: (text: string) => void }).addContent(content);
  }

  #encode(character: string, font: keyof Fonts): Glyph {
    const [codes, positions] = this.#open(font).encode(character);
    const advance = positions.reduce((sum, position) => sum + (position.xAdvance ?? position.advanceWidth), 0);
    const glyph = { code: codes.join(''), advance };
    this.#glyphs[font].set(character, glyph);
    return glyph;
  }

  #open(font: keyof Fonts): OpenedFont {
    const known = this.#opened.get(font);
    if (known !== undefined) return known;
    this.document.font(this.#fonts[font]);
    const found = (this.document as unknown as { readonly _font: OpenedFont })._font;
    const opened = { id: found.id, ref: () => found.ref(), encode: (text: string) => found.encode(text) };
    this.#opened.set(font, opened);
    return opened;
  }
}

function toRgb(color: string): string {
  return [1, 3, 5].map(at => round(Number.parseInt(color.slice(at, at + 2), 16) / 255)).join(' ');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
