import { cleanText } from '../../ingest/json-rows.ts';

/** Names of what is never written down. */
const SECRET = /password|secret|token|current|next|authorization|headers|^url$/i;
const MAX_TEXT = 500;
const MAX_MEMBERS = 100;
const MAX_DEPTH = 6;

/** What was sent, for the audit: without secrets and without what has no end. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value.slice(0, MAX_TEXT));
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '(deeper)';
  if (Array.isArray(value)) return value.slice(0, MAX_MEMBERS).map(item => redact(item, depth + 1));
  const members = Object.entries(value).slice(0, MAX_MEMBERS);
  return Object.fromEntries(
    members.map(([name, member]) => [cleanText(name.slice(0, MAX_TEXT)), SECRET.test(name) ? '(secret)' : redact(member, depth + 1)]),
  );
}
