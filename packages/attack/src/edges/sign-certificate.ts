import { needOf } from '@breakwater/rbac';
import { goTo, namesClientSigner } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { ANY_USER } from '../graph/node.ts';
import { CERTIFICATES, CHANGE } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'sign-certificate',
  number: 'E30',
  doc: 'Whoever signs for the API client signer issues certificates without approval',
  cost: 2,
  ways: [
    [
      [needOf('sign', CERTIFICATES, 'signers')],
      [needOf(CHANGE, CERTIFICATES, 'certificatesigningrequests/status')],
      [needOf('create', CERTIFICATES, 'certificatesigningrequests')],
    ],
  ],
  to: ([signers]) => (namesClientSigner(signers) ? goTo(ANY_USER, ['needs the key of an authority that the API server trusts']) : []),
};
