import { Failure } from './failure.ts';
import { decodeBase64 } from './json.ts';
import { parseTimestamp } from './time.ts';
import { parseWebAddress } from './web-address.ts';

/** What is wrong with a text; empty when nothing is. */
type Validate = (text: string) => string[];

/** One of Kubernetes' named string formats. */
export class NamedFormat {
  readonly celType = 'kubernetes.NamedFormat';
  readonly name: string;
  readonly validate: Validate;

  constructor(name: string, validate: Validate) {
    this.name = name;
    this.validate = validate;
  }

  equals(other: unknown): boolean {
    return other instanceof NamedFormat && other.name === this.name;
  }

  toText(): string {
    return this.name;
  }
}

interface Pattern {
  readonly expression: string;
  readonly message: string;
  readonly samples: readonly string[];
  readonly maxLength: number;
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

const DNS_1123_LABEL: Pattern = {
  expression: LABEL,
  message:
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  samples: ['my-name', '123-abc'],
  maxLength: 63,
};

const DNS_1123_SUBDOMAIN: Pattern = {
  expression: `${LABEL}(\\.${LABEL})*`,
  message:
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  samples: ['example.com'],
  maxLength: 253,
};

const DNS_1035_LABEL: Pattern = {
  expression: '[a-z]([-a-z0-9]*[a-z0-9])?',
  message:
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  samples: ['my-name', 'abc-123'],
  maxLength: 63,
};

const QUALIFIED_NAME: Pattern = {
  expression: QUALIFIED,
  message: "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  samples: ['MyName', 'my.name', '123-abc'],
  maxLength: 63,
};

const LABEL_VALUE: Pattern = {
  expression: `(${QUALIFIED})?`,
  message:
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  samples: ['MyValue', 'my_value', '12345'],
  maxLength: 63,
};

/** Longest text that is matched against a pattern; longer ones are wrong already. */
const MAX_MATCHED = 1024;

function matchPattern(pattern: Pattern, text: string): string[] {
  const problems = text.length > pattern.maxLength ? [`must be no more than ${pattern.maxLength} characters`] : [];
  if (text.length <= MAX_MATCHED && new RegExp(`^(?:${pattern.expression})$`).test(text)) return problems;
  return [...problems, describePattern(pattern)];
}

/** Kubernetes' own words, with its spacing. */
function describePattern({ expression, message, samples }: Pattern): string {
  const list = samples.map(sample => `'${sample}', `).join(' or ');
  return `${message} (e.g. ${list}regex used for validation is '${expression}')`;
}

function validateLabel(text: string): string[] {
  const problems = matchPattern(DNS_1123_LABEL, text);
  const isSubdomain =
    problems.length > 0 && text.includes('.') && matchPattern({ ...DNS_1123_SUBDOMAIN, maxLength: MAX_MATCHED }, text).length === 0;
  return isSubdomain ? [...problems.slice(0, -1), 'must not contain dots'] : problems;
}

/** A name, optionally behind a DNS subdomain and a slash. */
function validateQualifiedName(text: string): string[] {
  const parts = text.split('/');
  if (parts.length > 2) {
    const { message, samples, expression } = QUALIFIED_NAME;
    const qualified = { message: `a qualified name ${message}`, samples, expression, maxLength: 63 };
    return [`${describePattern(qualified)} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? (parts[0] ?? '') : undefined;
  const prefixProblems = prefix === '' ? ['must be non-empty'] : prefix === undefined ? [] : matchPattern(DNS_1123_SUBDOMAIN, prefix);
  const nameProblems = name === '' ? ['must be non-empty', describePattern(QUALIFIED_NAME)] : matchPattern(QUALIFIED_NAME, name);
  return [...prefixProblems.map(problem => `prefix part ${problem}`), ...nameProblems.map(problem => `name part ${problem}`)];
}

/** A prefix of names to be generated may end in a dash. */
function asPrefix(validate: Validate): Validate {
  return text => validate(text.endsWith('-') && text.length > 1 ? `${text.slice(0, -1)}a` : text);
}

function validateBase64(text: string): string[] {
  return text.length % 4 === 0 && decodeBase64(text) !== undefined ? [] : ['invalid base64'];
}

function validateUri(text: string): string[] {
  return parseWebAddress(text) instanceof Failure ? ['invalid URI'] : [];
}

function validateUuid(text: string): string[] {
  return /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text) ? [] : ['does not match the UUID format'];
}

function validateDate(text: string): string[] {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !(parseTimestamp(`${text}T00:00:00Z`) instanceof Failure) ? [] : ['invalid date'];
}

function validateDateTime(text: string): string[] {
  return parseTimestamp(text) instanceof Failure ? ['invalid datetime'] : [];
}

const VALIDATORS: Readonly<Record<string, Validate>> = {
  byte: validateBase64,
  date: validateDate,
  datetime: validateDateTime,
  dns1035Label: text => matchPattern(DNS_1035_LABEL, text),
  dns1035LabelPrefix: asPrefix(text => matchPattern(DNS_1035_LABEL, text)),
  dns1123Label: validateLabel,
  dns1123LabelPrefix: asPrefix(validateLabel),
  dns1123Subdomain: text => matchPattern(DNS_1123_SUBDOMAIN, text),
  dns1123SubdomainPrefix: asPrefix(text => matchPattern(DNS_1123_SUBDOMAIN, text)),
  labelValue: text => matchPattern(LABEL_VALUE, text),
  qualifiedName: validateQualifiedName,
  uri: validateUri,
  uuid: validateUuid,
};

/** The formats by name, in alphabetical order. */
export const NAMED_FORMATS: ReadonlyMap<string, NamedFormat> = new Map(
  Object.entries(VALIDATORS).map(([name, validate]) => [name, new NamedFormat(name, validate)]),
);
