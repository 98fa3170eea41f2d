import { listLooseCredentials, listNeedlessTokens, listSecrets, readOwnAccess, type SecretReport } from '@breakwater/attack';
import { nameObject } from '@breakwater/inventory';
import { isVisible, type Question, type Sight } from '../question.ts';

/** More are no list that anybody reads. */
const MAX_ROWS = 2000;

export interface SecretsInput extends Sight {
  /** Milliseconds since 1970, for ages and certificates. */
  readonly now: number;
}

/** Names, types and keys; never a value. */
export interface SecretsOutput {
  readonly secrets: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly type: string;
    readonly keys: readonly string[];
    /** False for one that something refers to and that is not there. */
    readonly exists: boolean;
    readonly uses: readonly { readonly by: string; readonly container: string; readonly how: string; readonly keys: readonly string[] }[];
    readonly readers: readonly string[];
    /** Of the workloads that take it those that can be reached from outside. */
    readonly exposed: readonly string[];
    readonly findings: readonly { readonly name: string; readonly because: string }[];
  }[];
  readonly loose: readonly { readonly object: string; readonly path: string; readonly name: string }[];
  readonly tokens: readonly { readonly workload: string; readonly account: string }[];
  /** Rows that are left out, of all three lists. */
  readonly more: number;
}

export const question: Question<SecretsInput, SecretsOutput> = {
  name: 'secrets',
  answer: ({ network }, { now, ...sight }) => {
    const { inventory } = network;
    const { authorizer } = readOwnAccess(inventory, true);
    const secrets = listSecrets(network, authorizer, now).filter(({ namespace }) => isVisible(sight, `${namespace}/`));
    const loose = listLooseCredentials(inventory).filter(({ object }) => isVisible(sight, object.slice(object.indexOf(' ') + 1)));
    const tokens = listNeedlessTokens(inventory, authorizer).filter(({ workload }) => isVisible(sight, workload));
    const left = [secrets, loose, tokens].reduce((sum, { length }) => sum + Math.max(length - MAX_ROWS, 0), 0);
    return {
      secrets: secrets
        .toSorted((a, b) => b.findings.length - a.findings.length)
        .slice(0, MAX_ROWS)
        .map(toPlain),
      loose: loose.slice(0, MAX_ROWS).map(({ object, path, name }) => ({ object, path, name })),
      tokens: tokens.slice(0, MAX_ROWS).map(({ workload, account }) => ({ workload, account })),
      more: left,
    };
  },
};

function toPlain({
  namespace,
  name,
  type,
  keys,
  isKnown,
  uses,
  readers,
  exposed,
  findings,
}: SecretReport): SecretsOutput['secrets'][number] {
  return {
    namespace,
    name,
    type,
    keys,
    exists: isKnown,
    uses: uses.map(({ by, container, how, keys: taken = [] }) => ({ by, container, how, keys: taken })),
    readers: readers.map(nameObject),
    exposed,
    findings: findings.map(finding => ({ name: finding.name, because: finding.because })),
  };
}
