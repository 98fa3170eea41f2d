import { redactArguments, redactText } from './redact-arguments.ts';

/** Longer ones were made to fill the disk. */
const MAX_URI = 8192;

/** What was asked of the API server, without secrets: the commands of an exec stand in its query. */
export function redactUri(uri: string): string {
  const short = uri.slice(0, MAX_URI);
  const at = short.indexOf('?');
  if (at < 0) return redactText(short);
  const parts = short.slice(at + 1).split('&');
  const words = parts.filter(isCommand).map(part => decode(part.slice('command='.length)));
  const shown = redactArguments(words)[Symbol.iterator]();
  const query = parts.map(part =>
    isCommand(part) ? `command=${encodeURIComponent(String(shown.next().value)).replaceAll('%2F', '/')}` : redactText(part),
  );
  return `${redactText(short.slice(0, at))}?${query.join('&')}`;
}

function isCommand(part: string): boolean {
  return part.startsWith('command=');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
