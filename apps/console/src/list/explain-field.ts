import type { ListFields } from '@breakwater/api';
import type { Translate } from '../texts/i18n.ts';
import { optionalText } from '../texts/optional-text.ts';

/** What a field of the list grammar means, in the language of the screen; the contract's own words where no text exists. */
export function explainField(field: string, fields: ListFields, t: Translate): string {
  const text = optionalText(t, 'fields', field);
  return text === field ? (fields[field]?.doc ?? field) : text;
}
