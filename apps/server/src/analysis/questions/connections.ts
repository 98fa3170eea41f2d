import { nameObject } from '@breakwater/inventory';
import { type Connection, findWorkloads, formatEnd, isSelected, listConnections } from '@breakwater/network';
import { isVisible, type Question, QuestionFault, type Sight } from '../question.ts';

/** More is no list that anybody reads. */
const MAX_ROWS = 1000;

export interface ConnectionsInput extends Sight {
  /** As `namespace/name[Kind]`. */
  readonly workload: string;
}

export interface ConnectionsOutput {
  /** Connections that it may make, and that may be made to it. */
  readonly out: ConnectionRows;
  readonly in: ConnectionRows;
  /** Policies that select it, with the directions that they speak of. */
  readonly policies: readonly { readonly name: string; readonly directions: readonly ('ingress' | 'egress')[] }[];
}

export interface ConnectionRows {
  readonly rows: readonly (Pick<Connection, 'protocol' | 'ports' | 'verdict' | 'upstream' | 'doubts'> & { readonly end: string })[];
  /** Rows that are left out: too many, or of namespaces that whoever asks may not see. */
  readonly more: number;
}

export const question: Question<ConnectionsInput, ConnectionsOutput> = {
  name: 'connections',
  answer: ({ network }, input) => {
    const [found] = isVisible(input, input.workload) ? findWorkloads(input.workload, network.workloads) : [];
    if (found === undefined) throw new QuestionFault('there is no such workload');
    const list = (side: 'src' | 'dst'): ConnectionRows => {
      const isIt = ({ name }: { readonly name: unknown }): boolean => name === found.name;
      const { connections } = listConnections(network, side === 'src' ? { isSource: isIt } : { isDestination: isIt });
      const other = side === 'src' ? 'dst' : 'src';
      const rows = connections.map(({ protocol, ports, verdict, upstream, doubts, ...ends }) => ({
        end: formatEnd(ends[other]),
        isWorkload: typeof ends[other] === 'string',
        row: { protocol, ports, verdict, upstream, doubts },
      }));
      const shown = rows.filter(({ end, isWorkload }) => !isWorkload || end.startsWith('{') || isVisible(input, end)).slice(0, MAX_ROWS);
      return { rows: shown.map(({ end, row }) => ({ end, ...row })), more: rows.length - shown.length };
    };
    const selecting = network.policies.filter(policy => !found.pod.hostNetwork && isSelected(found.pod, policy.subject, network.world));
    return {
      out: list('src'),
      in: list('dst'),
      policies: selecting.map(policy => ({
        name: nameObject(policy.source),
        directions: (['ingress', 'egress'] as const).filter(direction => policy[direction] !== undefined),
      })),
    };
  },
};
