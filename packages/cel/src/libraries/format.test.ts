import { describe, expect, it } from 'vitest';
import { describeOutcome } from '../testing/outcome.ts';

describe('named formats', () => {
  it.each([
    ['format.dns1123Label().validate("my-label-name").hasValue()', 'bool false'],
    [
      'format.dns1123Label().validate("contains a space").value()',
      `["a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"]`,
    ],
    ['format.dns1123Label().validate("a.b").value()', '["must not contain dots"]'],
    [`format.dns1123Label().validate("${'a'.repeat(64)}").value()`, '["must be no more than 63 characters"]'],
    ['format.dns1123Subdomain().validate("apiextensions.k8s.io").hasValue()', 'bool false'],
    ['format.dns1035Label().validate("1a").hasValue() && !format.dns1035Label().validate("a1").hasValue()', 'bool true'],
    ['format.qualifiedName().validate("apiextensions.k8s.io/v1beta1").hasValue()', 'bool false'],
    [
      'format.qualifiedName().validate("contains a space").value()',
      `["name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"]`,
    ],
    ['format.qualifiedName().validate("/a").value()', '["prefix part must be non-empty"]'],
    ['format.dns1123LabelPrefix().validate("my-label-prefix-").hasValue()', 'bool false'],
    ['format.dns1123SubdomainPrefix().validate("mysubdomain.prefix.-").hasValue()', 'bool false'],
    ['format.labelValue().validate("").hasValue()', 'bool false'],
    ['format.uri().validate("http://example.com").hasValue()', 'bool false'],
    ['format.uuid().validate("123e4567-e89b-12d3-a456-426614174000").hasValue()', 'bool false'],
    ['format.byte().validate("aGVsbG8=").hasValue()', 'bool false'],
    ['format.byte().validate("aGVsbG8").value()', '["invalid base64"]'],
    ['format.date().validate("2020-01-32").value()', '["invalid date"]'],
    ['format.datetime().validate("2020-01-01T00:00:00Z").hasValue()', 'bool false'],
    ['format.named("unknown").hasValue()', 'bool false'],
    ['format.named("uuid").value() == format.uuid()', 'bool true'],
    ['format.named("uuid").value() == format.uri()', 'bool false'],
  ])('%s', (source, outcome) => {
    expect(describeOutcome(source)).toBe(outcome);
  });
});
