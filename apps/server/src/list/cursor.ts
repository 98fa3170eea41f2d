import { RequestError } from '../http/request-error.ts';

/** Where the next page begins: after the row with this sort value and these ties. */
export interface Cursor {
  readonly sort: string;
  readonly value: string;
  readonly tie: readonly string[];
}

export function encodeCursor({ sort, value, tie }: Cursor): string {
  return Buffer.from(JSON.stringify([sort, value, ...tie])).toString('base64url');
}

/**
 * @param sort of the request; a cursor of another order would skip rows
 * @throws RequestError `bad-cursor`
 */
export function decodeCursor(text: string, sort: string, ties: number): Cursor {
  const parts = parse(Buffer.from(text, 'base64url').toString('utf8'));
  const [madeFor, value, ...tie] = parts;
  if (madeFor === undefined || value === undefined || tie.length !== ties || parts.some(part => part.includes('\0'))) {
    throw new RequestError('bad-cursor', 'The cursor is not one that this list gave.', 'Ask for the first page, without a cursor.');
  }
  if (madeFor !== sort) {
    throw new RequestError(
      'bad-cursor',
      `The cursor belongs to the order '${madeFor}', not to '${sort}'.`,
      'Keep the sort of the first page.',
    );
  }
  return { sort, value, tie };
}

function parse(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(part => typeof part === 'string') ? value : [];
  } catch {
    return [];
  }
}
