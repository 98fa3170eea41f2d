import { generalizeWord } from './generalize.ts';
import { type Collapse, NEVER, REST } from './pattern-set.ts';

const MAX_LABELS = 20;
/** Names below one domain that are told apart. */
const BELOW: Collapse = { limit: 10, isDeep: true };

/** Labels of a DNS name, from the top: `example.com.` → com, example. */
export function toNameSegments(name: string): readonly string[] {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.').slice(-MAX_LABELS);
  return labels.map(label => generalizeWord(label).replaceAll('*', '\\*')).toReversed();
}

/** When names below a domain become one; never for a whole top-level domain or what registries sell below, and never within a cluster. */
export function collapseName([top = '', second = '', ...more]: readonly string[]): Collapse {
  const isShared = second === '' || (top.length === 2 && second.length <= 3 && more.length === 0);
  return isShared || isOfCluster(top, second) ? NEVER : BELOW;
}

export function formatNamePattern(segments: readonly string[]): string {
  return segments
    .map(label => (label === REST ? '*' : label))
    .toReversed()
    .join('.');
}

/** The other way round. */
export function parseNamePattern(text: string): readonly string[] {
  return text
    .split('.')
    .map(label => (label === '*' ? REST : label))
    .toReversed();
}

function isOfCluster(top: string, second: string): boolean {
  return top === 'local' && second === 'cluster';
}
