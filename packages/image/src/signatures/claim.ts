import { toErrorMessage } from '@breakwater/model';
import { toPlainText } from './plain-text.ts';
import type { SignedItem } from './signed-item.ts';
import { parseSimpleSigning, parseStatement } from './statement.ts';
import { type StatementSummary, summarizeStatement } from './summarize-statement.ts';

export interface Claim {
  readonly statement: StatementSummary | undefined;
  /** Why it says nothing of this image; undefined when it does. */
  readonly fault: string | undefined;
}

/** What a signed item says, whoever signed it, and whether it says it of an image with one of these digests. */
export function readClaim({ claim }: SignedItem, digests: readonly string[]): Claim {
  // The manifest itself is what is signed: nothing else could be meant.
  if (claim.kind === 'manifest') return { statement: undefined, fault: undefined };
  try {
    if (claim.kind === 'simple-signing') return { statement: undefined, fault: compare([parseSimpleSigning(claim.payload)], digests) };
    const statement = parseStatement(claim.payload);
    return { statement: summarizeStatement(statement), fault: compare(statement.subjects, digests) };
  } catch (cause) {
    return { statement: undefined, fault: toPlainText(toErrorMessage(cause)) };
  }
}

function compare(subjects: readonly string[], digests: readonly string[]): string | undefined {
  if (subjects.some(subject => digests.includes(subject))) return undefined;
  const [first] = subjects;
  return first === undefined ? 'it speaks of nothing with a digest' : `it speaks of another image: ${toPlainText(first)}`;
}
