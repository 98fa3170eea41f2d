import { listAddresses, type Owner, toAddressKey } from '../addresses.ts';
import type { Question, Sight } from '../question.ts';

export interface OwnersInput extends Sight {
  readonly addresses: readonly string[];
}

export interface OwnersOutput {
  /** Of the addresses that something of the cluster has. */
  readonly owners: readonly (Owner & { readonly address: string })[];
}

export const question: Question<OwnersInput, OwnersOutput> = {
  name: 'owners',
  answer: ({ network }, { addresses }) => {
    const known = listAddresses(network);
    return {
      owners: addresses.flatMap(address => {
        const owner = known.get(toAddressKey(address));
        return owner === undefined ? [] : [{ ...owner, address }];
      }),
    };
  },
};
