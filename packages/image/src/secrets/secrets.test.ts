import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { readLayer } from '../layer/read-layer.ts';
import { WorkFolder } from '../layer/work-folder.ts';
import { inspect } from '../testing/inspect.ts';
import { read, toLayerSource } from '../testing/layers.ts';
import { buildTar } from '../testing/tar.ts';
import { findSecrets } from './find-secrets.ts';
import { secretKinds } from './kinds.ts';
import { MarkFinder } from './mark-finder.ts';
import { isSkipped } from './skipped-paths.ts';

const SALT = Buffer.from('a salt of tests');
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const ALPHABETS: Readonly<Record<string, string>> = {
  an: `${LETTERS}${LETTERS.toUpperCase()}0123456789`,
  hex: '0123456789abcdef',
  lower: `${LETTERS}0123456789`,
  upper: `${LETTERS.toUpperCase()}234567`,
  alpha: `${LETTERS}${LETTERS.toUpperCase()}`,
  digit: '123456789',
};

/** `<36 an>` becomes 36 letters and digits, always the same ones: no credential of anybody, and none that stands in this file. */
function fill(template: string): string {
  let state = 7;
  return template.replaceAll(/<(\d+) (\w+)>/g, (_, count: string, name: string) => {
    const alphabet = ALPHABETS[name] ?? '';
    return Array.from({ length: Number(count) }, () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return alphabet[Math.floor((state / 2147483648) * alphabet.length)];
    }).join('');
  });
}

const UUID = '<8 hex>-<4 hex>-4<3 hex>-a<3 hex>-<12 hex>';

const CASES: Readonly<Record<string, string>> = {
  'private-key': '-----BEGIN RSA PRIVATE KEY-----\n<64 an>\n',
  'putty-private-key': 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n',
  'age-secret-key': 'AGE-SECRET-KEY-1<58 upper>',
  'kubeconfig-client-key': '    client-key-data: <240 an>==',
  'kubeconfig-token': '- name: x\n  user:\n    token: <40 an>\n',
  'docker-registry-login': '{"auths":{"r.io":{"auth": "<32 an>"}}}',
  'netrc-password': 'machine git.corp login me password <16 an>\n',
  'git-credentials': 'https://me:<20 an>@github.com\n',
  'database-url-password': 'postgres://shop:<16 an>@db:5432/shop',
  'maven-password': '<password><16 an></password>',
  'npmrc-password': '//r.io/:_password=<24 an>',
  'npmrc-token': '//r.io/:_authToken=<36 an>',
  'password-hash': 'root:$6$<8 an>$<86 an>:19000:0:',
  jwt: 'eyJ<20 an>.eyJ<40 an>.<43 an>',
  'basic-authorization': 'Authorization: Basic <32 an>=',
  'bearer-authorization': 'authorization: Bearer <40 an>',
  'aws-access-key-id': 'id = AKIA<16 upper>\n',
  'aws-secret-access-key': 'aws_secret_access_key = <40 an>\n',
  'aws-session-token': 'AWS_SESSION_TOKEN=<200 an>',
  'aws-bedrock-key': 'ABSK<120 an>',
  'gcp-service-account-key': '{"type": "service_account", "project_id": "x", "private_key_id": "<40 hex>"}',
  'gcp-api-key': 'AIza<35 an>',
  'google-oauth-client-secret': 'GOCSPX-<28 an>',
  'google-oauth-token': 'ya29.<80 an>',
  'gcp-hmac-key': 'GOOG1E<55 upper>',
  'azure-storage-key': 'AccountKey=<86 an>==;',
  'azure-shared-access-key': 'SharedAccessKey=<43 an>=',
  'azure-sas-signature': 'https://a.blob/x?sv=2022-11-02&ss=b&sig=<43 an>%3D',
  'azure-client-secret': 'secret: <3 an>8Q~<34 an>',
  'azure-app-configuration': 'Endpoint=https://a.azconfig.io;Id=<8 an>;Secret=<44 an>',
  'azure-registry-password': '<42 an>+ACR<6 an>',
  'azure-devops-token': '<76 an>AZDO<4 an>',
  'azure-function-key': '<44 an>AzFu<5 an>A==',
  'azure-search-key': '<42 an>AzSe<6 an>',
  'alibaba-access-key-id': 'LTAI<20 an>',
  'alibaba-secret-key': 'ALICLOUD_SECRET_KEY=<30 an>',
  'tencent-secret-id': 'AKID<32 an>',
  'digitalocean-token': 'dop_v1_<64 hex>',
  'heroku-api-key': 'HRKU-AA<58 an>',
  'heroku-api-key-uuid': `HEROKU_API_KEY=${UUID}`,
  'fly-token': 'FlyV1 fm2_<200 an>',
  'netlify-token': 'nfp_<36 an>',
  'cloudflare-origin-ca-key': 'v1.0-<24 hex>-<146 hex>',
  'cloudflare-api-token': 'CLOUDFLARE_API_TOKEN=<40 an>',
  'yandex-api-key': 'AQVN<36 an>',
  'linode-token': 'LINODE_TOKEN=<64 hex>',
  'github-token': 'token=ghp_<36 an>',
  'github-fine-grained-token': 'github_pat_<22 an>_<59 an>',
  'gitlab-token': 'glpat-<20 an>',
  'bitbucket-app-password': 'ATBB<32 an>',
  'atlassian-api-token': 'ATATT3<180 an>=',
  'npm-token': 'npm_<36 an>',
  'pypi-token': 'pypi-AgEIcHlwaS5vcmc<100 an>',
  'rubygems-key': 'rubygems_<48 hex>',
  'crates-token': 'cio<32 an>',
  'nuget-key': 'oy2<43 lower>',
  'clojars-token': 'CLOJARS_<60 hex>',
  'packagist-token': 'packagist_uut_<68 hex>',
  'docker-hub-token': 'dckr_pat_<27 an>',
  'jfrog-api-key': 'AKCp<69 an>',
  'jfrog-reference-token': 'cmVmdGtu<56 an>',
  'circleci-token': 'CCIPAT_<22 an>_<40 hex>',
  'buildkite-token': 'bkua_<40 lower>',
  'sonarqube-token': 'squ_<40 hex>',
  'snyk-token': `SNYK_TOKEN=${UUID}`,
  'openai-key': 'sk-proj-<40 an>T3BlbkFJ<40 an>',
  'anthropic-key': 'sk-ant-api03-<93 an>AA',
  'hugging-face-token': 'hf_<34 alpha>',
  'replicate-token': 'r8_<37 an>',
  'groq-key': 'gsk_<52 an>',
  'xai-key': 'xai-<80 an>',
  'perplexity-key': 'pplx-<48 an>',
  'langsmith-key': 'lsv2_pt_<32 hex>_<10 hex>',
  'slack-token': 'xoxb-<12 digit>-<12 digit>-<24 an>',
  'slack-app-token': 'xapp-1-<11 upper>-<12 digit>-<64 hex>',
  'slack-webhook': 'https://hooks.slack.com/services/T<8 upper>/B<10 upper>/<24 an>',
  'discord-webhook': 'https://discord.com/api/webhooks/<18 digit>/<68 an>',
  'teams-webhook': `https://corp.webhook.office.com/webhookb2/${UUID}@${UUID}/IncomingWebhook/<32 hex>/${UUID}`,
  'discord-bot-token': 'DISCORD_TOKEN=M<25 an>.<6 an>.<38 an>',
  'telegram-bot-token': '<10 digit>:AA<33 an>',
  'sendgrid-key': 'SG.<22 an>.<43 an>',
  'mailgun-key': 'key-<32 hex>',
  'mailchimp-key': '<32 hex>-us14',
  'brevo-key': 'xkeysib-<64 hex>-<16 an>',
  'twilio-key': 'twilio: SK<32 hex>',
  'twilio-auth-token': 'TWILIO_AUTH_TOKEN=<32 hex>',
  'stripe-key': 'sk_live_<24 an>',
  'stripe-test-key': 'sk_test_<24 an>',
  'stripe-webhook-secret': 'whsec_<32 an>',
  'shopify-token': 'shpat_<32 hex>',
  'square-token': 'sq0atp-<22 an>',
  'braintree-token': 'access_token$production$<16 lower>$<32 hex>',
  'razorpay-key': 'rzp_live_<14 an>',
  'flutterwave-key': 'FLWSECK-<32 an>-X',
  'plaid-token': `access-production-${UUID}`,
  'easypost-key': 'EZAK<54 an>',
  'shippo-token': 'shippo_live_<40 hex>',
  'duffel-token': 'duffel_live_<43 an>',
  'databricks-token': 'dapi<32 hex>',
  'planetscale-secret': 'pscale_pw_<43 an>',
  'supabase-key': 'sbp_<40 hex>',
  'neon-key': 'napi_<64 lower>',
  'airtable-token': 'pat<14 an>.<64 hex>',
  'algolia-write-key': 'algolia_admin_<32 hex>',
  'vault-token': 'hvs.<92 an>',
  'terraform-cloud-token': '<14 an>.atlasv1.<67 an>',
  'pulumi-token': 'pul-<40 hex>',
  'doppler-token': 'dp.pt.<43 an>',
  'onepassword-service-token': 'ops_eyJ<400 an>',
  'grafana-token': 'glsa_<32 an>_<8 hex>',
  'grafana-cloud-token': 'glc_eyJ<120 an>',
  'new-relic-key': 'NRAK-<27 upper>',
  'new-relic-insert-key': 'NRII-<32 an>',
  'datadog-api-key': 'DD_API_KEY=<32 hex>',
  'sentry-token': 'sntryu_<64 hex>',
  'dynatrace-token': 'dt0c01.<24 upper>.<64 upper>',
  'launchdarkly-key': `sdk-${UUID}`,
  'postman-key': 'PMAK-<24 hex>-<34 hex>',
  'linear-key': 'lin_api_<40 an>',
  'notion-token': 'ntn_<46 an>',
  'figma-token': 'figd_<40 an>',
  'contentful-token': 'CFPAT-<43 an>',
  'typeform-token': 'tfp_<44 an>',
  'mapbox-secret-token': 'sk.eyJ<80 an>.<22 an>',
  'dropbox-token': 'sl.<140 an>',
  'tailscale-key': 'tskey-auth-<16 an>-<32 an>',
  'facebook-token': 'EAACEdEose0cBA<80 an>',
  'rails-master-key': 'RAILS_MASTER_KEY=<32 hex>',
  'django-secret-key': "DJANGO_SECRET_KEY = '<50 an>'",
  'generic-secret': 'client_secret: "<32 an>"',
};

describe('kinds', () => {
  test('every kind has a case, and there are enough', () => {
    expect(secretKinds.map(({ id }) => id).toSorted()).toStrictEqual(Object.keys(CASES).toSorted());
    expect(secretKinds.length).toBeGreaterThanOrEqual(100);
  });

  test.each(Object.entries(CASES))('%s', (id, template) => {
    const text = `# first line\n${fill(template)}\n`;
    const found = findSecrets(Buffer.from(text), SALT);
    expect(found.map(({ kind }) => kind)).toContain(id);
    expect(found.filter(({ kind }) => kind === id).map(({ hash, severity }) => [hash.length, severity])).toStrictEqual([
      [32, secretKinds.find(one => one.id === id)?.severity],
    ]);
    expect(found.filter(({ line }) => line < 2)).toStrictEqual([]);
  });

  test.each(secretKinds.map(kind => [kind.id, kind.pattern.source] as const))('the pattern of %s is one of RE2', (_, source) => {
    expect(/\(\?[=!<]|\\[1-9]/.exec(source)).toBeNull();
  });
});

test.each([
  ['an example of the documentation', 'AKIAIOSFODNN7EXAMPLE'],
  ['a placeholder', 'client_secret: "your-client-secret-goes-here-now"'],
  ['the word for a password', 'postgres://USER:PASSWORD@HOST/DATABASE mysql://u:DB_PASSWORD@db/x'],
  ['a variable', `postgres://shop:\${DB_PASSWORD}@db/shop`],
  ['a public key', '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n'],
  ['a key without content', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----'],
  ['nothing but one letter', 'ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
  ['a longer word', 'xghp_Zk3Nw8Qp2Vt7Yb5Rm1Xc9Ld4Hs6Jf0Gt2Ua8'],
  ['a word of the dictionary', 'the secret access key is described below'],
])('%s is none', (_, text) => {
  expect(findSecrets(Buffer.from(text), SALT)).toStrictEqual([]);
});

test('the same credential has one hash, under another salt another', () => {
  const text = Buffer.from(fill('a ghp_<36 an>\nb ghp_<36 an>'));
  const first = fill('ghp_<36 an>');
  const [one, two] = findSecrets(text, SALT);
  const [again] = findSecrets(Buffer.from(first), SALT);
  const [other] = findSecrets(Buffer.from(first), Buffer.from('another'));
  expect([one?.line, two?.line, again?.hash === one?.hash, two?.hash === one?.hash, other?.hash === one?.hash]).toStrictEqual([
    1,
    2,
    true,
    false,
    false,
  ]);
});

test('marks are found wherever they begin, whatever their case', () => {
  const found: string[] = [];
  new MarkFinder(['he', 'she', 'hers', 'x']).find(Buffer.from('uSHErsx'), (mark, end) => found.push(`${mark} ${end}`));
  expect(found).toStrictEqual(['1 4', '0 4', '2 6', '3 7']);
});

test.each([
  ['app/config.yaml', false],
  ['etc/ssl/key.pem', false],
  ['root/.aws/credentials', false],
  ['home/me/.npmrc', false],
  ['usr/share/doc/x/key.pem', true],
  ['app/node_modules/x/index.js', true],
  ['app/tests/key.pem', true],
  ['app/README.md', true],
  ['app/logo.png', true],
])('%s is passed over: %s', (path, expected) => {
  expect(isSkipped(path)).toBe(expected);
});

const KEY = fill('ghp_<36 an>');

test('in files of any size, across pieces; not in programs', async () => {
  const large = `${'a line of text\n'.repeat(400_000)}${KEY}\n${'more text\n'.repeat(10)}`;
  const tar = buildTar([
    { path: 'app/large.conf', content: large },
    { path: 'app/program', content: `\0\x01${KEY}` },
    { path: 'app/tiny', content: 'x' },
  ]);
  using folder = new WorkFolder();
  const { secrets } = await readLayer(toLayerSource(tar), { catalogers: [], folder, name: 'x', secretSalt: SALT });
  expect(secrets.map(({ kind, place, line }) => [kind, place, line])).toStrictEqual([['github-token', 'app/large.conf', 400_001]]);
  expect((await read(toLayerSource(tar))).secrets).toStrictEqual([]);
});

test('a credential stays one when a later layer deletes the file, and in the configuration', async () => {
  const { secrets } = await inspect([{ 'app/.env': `TOKEN=${KEY}`, 'app/kept': KEY }, { 'app/.wh..env': '' }, { 'app/kept': `${KEY}\n` }], {
    secretSalt: SALT,
    parts: {
      config: { Env: [`DB=${fill('postgres://a:<16 an>@db/x')}`, 'PATH=/bin', 'API_KEY='] },
      history: [{ created_by: `|1 TOKEN=${KEY} /bin/sh -c make` }],
    },
  });
  expect(secrets.map(({ kind, place, layer, deleted }) => [kind, place, layer, deleted])).toStrictEqual([
    ['github-token', 'app/.env', 0, true],
    ['github-token', 'app/kept', 0, false],
    ['database-url-password', 'env DB', undefined, false],
    ['github-token', 'history 1', undefined, false],
  ]);
});

const HOSTILE: Readonly<Record<string, () => string>> = {
  'nothing but marks': () =>
    secretKinds
      .flatMap(({ marks }) => marks)
      .join(' ')
      .repeat(2000),
  'keys that never end': () => `-----BEGIN RSA PRIVATE KEY-----\n${'a: b '.repeat(400)}`.repeat(2000),
  'tokens of two kinds': () =>
    Array.from(
      { length: 20_000 },
      (_, at) => `ghp_${fill('<30 an>')}${at}abcdef eyJ${at}aaaaaaaaaa.eyJ${at}bbbbbbbbbb.${fill('<30 an>')}`,
    ).join('\n'),
  'one line': () => 'sv=2022-11-02&sig='.repeat(300_000),
  'assignments without values': () => 'client_secret: client_secret = "'.repeat(150_000),
};

test.each(Object.keys(HOSTILE))('%s costs little', name => {
  const bytes = Buffer.from(HOSTILE[name]?.() ?? '');
  const start = process.threadCpuUsage();
  const found = findSecrets(bytes, SALT);
  expect([bytes.length > 500_000, found.length <= 1001, process.threadCpuUsage(start).user / 1000 < 10_000]).toStrictEqual([
    true,
    true,
    true,
  ]);
});

test('more credentials than are told', async () => {
  const text = Array.from({ length: 1100 }, (_, index) => `ghp_${fill('<30 an>')}${String(index).padStart(6, 'Zq')}`).join('\n');
  const tar = buildTar([{ path: 'app/keys', content: text }]);
  using folder = new WorkFolder();
  const { secrets, problems } = await readLayer(toLayerSource(tar), { catalogers: [], folder, name: 'x', secretSalt: SALT });
  expect([secrets.length, problems]).toStrictEqual([
    1000,
    [
      {
        code: 'secrets-cut',
        message: 'the layer has more than 1000 credentials, or very many texts that look like some; the others are not told',
        source: 'x',
      },
    ],
  ]);
});
