import { defineKind } from '../kind.ts';
import { dropValues, measureBase64 } from '../values.ts';

/** Values of secrets never get past this line: keys, type, sizes and times are all that is kept. */
export const kind = defineKind({
  kind: 'Secret',
  plural: 'secrets',
  reshape: secret => dropValues(secret, ['data', 'stringData'], measureBase64),
});
