import type { BASELINE_VERDICTS } from '@breakwater/model';
import { CALLS, FILES, LISTENERS, NAMES, PEERS } from './sections.ts';
import type { Element } from './to-element.ts';

const MAX_TEXT = 300;

type Verdict = (typeof BASELINE_VERDICTS)[number];

/** What is new about an event, in words. */
export function describeNews(verdict: Exclude<Verdict, 'known'>, element: Element): string {
  return toLine(describe(verdict, element));
}

/** What was done, in one line; the same for what is the same behaviour. */
export function toBehavior(element: Element): string {
  return toLine(element.section === 'processes' ? [element.path, ...element.arguments].join(' ') : nameElement(element));
}

function toLine(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').slice(0, MAX_TEXT);
}

function describe(verdict: Exclude<Verdict, 'known'>, element: Element): string {
  if (verdict === 'removed') return `${nameElement(element)} was taken out of the baseline`;
  if (element.section === 'syscalls') return `${nameElement(element)} were not made before`;
  if (element.section !== 'processes') return `${nameElement(element)} is not in the baseline`;
  const { path, user, parent = '', entry } = element;
  const from = entry === 'exec' ? ' from outside of the container' : '';
  if (verdict === 'new-user') return `${path} did not run as user ${user} before`;
  if (verdict === 'new-parent') return `${path} was not started by ${parent} before`;
  if (verdict === 'new-arguments') return `${path} was not called like this before: ${element.arguments.join(' ')}`;
  return `${path} was not run${from} before`;
}

function nameElement(element: Element): string {
  switch (element.section) {
    case 'processes':
      return element.path;
    case 'syscalls':
      return `system calls ${element.names.join(', ')}`;
    case 'peers':
      return PEERS.toText(PEERS.toEntry(element.ways[0] ?? []));
    case 'listeners':
      return LISTENERS.toText(LISTENERS.toEntry(element.ways[0] ?? []));
    case 'files':
      return FILES.toText(FILES.toEntry(element.ways[0] ?? []));
    case 'names':
      return NAMES.toText(NAMES.toEntry(element.ways[0] ?? []));
    case 'calls':
      return CALLS.toText(CALLS.toEntry(element.ways[0] ?? []));
  }
}
