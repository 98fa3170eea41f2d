import { needOf } from '@breakwater/rbac';
import { namesClientSigner, toAnyCertificate } from '../destinations.ts';
import type { PermissionEdge } from '../edge.ts';
import { CERTIFICATES, CHANGE } from '../permissions.ts';

export const edge: PermissionEdge = {
  kind: 'permission',
  id: 'client-certificate',
  number: 'E29',
  doc: 'Whoever creates and approves certificate requests of the API client signer is any user but system:masters',
  cost: 2,
  ways: [
    [
      [needOf('create', CERTIFICATES, 'certificatesigningrequests')],
      [needOf(CHANGE, CERTIFICATES, 'certificatesigningrequests/approval')],
      [needOf('approve', CERTIFICATES, 'signers')],
    ],
  ],
  to: ([, , signers]) => (namesClientSigner(signers) ? toAnyCertificate() : []),
};
