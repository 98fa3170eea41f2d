import { nameObject } from '@breakwater/inventory';
import { readManifest } from '@breakwater/manifest';
import {
  type Cluster,
  type ConnectionChange,
  diffConnections,
  formatEnd,
  isSelected,
  type Policy,
  readPolicies,
  replacePolicies,
  withPolicies,
} from '@breakwater/network';
import { isVisible, type Question, QuestionFault, type Sight } from '../question.ts';

/** More is no list that anybody reads; all of them are counted. */
const MAX_CHANGES = 500;
const MAX_TOLD = 20;
const NO_POLICY = 'there is no policy in the text: give a NetworkPolicy, with apiVersion, kind and metadata.name';

export interface PreviewInput extends Sight {
  /** Policies as YAML; one with the name of one that is there takes its place. */
  readonly text: string;
  /** Names of policies that would be deleted, as `NetworkPolicy shop/web`. */
  readonly removed: readonly string[];
}

export interface PreviewOutput {
  readonly policies: readonly { readonly name: string; readonly isNew: boolean }[];
  readonly counts: Readonly<Record<ConnectionChange['change'], number>>;
  /** The first of them; `before` and `after` as `TCP 80`, empty for nothing. */
  readonly changes: readonly {
    readonly change: ConnectionChange['change'];
    readonly from: string;
    readonly to: string;
    readonly protocol: string;
    readonly before: string;
    readonly after: string;
  }[];
  readonly isTruncated: boolean;
  readonly problems: readonly string[];
}

export const question: Question<PreviewInput, PreviewOutput> = {
  name: 'preview',
  answer: ({ network }, input) => {
    const { policies, problems } = readText(input.text);
    if (policies.length === 0 && input.removed.length === 0) throw new QuestionFault(problems[0] ?? NO_POLICY);
    const isRemoved = ({ source }: Policy): boolean => input.removed.includes(nameObject(source));
    const known = new Set(network.policies.map(({ source }) => nameObject(source)));
    const after = withPolicies(
      network,
      replacePolicies(
        network.policies.filter(policy => !isRemoved(policy)),
        policies,
      ),
    );
    const { changes, isTruncated } = diff(network, after);
    const visible = changes.filter(({ src, dst }) =>
      [src, dst].every(end => typeof end !== 'string' || end.startsWith('{') || isVisible(input, end)),
    );
    return {
      policies: policies.map(({ source }) => ({ name: nameObject(source), isNew: !known.has(nameObject(source)) })),
      counts: { added: count(visible, 'added'), removed: count(visible, 'removed'), changed: count(visible, 'changed') },
      changes: visible.slice(0, MAX_CHANGES).map(toPlain),
      isTruncated,
      problems: problems.slice(0, MAX_TOLD),
    };
  },
};

function readText(text: string): { readonly policies: readonly Policy[]; readonly problems: readonly string[] } {
  const { documents, problems } = readManifest(text, { source: 'policy' });
  const objects = documents.map(({ value }) => value as Readonly<Record<string, unknown>>);
  const read = readPolicies(objects);
  const told = [...problems, ...read.problems].map(({ message, location }) =>
    location === undefined ? message : `line ${location.line}: ${message}`,
  );
  return { policies: read.policies, problems: told };
}

/** Only what a changed policy selects can have changed: at either end of a connection. */
function diff(before: Cluster, after: Cluster): Pick<ReturnType<typeof diffConnections>, 'changes' | 'isTruncated'> {
  const [old, young] = [new Set(before.policies), new Set(after.policies)];
  const touched = [...before.policies.filter(policy => !young.has(policy)), ...after.policies.filter(policy => !old.has(policy))];
  const names = new Set(
    before.workloads.filter(({ pod }) => touched.some(policy => isSelected(pod, policy.subject, before.world))).map(({ name }) => name),
  );
  const isIt = ({ name }: { readonly name: unknown }): boolean => names.has(name as string);
  const [out, into] = [diffConnections(before, after, { isSource: isIt }), diffConnections(before, after, { isDestination: isIt })];
  const unseen = into.changes.filter(({ src }) => typeof src !== 'string' || !names.has(src));
  return { changes: [...out.changes, ...unseen], isTruncated: out.isTruncated || into.isTruncated };
}

function count(changes: readonly ConnectionChange[], kind: ConnectionChange['change']): number {
  return changes.filter(({ change }) => change === kind).length;
}

function toPlain({ change, src, dst, protocol, before, after }: ConnectionChange): PreviewOutput['changes'][number] {
  return { change, from: formatEnd(src), to: formatEnd(dst), protocol, before: formatSide(before), after: formatSide(after) };
}

function formatSide(side: ConnectionChange['before']): string {
  return side.map(({ ports, verdict }) => (verdict === 'allowed' ? ports : `${ports} (${verdict})`)).join('; ');
}
