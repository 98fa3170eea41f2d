import { defineKind } from '../kind.ts';
import { dropValues, measureBase64, shortenValues } from '../values.ts';

/** Settings are judged; binary files are only counted. */
export const kind = defineKind({
  kind: 'ConfigMap',
  plural: 'configmaps',
  reshape: map => dropValues(shortenValues(map, 'data'), ['binaryData'], measureBase64),
});
