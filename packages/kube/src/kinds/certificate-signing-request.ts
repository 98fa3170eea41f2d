import { defineKind } from '../kind.ts';
import { pick, type Raw } from '../raw.ts';

/** Who asked for what, and who approved it; the request itself and the certificate are not needed for that. */
function reshape(request: Raw): Raw {
  const spec = pick(request['spec'], ['signerName', 'username', 'uid', 'groups', 'usages', 'expirationSeconds']);
  return { ...request, spec: spec ?? {} };
}

export const kind = defineKind({
  group: 'certificates.k8s.io',
  kind: 'CertificateSigningRequest',
  plural: 'certificatesigningrequests',
  namespaced: false,
  status: ['conditions'],
  reshape,
});
