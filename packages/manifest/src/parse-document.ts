import { toErrorMessage } from '@breakwater/model';
import { type Event, parseEvents, YAMLException } from 'js-yaml';
import { ManifestError } from './errors.ts';
import { joinContinuation } from './join-continuation.ts';
import { findLineStart } from './source-text.ts';

/** What the YAML parser saw in one stretch of text. */
export interface ParsedText {
  /** Offsets count from the start of the text. */
  events: Event[];
  /** Whether line ends were hidden from the parser, so that the `fast` mark of scalars cannot be trusted. */
  joined: boolean;
}

const DISCONNECTED = 'end of the stream or a document separator is expected';

/** How many characters may still be parsed again in one file, to accept lines that are indented too little; keeps hostile input linear. */
export interface ReparseBudget {
  characters: number;
}

/**
 * Parses one document (or several that `...` divides).
 *
 * js-yaml follows YAML 1.2 to the letter and refuses a closing bracket or quoted line that is indented no deeper than its key. The parser
 * of Kubernetes accepts both, and people write both, so such a line is joined to the one before and the text parsed again.
 *
 * @throws ManifestError `invalid-yaml`, `tab-indentation` or `nesting-too-deep`
 */
export function parseDocument(text: string, maxDepth: number, budget: ReparseBudget): ParsedText {
  let current = text;
  while (true) {
    try {
      return { events: parseEvents(current, { maxDepth }), joined: current !== text };
    } catch (thrown) {
      const joined = isDeficientIndentation(thrown) ? joinContinuation(current, thrown.mark?.position ?? 0) : current;
      if (joined === current || budget.characters < text.length) throw toManifestError(thrown, text, maxDepth);
      budget.characters -= text.length;
      current = joined;
    }
  }
}

function isDeficientIndentation(thrown: unknown): thrown is YAMLException {
  return thrown instanceof YAMLException && thrown.reason === 'deficient indentation';
}

function toManifestError(thrown: unknown, text: string, maxDepth: number): ManifestError {
  if (!(thrown instanceof YAMLException)) return new ManifestError('invalid-yaml', toErrorMessage(thrown), 0, { cause: thrown });
  const offset = thrown.mark?.position ?? 0;
  if (thrown.reason.startsWith('nesting exceeded')) {
    return new ManifestError('nesting-too-deep', `nested deeper than ${maxDepth} levels`, offset, { cause: thrown });
  }
  if (thrown.reason.startsWith('tab characters') || (thrown.reason === DISCONNECTED && isTabIndented(text, offset))) {
    return new ManifestError('tab-indentation', 'a tab is used as indentation; YAML allows only spaces there', offset, { cause: thrown });
  }
  return new ManifestError('invalid-yaml', explain(thrown.reason, text.charAt(offset)), offset, { cause: thrown });
}

function isTabIndented(text: string, offset: number): boolean {
  return /^ *\t/.test(text.slice(findLineStart(text, offset), offset + 1));
}

/** The parser names what it wanted; where that is not what a writer did wrong, say that instead. */
function explain(reason: string, char: string): string {
  if (char !== '' && '@`%'.includes(char)) return `a value cannot begin with '${char}'; put it in quotes`;
  if (reason === 'bad indentation of a mapping entry' && char === ':') return "': ' inside a value; put the value in quotes";
  if (reason === DISCONNECTED) {
    return 'the line does not continue what comes before it; check its indentation, or a missing colon or dash';
  }
  if (reason === 'deficient indentation') return 'the line is indented less than the value that it belongs to';
  return reason;
}
