import { Inventory, toText } from '@breakwater/inventory';
import { createPodSecurity, type PodSecurity, toYaml } from '@breakwater/policy';
import { isProposedLimit, PROPOSED_PARTS, type Proposal, proposeNamespaces } from '@breakwater/propose';
import { builtInPolicies, findStandard } from '../../catalogue/catalogue.ts';
import { type Question, QuestionFault } from '../question.ts';
import type { Subject } from '../subject.ts';

export interface ProposalsInput {
  /** One that whoever asks may see: that was found out before, since one in which nothing is counts too. */
  readonly namespace: string;
}

export interface ProposalsOutput {
  /** In the order in which they are to be applied. */
  readonly proposals: readonly {
    /** Kind and name; empty where there is no object, but a reason for that. */
    readonly object: string;
    /** YAML; empty without an object. */
    readonly text: string;
    readonly because: readonly string[];
    /** Whether an object of this name is there already, and would be changed. */
    readonly exists: boolean;
  }[];
  readonly problems: readonly string[];
}

/** Compiled when first needed, and once. */
let standards: PodSecurity | undefined;

export const question: Question<ProposalsInput, ProposalsOutput> = {
  name: 'proposals',
  answer: ({ inventory }, { namespace }) => {
    const isThere = inventory.find('Namespace', '', namespace) !== undefined || inventory.listWorkloads(namespace).length > 0;
    if (!isThere) throw new QuestionFault(`nothing of namespace '${namespace.slice(0, 63)}' was read`);
    standards ??= createPodSecurity(findStandard('pod-security'), builtInPolicies);
    const { proposals, problems } = proposeNamespaces(
      {
        inventory: leaveOutProposed(inventory),
        podSecurity: standards,
        namespaces: [namespace],
        isWhole: inventory.options.complete,
        isLive: true,
        nodes: inventory.listKind('Node').length || undefined,
      },
      new Set(PROPOSED_PARTS),
    );
    return {
      proposals: proposals.map(proposal => toPlain(proposal, inventory)),
      problems: problems.map(({ source, message }) => `${source}: ${message}`),
    };
  },
};

/** Limits that come from an earlier proposal are proposed anew, by what runs. */
function leaveOutProposed(inventory: Subject['inventory']): Inventory {
  const rest = inventory.objects.filter(({ raw }) => !isProposedLimit(raw));
  return rest.length === inventory.objects.length ? inventory : new Inventory(rest, inventory.options);
}

function toPlain({ object, because }: Proposal, inventory: Inventory): ProposalsOutput['proposals'][number] {
  if (object === undefined) return { object: '', text: '', because, exists: false };
  const { name, namespace } = object['metadata'] as { readonly name: string; readonly namespace?: string };
  const kind = toText(object['kind']);
  const exists = inventory.find(kind, namespace ?? '', name) !== undefined;
  return { object: `${kind} ${name}`, text: toYaml(object), because, exists };
}
