import type { RunScope } from '@breakwater/model';
import { splitList } from '../../format/split-list.ts';

/** The scope of a run as people write it. */
export interface ScopeDraft {
  readonly namespaces: string;
  readonly nodes: string;
  /** `pool=blue, zone=*`. */
  readonly nodeLabels: string;
}

export function toScopeDraft({ namespaces = [], nodes = [], nodeLabels = {} }: RunScope): ScopeDraft {
  const labels = Object.entries(nodeLabels).map(([key, value]) => `${key}=${value}`);
  return { namespaces: namespaces.join(', '), nodes: nodes.join(', '), nodeLabels: labels.join(', ') };
}

/** Undefined where a label is none: nothing is looked at that was not meant. */
export function toScope(draft: ScopeDraft): RunScope | undefined {
  const [namespaces, nodes, texts] = [splitList(draft.namespaces), splitList(draft.nodes), splitList(draft.nodeLabels)];
  const labels = texts.map(text => /^([^=!\s]+)=([^=!\s]*)$/.exec(text));
  if (labels.includes(null)) return undefined;
  return {
    ...(namespaces.length === 0 ? {} : { namespaces }),
    ...(nodes.length === 0 ? {} : { nodes }),
    ...(labels.length === 0 ? {} : { nodeLabels: Object.fromEntries(labels.map(found => [found?.[1] ?? '', found?.[2] ?? ''])) }),
  };
}
