/** Bounds that keep hostile input from taking more memory or time than it is worth. */
export interface Limits {
  /** Largest input: bytes, or UTF-16 code units when the input is a string. */
  maxBytes: number;
  /** Deepest nesting of a document, aliases followed. */
  maxDepth: number;
  /** Most nodes that the aliases of one document may stand for, together. */
  maxExpandedNodes: number;
  /** Most documents in one file. */
  maxDocuments: number;
  /** Most nodes (keys, values, items) in one document, estimated from its punctuation before it is parsed. */
  maxNodes: number;
}

export const DEFAULT_LIMITS: Readonly<Limits> = {
  maxBytes: 50 * 1024 * 1024,
  maxDepth: 100,
  maxExpandedNodes: 1_000_000,
  maxDocuments: 100_000,
  maxNodes: 3_000_000,
};

const COLON = 58;
const COMMA = 44;
const DASH = 45;
const OPEN_BRACE = 123;
const OPEN_BRACKET = 91;
const QUESTION = 63;

/**
 * Whether `text` may hold more than `max` nodes. Every node needs at least one of `, : [ { ? -` to separate it from the one before, so
 * counting these bounds what the parser will allocate; a text that is shorter than the bound cannot exceed it and is not looked at.
 */
export function mayExceedNodes(text: string, max: number): boolean {
  if (text.length <= max) return false;
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    if (isSeparator(text.charCodeAt(at)) && ++count > max) return true;
  }
  return false;
}

function isSeparator(code: number): boolean {
  return code === COMMA || code === COLON || code === OPEN_BRACKET || code === OPEN_BRACE || code === DASH || code === QUESTION;
}
