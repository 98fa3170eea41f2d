/** A comment that is addressed to Breakwater (`# breakwater: …`), and the lines that it speaks about, from 1. */
export interface Remark {
  readonly file: string;
  readonly line: number;
  /** What follows the address. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** More than anybody writes by hand; each is compared with every finding of its file. */
export const MAX_REMARKS = 10_000;

const ADDRESS = /(?:^|\s)#\s*breakwater:(.*)$/;
const COMMENT_OR_BLANK = /^\s*(#|$)/;
const DOCUMENT_MARK = /^(---|\.\.\.)(\s|$)/;

interface OpenRemark {
  readonly line: number;
  readonly text: string;
  readonly from: number;
  readonly indent: number;
  /** Whether it stands above an item of a list. */
  readonly item: boolean;
  /** Whether it stands above the first line of a document: it then speaks about all of it. */
  readonly whole: boolean;
}

/**
 * Remarks of a file, the first {@link MAX_REMARKS} of them. One on a line of its own speaks about the block that begins on the next
 * line, one at the end of a line about the block that begins there; above the first line of a document, about the document.
 */
export function listRemarks(file: string, text: string): readonly Remark[] {
  if (!text.includes('breakwater:')) return [];
  const reader = new RemarkReader(file);
  const lines = text.split(/\r\n|\r|\n/);
  for (const [index, line] of lines.entries()) reader.read(line, index + 1);
  return reader.finish(lines.length);
}

class RemarkReader {
  readonly #file: string;
  readonly #remarks: Remark[] = [];
  /** Nested: the last one has the deepest indent. */
  readonly #open: OpenRemark[] = [];
  #pending: { readonly line: number; readonly text: string }[] = [];
  #count = 0;
  #isFirst = true;

  constructor(file: string) {
    this.#file = file;
  }

  read(line: string, number: number): void {
    if (DOCUMENT_MARK.test(line)) {
      this.#closeWhere(number, () => true);
      this.#isFirst = true;
    } else if (COMMENT_OR_BLANK.test(line)) this.#hold(line, number);
    else this.#readContent(line, number);
  }

  finish(lines: number): readonly Remark[] {
    this.#closeWhere(lines + 1, () => true);
    return this.#remarks.toSorted((a, b) => a.line - b.line);
  }

  #hold(line: string, number: number): void {
    const text = ADDRESS.exec(line)?.[1]?.trim();
    if (text === undefined || this.#count === MAX_REMARKS) return;
    this.#count++;
    this.#pending.push({ line: number, text });
  }

  #readContent(line: string, number: number): void {
    const indent = line.length - line.trimStart().length;
    const item = /^\s*-(\s|$)/.test(line);
    this.#closeWhere(number, open => !open.whole && (indent < open.indent || (indent === open.indent && !(item && !open.item))));
    this.#hold(line, number);
    for (const remark of this.#pending) this.#open.push({ ...remark, from: number, indent, item, whole: this.#isFirst });
    this.#pending = [];
    this.#isFirst = false;
  }

  #closeWhere(number: number, ends: (open: OpenRemark) => boolean): void {
    for (let last = this.#open.at(-1); last !== undefined && ends(last); last = this.#open.at(-1)) {
      this.#open.pop();
      this.#remarks.push({ file: this.#file, line: last.line, text: last.text, from: last.from, to: number - 1 });
    }
  }
}
