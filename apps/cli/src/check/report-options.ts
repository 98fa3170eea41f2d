import { SEVERITIES } from '@breakwater/model';
import { formats } from '@breakwater/report';
import type { OptionDefinition } from '../command.ts';

export const LANGUAGE_OPTION: OptionDefinition = {
  name: 'lang',
  value: 'language',
  doc: 'Language of the texts (default: that of the locale)',
  choices: ['en', 'ja'],
};

export const VERBOSE_OPTION: OptionDefinition = {
  name: 'verbose',
  doc: 'Also list what passed, what could not be evaluated, and the evidence',
};

/** Options of every command that judges and reports; `failOn` is the mildest severity that fails without being asked for. */
export function listReportOptions(failOn: string): readonly OptionDefinition[] {
  return [
    {
      name: 'format',
      value: 'format[=file]',
      doc: `How to write the result, and into which file: ${formats.map(format => format.name).join(', ')} (default: table); may be repeated`,
      repeatable: true,
    },
    {
      name: 'fail-on',
      value: 'severity',
      doc: 'End with 1 when a violation is at least this severe',
      choices: [...SEVERITIES, 'never'],
      default: failOn,
    },
    { name: 'policy', value: 'id', doc: 'Judge by this policy only; may be repeated', repeatable: true },
    { name: 'policies', value: 'path', doc: 'Judge by the policies of this file or folder as well; may be repeated', repeatable: true },
  ];
}
