import { defineKind } from '../kind.ts';
import { type Raw, toRecord } from '../raw.ts';

/** Encrypted values are large and change with every sealing; their keys say what the Secret will hold. */
function reshape(sealed: Raw): Raw {
  const spec = toRecord(sealed['spec']);
  return { ...sealed, spec: dropEncrypted(spec) };
}

function dropEncrypted(spec: Raw): Raw {
  const values = toRecord(spec['encryptedData']);
  return Object.keys(values).length === 0
    ? spec
    : { ...spec, encryptedData: Object.fromEntries(Object.keys(values).map(key => [key, ''])) };
}

export const kind = defineKind({
  group: 'bitnami.com',
  versions: ['v1alpha1'],
  kind: 'SealedSecret',
  plural: 'sealedsecrets',
  optional: true,
  reshape,
});
