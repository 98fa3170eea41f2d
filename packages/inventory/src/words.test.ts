import { expect, test } from 'vitest';
import { splitWords } from './words.ts';

test.each<[string, readonly string[]]>([
  ['', []],
  ['---', []],
  ['password', ['password']],
  ['DB_PASSWORD', ['db', 'password']],
  ['dbPassword', ['db', 'password']],
  ['DbPassword', ['db', 'password']],
  ['dbPassword_FILE', ['db', 'password', 'file']],
  ['AWSSecretKey2', ['aws', 'secret', 'key2']],
  ['aws-secret.access/key', ['aws', 'secret', 'access', 'key']],
  ['PASSWORD1', ['password1']],
  ['passWord', ['pass', 'word']],
  ['s3Bucket', ['s3', 'bucket']],
  ['HTTPServer', ['http', 'server']],
  ['a', ['a']],
  ['ABC', ['abc']],
  ['compassing', ['compassing']],
  ['pässword', ['p', 'ssword']],
])('splitWords(%j)', (text, words) => {
  expect(splitWords(text)).toStrictEqual(words);
});
