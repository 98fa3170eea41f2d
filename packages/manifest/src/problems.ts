import type { Problem } from '@breakwater/model';
import type { ManifestErrorCode } from './errors.ts';
import type { SourceText } from './source-text.ts';

/** Problems listed for one file; a file with more has one cause, and its reader no use for the rest. */
const MAX_PROBLEMS = 1000;

/** The problems of one file, with their places. */
export class ProblemList {
  readonly problems: Problem[] = [];
  readonly #text: SourceText;

  constructor(text: SourceText) {
    this.#text = text;
  }

  add(code: ManifestErrorCode, message: string, offset: number): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(this.#toProblem(code, message, offset));
    else if (this.problems.length === MAX_PROBLEMS) {
      this.problems.push(
        this.#toProblem('too-many-problems', `the file has more than ${MAX_PROBLEMS} problems; the rest is not listed`, offset),
      );
    }
  }

  #toProblem(code: ManifestErrorCode, message: string, offset: number): Problem {
    const location = { file: this.#text.name, ...this.#text.locate(offset) };
    return { code, message, source: this.#text.name, location };
  }
}
