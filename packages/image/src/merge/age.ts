import type { ImageConfig } from '../source/config.ts';

export interface Created {
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly from: 'config' | 'history';
}

/** Reproducible builds write a fixed time; none of them made an image before there were images. */
const FIRST_PLAUSIBLE = Date.UTC(2013, 0, 1);

/** When the image was made; undefined when nothing says it honestly. */
export function findCreated(config: ImageConfig): Created | undefined {
  const own = toTime(config.created);
  if (own !== undefined) return { time: own, from: 'config' };
  const newest = config.history
    .map(({ created }) => toTime(created))
    .filter(time => time !== undefined)
    .toSorted()
    .at(-1);
  return newest === undefined ? undefined : { time: newest, from: 'history' };
}

function toTime(text: string | undefined): string | undefined {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return ms >= FIRST_PLAUSIBLE ? new Date(ms).toISOString() : undefined;
}
