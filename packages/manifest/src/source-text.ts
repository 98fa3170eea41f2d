/** Line and column from 1; columns in UTF-16 code units, as editors and language servers count. */
export interface Place {
  line: number;
  column: number;
}

const STEP = 512;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * The text of one file and its lines. Lines are found through checkpoints every few hundred characters instead of a table of all
 * line starts, so that neither a file of empty lines nor one endless line costs more than a look at one step.
 */
export class SourceText {
  readonly name: string;
  readonly text: string;
  #checkpoints: Checkpoints | undefined;

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
  }

  /** Where the character at `offset` stands. LF, CR LF and CR end a line. */
  locate(offset: number): Place {
    this.#checkpoints ??= readCheckpoints(this.text);
    const at = Math.min(Math.max(offset, 0), this.text.length);
    const step = Math.floor(at / STEP);
    let line = this.#checkpoints.lines[step] ?? 0;
    let start = this.#checkpoints.starts[step] ?? 0;
    for (let index = step * STEP; index < at; index++) {
      if (endsLine(this.text, index)) {
        line++;
        start = index + 1;
      }
    }
    return { line: line + 1, column: at - start + 1 };
  }
}

/** Where the line begins that `offset` stands in. Looks back no further than that: a search for the last CR would cross the whole text. */
export function findLineStart(text: string, offset: number): number {
  let start = Math.min(offset, text.length);
  while (start > 0 && text.charCodeAt(start - 1) !== LINE_FEED && text.charCodeAt(start - 1) !== CARRIAGE_RETURN) start--;
  return start;
}

interface Checkpoints {
  /** Line ends before the step's first character. */
  lines: Int32Array;
  /** Where the line begins that the step's first character stands in. */
  starts: Int32Array;
}

function readCheckpoints(text: string): Checkpoints {
  const steps = Math.floor(text.length / STEP) + 1;
  const lines = new Int32Array(steps);
  const starts = new Int32Array(steps);
  let line = 0;
  let start = 0;
  for (let step = 0; step < steps; step++) {
    lines[step] = line;
    starts[step] = start;
    const end = Math.min((step + 1) * STEP, text.length);
    for (let index = step * STEP; index < end; index++) {
      if (endsLine(text, index)) {
        line++;
        start = index + 1;
      }
    }
  }
  return { lines, starts };
}

function endsLine(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(index + 1) !== LINE_FEED);
}
