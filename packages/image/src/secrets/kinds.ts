import type { SecretKind } from './secret-kind.ts';

/** Ends a credential: none of its characters follows. Consumed, since RE2 looks neither ahead nor behind. */
const END = '(?:[^A-Za-z0-9_-]|$)';
/** Before a credential. */
const START = '(?:^|[^A-Za-z0-9])';

type Options = Partial<Pick<SecretKind, 'entropy' | 'severity'>>;

function kind(id: string, marks: string | readonly string[], body: string, { severity = 'high', entropy = 3 }: Options = {}): SecretKind {
  return { id, severity, entropy, marks: typeof marks === 'string' ? [marks] : marks, pattern: new RegExp(body, 'gs') };
}

/** A token that begins with its mark. */
function token(id: string, marks: string | readonly string[], rest: string, options: Options = {}): SecretKind {
  const list = typeof marks === 'string' ? [marks] : marks;
  const heads = list.map(mark => mark.replaceAll(/[.$+*?^|()[\]{}]/g, String.raw`\$&`)).join('|');
  const pattern = new RegExp(`${START}((?:${heads})${rest})${END}`, 'ys');
  return { ...kind(id, list, '', options), pattern, boundary: true };
}

/** A value that is assigned to something whose name holds the mark: `aws_secret = "…"`, `--token=…`, `"key": "…"`. */
function assigned(id: string, marks: readonly string[], value: string, options: Options = {}): SecretKind {
  const pattern = new RegExp(`(?:${marks.join('|')})\\w{0,30}["']?\\s{0,3}(?:=>|:=|[:=]|\\s)\\s{0,3}["']?(${value})(?:["'\\s,;]|$)`, 'iys');
  return { ...kind(id, marks, '', options), pattern };
}

const CRITICAL = { severity: 'critical' } as const;
const MEDIUM = { severity: 'medium' } as const;
const LOW = { severity: 'low' } as const;

const MAILCHIMP = ['-us1', '-us2', '-us3', '-us4', '-us5', '-us6', '-us7', '-us8', '-us9'];
const DATABASES =
  'postgres:// postgresql:// mysql:// mariadb:// mongodb:// mongodb+srv:// redis:// rediss:// amqp:// amqps:// mssql:// clickhouse://'.split(
    ' ',
  );

/** Formats as their issuers document them. Patterns are ours. */
export const secretKinds: readonly SecretKind[] = [
  // Keys and files
  kind(
    'private-key',
    'PRIVATE KEY',
    '-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----\\\\?[rn]?[\\s\\\\nr"+]{0,10}((?:[A-Za-z-]{1,40}: [^\\n]{1,200}\\n\\s{0,2}){0,5}[A-Za-z0-9+/=]{32,64})',
    { ...CRITICAL, entropy: 3.5 },
  ),
  kind('putty-private-key', 'PuTTY-User-Key-File-', '(PuTTY-User-Key-File-[23]: [\\w-]{4,40}\\s{1,4}Encryption: none)', {
    ...CRITICAL,
    entropy: 0,
  }),
  token('age-secret-key', 'AGE-SECRET-KEY-1', '[0-9A-Z]{58}', CRITICAL),
  kind('kubeconfig-client-key', 'client-key-data:', 'client-key-data: {0,2}"?([A-Za-z0-9+/=]{200,})', CRITICAL),
  kind('kubeconfig-token', 'token: ', 'user:\\s{1,20}token: {0,2}"?([A-Za-z0-9._-]{20,2000})', CRITICAL),
  kind('docker-registry-login', '"auth"', '"auth"\\s{0,3}:\\s{0,3}"([A-Za-z0-9+/]{12,2000}={0,2})"', CRITICAL),
  kind('netrc-password', 'machine ', 'machine\\s{1,4}\\S{1,200}\\s{1,8}login\\s{1,4}\\S{1,200}\\s{1,8}password\\s{1,4}(\\S{6,200})', {
    entropy: 2,
  }),
  kind(
    'git-credentials',
    ['@github.com', '@gitlab.com', '@bitbucket.org'],
    'https?://[\\w.%+-]{1,100}:([\\w.%~+-]{12,200})@(?:github\\.com|gitlab\\.com|bitbucket\\.org)',
    CRITICAL,
  ),
  kind(
    'database-url-password',
    DATABASES,
    '(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\\+srv)?|rediss?|amqps?|mssql|clickhouse)://[\\w.%+-]{0,100}:([^@\\s"\'/{}<>$]{6,200})@[\\w.-]{1,200}',
    { entropy: 2.5 },
  ),
  kind('maven-password', '<password>', '<password>(\\{?[^<{}$\\s]{8,200}\\}?)</password>', { entropy: 2.5 }),
  kind('npmrc-password', ':_password', ':_password\\s{0,2}=\\s{0,2}"?([A-Za-z0-9+/=]{8,200})', { entropy: 2.5 }),
  kind('npmrc-token', ':_authToken', ':_authToken\\s{0,2}=\\s{0,2}"?([A-Za-z0-9._-]{16,400})', CRITICAL),
  kind('password-hash', ['$6$', '$y$', '$5$', '$2y$', '$2b$'], ':(\\$(?:6|5|y|2y|2b)\\$[./A-Za-z0-9$=,]{20,120})(?::|\\s|$)', MEDIUM),
  kind('jwt', '.eyJ', `${START}(eyJ[A-Za-z0-9_-]{10,4000}\\.eyJ[A-Za-z0-9_-]{10,8000}\\.[A-Za-z0-9_-]{20,1000})`, MEDIUM),
  kind('basic-authorization', 'Basic ', '[Aa]uthorization["\']?\\s{0,2}[:=]\\s{0,2}["\']?Basic ([A-Za-z0-9+/]{16,400}={0,2})', MEDIUM),
  kind('bearer-authorization', 'Bearer ', '[Aa]uthorization["\']?\\s{0,2}[:=]\\s{0,2}["\']?Bearer ([A-Za-z0-9._~+/-]{24,2000})', MEDIUM),
  // Clouds
  kind('aws-access-key-id', ['AKIA', 'ASIA'], `${START}((?:AKIA|ASIA)[A-Z2-7]{16})${END}`, CRITICAL),
  assigned('aws-secret-access-key', ['secret_access_key', 'aws_secret_key', 'secretaccesskey'], '[A-Za-z0-9+/]{40}', {
    ...CRITICAL,
    entropy: 4,
  }),
  assigned('aws-session-token', ['aws_session_token'], '[A-Za-z0-9+/=]{100,2000}', { severity: 'medium', entropy: 4 }),
  token('aws-bedrock-key', 'ABSK', '[A-Za-z0-9+/]{109,269}={0,2}', CRITICAL),
  kind(
    'gcp-service-account-key',
    'service_account',
    '"type"\\s{0,3}:\\s{0,3}"service_account".{0,300}?"private_key_id"\\s{0,3}:\\s{0,3}"([0-9a-f]{40})"',
    CRITICAL,
  ),
  token('gcp-api-key', 'AIza', '[0-9A-Za-z_-]{35}', { severity: 'high', entropy: 4 }),
  token('google-oauth-client-secret', 'GOCSPX-', '[0-9A-Za-z_-]{28}'),
  token('google-oauth-token', 'ya29.', '[0-9A-Za-z_-]{40,400}', MEDIUM),
  kind('gcp-hmac-key', 'GOOG1E', `${START}(GOOG1E[A-Z0-9]{55})`, CRITICAL),
  kind('azure-storage-key', 'AccountKey', 'AccountKey=([A-Za-z0-9+/]{86}==)', CRITICAL),
  kind('azure-shared-access-key', 'SharedAccessKey', 'SharedAccessKey=([A-Za-z0-9+/]{43}=)', CRITICAL),
  kind('azure-sas-signature', 'sig=', '[?&]sv=20\\d\\d-\\d\\d-\\d\\d&[^\\s"\']{0,300}sig=([A-Za-z0-9%/+]{43,60}(?:%3D|=))'),
  kind(
    'azure-client-secret',
    'Q~',
    `(?:^|[^A-Za-z0-9_~.-])([A-Za-z0-9_~.-]{3}\\dQ~[A-Za-z0-9_~.-]{31,34})(?:[^A-Za-z0-9_~.-]|$)`,
    CRITICAL,
  ),
  kind(
    'azure-app-configuration',
    'azconfig.io',
    'Endpoint=https://[\\w-]{1,60}\\.azconfig\\.io;Id=[^;\\s]{4,60};Secret=([A-Za-z0-9+/=]{40,120})',
    CRITICAL,
  ),
  kind('azure-registry-password', '+ACR', `([A-Za-z0-9+/]{42}\\+ACR[A-Za-z0-9]{6})`, CRITICAL),
  kind('azure-devops-token', 'AZDO', `([A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4})`, CRITICAL),
  kind('azure-function-key', 'AzFu', `([A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{5}[AQgw]==)`),
  kind('azure-search-key', 'AzSe', `([A-Za-z0-9]{42}AzSe[A-Za-z0-9]{6})`),
  token('alibaba-access-key-id', 'LTAI', '[A-Za-z0-9]{17,21}'),
  assigned('alibaba-secret-key', ['alibaba_secret', 'aliyun_secret', 'alicloud_secret_key'], '[A-Za-z0-9]{30}'),
  token('tencent-secret-id', 'AKID', '[A-Za-z0-9]{32}'),
  token('digitalocean-token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], '[0-9a-f]{64}', CRITICAL),
  token('heroku-api-key', 'HRKU-AA', '[0-9A-Za-z_-]{58}', CRITICAL),
  assigned('heroku-api-key-uuid', ['heroku_api_key'], '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'),
  token('fly-token', 'FlyV1 fm', '[12]_[A-Za-z0-9+/=,_-]{100,2000}', CRITICAL),
  token('netlify-token', 'nfp_', '[A-Za-z0-9]{36}'),
  token('cloudflare-origin-ca-key', 'v1.0-', '[0-9a-f]{24}-[0-9a-f]{146}', CRITICAL),
  assigned('cloudflare-api-token', ['cloudflare_api_token', 'cf_api_token'], '[A-Za-z0-9_-]{40}', CRITICAL),
  token('yandex-api-key', 'AQVN', '[A-Za-z0-9_-]{35,38}'),
  assigned('linode-token', ['linode_token', 'linode_api_token'], '[0-9a-f]{64}'),
  // Code and packages
  token('github-token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], '[A-Za-z0-9]{36,251}', CRITICAL),
  token('github-fine-grained-token', 'github_pat_', '[A-Za-z0-9]{22}_[A-Za-z0-9]{59}', CRITICAL),
  token(
    'gitlab-token',
    ['glpat-', 'gldt-', 'glrt-', 'glsoat-', 'glptt-', 'glagent-', 'glcbt-', 'glimt-', 'glffct-', 'gloas-'],
    '[A-Za-z0-9_.-]{20,300}',
    CRITICAL,
  ),
  token('bitbucket-app-password', 'ATBB', '[A-Za-z0-9]{32}', CRITICAL),
  token('atlassian-api-token', ['ATATT3', 'ATCTT3'], '[A-Za-z0-9_=-]{100,400}', CRITICAL),
  token('npm-token', 'npm_', '[A-Za-z0-9]{36}', CRITICAL),
  token('pypi-token', ['pypi-AgEIcHlwaS5vcmc', 'pypi-AgENdGVzdC5weXBpLm9yZw'], '[A-Za-z0-9_-]{50,1000}', CRITICAL),
  token('rubygems-key', 'rubygems_', '[0-9a-f]{48}', CRITICAL),
  token('crates-token', 'cio', '[A-Za-z0-9]{32}', { severity: 'high', entropy: 4.2 }),
  token('nuget-key', 'oy2', '[a-z0-9]{43}', { severity: 'high', entropy: 4 }),
  token('clojars-token', 'CLOJARS_', '[0-9a-f]{60}'),
  token('packagist-token', ['packagist_uut_', 'packagist_ort_', 'packagist_out_'], '[0-9a-f]{68}'),
  token('docker-hub-token', ['dckr_pat_', 'dckr_oat_'], '[A-Za-z0-9_-]{27,32}', CRITICAL),
  token('jfrog-api-key', 'AKCp', '[A-Za-z0-9]{69}', CRITICAL),
  token('jfrog-reference-token', 'cmVmdGtu', '[A-Za-z0-9]{56}', CRITICAL),
  token('circleci-token', 'CCIPAT_', '[A-Za-z0-9]{22}_[0-9a-f]{40}'),
  token('buildkite-token', ['bkua_', 'bkaj_'], '[0-9a-z]{40}'),
  token('sonarqube-token', ['sqp_', 'squ_', 'sqa_'], '[0-9a-f]{40}'),
  assigned('snyk-token', ['snyk_token'], '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'),
  // Language models
  kind(
    'openai-key',
    'T3BlbkFJ',
    `${START}(sk-(?:(?:proj|svcacct|admin|service)-)?[A-Za-z0-9_-]{20,100}T3BlbkFJ[A-Za-z0-9_-]{20,100})`,
    CRITICAL,
  ),
  token('anthropic-key', ['sk-ant-api', 'sk-ant-admin', 'sk-ant-oat'], '\\d\\d-[A-Za-z0-9_-]{80,110}', CRITICAL),
  token('hugging-face-token', 'hf_', '[A-Za-z]{34}', CRITICAL),
  token('replicate-token', 'r8_', '[A-Za-z0-9]{37}'),
  token('groq-key', 'gsk_', '[A-Za-z0-9]{52}'),
  token('xai-key', 'xai-', '[A-Za-z0-9]{80}'),
  token('perplexity-key', 'pplx-', '[A-Za-z0-9]{48}'),
  token('langsmith-key', ['lsv2_pt_', 'lsv2_sk_'], '[0-9a-f]{32}_[0-9a-f]{10}'),
  // Messages and mail
  token('slack-token', ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe-'], '[A-Za-z0-9-]{24,250}', CRITICAL),
  token('slack-app-token', 'xapp-', '\\d-[A-Z0-9]{8,20}-\\d{8,20}-[0-9a-f]{64}', CRITICAL),
  kind('slack-webhook', 'hooks.slack.com', '(hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/]{40,80})', MEDIUM),
  kind('discord-webhook', '/api/webhooks/', '(discord(?:app)?\\.com/api/webhooks/\\d{17,20}/[A-Za-z0-9_-]{60,80})', MEDIUM),
  kind(
    'teams-webhook',
    'webhook.office.com',
    '([a-z0-9-]{1,60}\\.webhook\\.office\\.com/webhookb2/[0-9a-f@/IncomingWebhok-]{100,300})',
    MEDIUM,
  ),
  kind(
    'discord-bot-token',
    ['discord'],
    '(?:discord|DISCORD)\\w{0,20}["\']?\\s{0,3}[:=]\\s{0,3}["\']?([MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,40})',
    MEDIUM,
  ),
  kind('telegram-bot-token', ':AA', `(?:^|[^0-9])(\\d{8,10}:AA[A-Za-z0-9_-]{33})${END}`, MEDIUM),
  kind('sendgrid-key', 'SG.', `${START}(SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43})`),
  token('mailgun-key', 'key-', '[0-9a-f]{32}', MEDIUM),
  kind('mailchimp-key', MAILCHIMP, `${START}([0-9a-f]{32}-us\\d{1,2})${END}`, MEDIUM),
  token('brevo-key', 'xkeysib-', '[0-9a-f]{64}-[A-Za-z0-9]{16}', MEDIUM),
  kind('twilio-key', ['twilio'], '(?:twilio|TWILIO|Twilio).{0,60}?[^A-Za-z0-9](SK[0-9a-f]{32})', MEDIUM),
  assigned('twilio-auth-token', ['twilio_auth_token'], '[0-9a-f]{32}'),
  // Money and trade
  token('stripe-key', ['sk_live_', 'rk_live_'], '[A-Za-z0-9]{20,120}', CRITICAL),
  token('stripe-test-key', ['sk_test_', 'rk_test_'], '[A-Za-z0-9]{20,120}', LOW),
  token('stripe-webhook-secret', 'whsec_', '[A-Za-z0-9+/]{32,64}'),
  token('shopify-token', ['shpat_', 'shpca_', 'shppa_', 'shpss_'], '[0-9a-fA-F]{32}'),
  token('square-token', ['sq0atp-', 'sq0csp-'], '[A-Za-z0-9_-]{22,60}'),
  kind('braintree-token', 'access_token$production$', '(access_token\\$production\\$[0-9a-z]{16}\\$[0-9a-f]{32})', CRITICAL),
  token('razorpay-key', 'rzp_live_', '[A-Za-z0-9]{14,20}'),
  token('flutterwave-key', 'FLWSECK-', '[0-9a-zA-Z]{32}-X', MEDIUM),
  token('plaid-token', 'access-production-', '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'),
  token('easypost-key', 'EZAK', '[A-Za-z0-9]{54}', LOW),
  token('shippo-token', 'shippo_live_', '[0-9a-f]{40}', LOW),
  token('duffel-token', 'duffel_live_', '[A-Za-z0-9_=-]{43}', LOW),
  // Data
  token('databricks-token', 'dapi', '[0-9a-f]{32}(?:-\\d)?', { severity: 'high', entropy: 3 }),
  token('planetscale-secret', ['pscale_pw_', 'pscale_tkn_', 'pscale_oauth_'], '[A-Za-z0-9_.-]{32,64}'),
  token('supabase-key', ['sbp_', 'sb_secret_'], '[A-Za-z0-9_-]{31,60}'),
  token('neon-key', 'napi_', '[a-z0-9]{64}'),
  token('airtable-token', 'pat', '[A-Za-z0-9]{14}\\.[0-9a-f]{64}', MEDIUM),
  token('algolia-write-key', 'algolia_admin_', '[0-9a-f]{32}', MEDIUM),
  // Operations
  token('vault-token', ['hvs.', 'hvb.', 'hvr.'], '[A-Za-z0-9_-]{24,300}', CRITICAL),
  kind('terraform-cloud-token', '.atlasv1.', `${START}([A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,80})`),
  token('pulumi-token', 'pul-', '[0-9a-f]{40}'),
  token('doppler-token', ['dp.pt.', 'dp.st.', 'dp.sa.', 'dp.ct.'], '[A-Za-z0-9._-]{40,60}', MEDIUM),
  token('onepassword-service-token', 'ops_eyJ', '[A-Za-z0-9+/=_-]{200,2000}', CRITICAL),
  token('grafana-token', ['glsa_'], '[A-Za-z0-9]{32}_[0-9a-fA-F]{8}', MEDIUM),
  token('grafana-cloud-token', ['glc_eyJ', 'eyJrIjoi'], '[A-Za-z0-9+/=]{32,400}', MEDIUM),
  token('new-relic-key', ['NRAK-', 'NRAL-'], '[A-Z0-9]{27}', MEDIUM),
  token('new-relic-insert-key', 'NRII-', '[A-Za-z0-9_-]{32}', MEDIUM),
  assigned('datadog-api-key', ['dd_api_key', 'datadog_api_key'], '[0-9a-f]{32}'),
  token('sentry-token', ['sntrys_eyJ', 'sntryu_'], '[A-Za-z0-9+/=_]{60,400}', MEDIUM),
  kind('dynatrace-token', 'dt0', `${START}(dt0[cs]\\d\\d\\.[A-Z2-7]{24}\\.[A-Z2-7]{64})`, MEDIUM),
  token('launchdarkly-key', ['sdk-', 'api-'], '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}', LOW),
  token('postman-key', 'PMAK-', '[0-9a-f]{24}-[0-9a-f]{34}', MEDIUM),
  token('linear-key', 'lin_api_', '[A-Za-z0-9]{40}', MEDIUM),
  token('notion-token', 'ntn_', '[A-Za-z0-9]{43,50}', MEDIUM),
  token('figma-token', 'figd_', '[A-Za-z0-9_-]{40}', LOW),
  token('contentful-token', 'CFPAT-', '[A-Za-z0-9_-]{43}', LOW),
  token('typeform-token', 'tfp_', '[A-Za-z0-9_-]{40,60}', LOW),
  kind('mapbox-secret-token', 'sk.eyJ', `${START}(sk\\.eyJ[A-Za-z0-9_-]{40,200}\\.[A-Za-z0-9_-]{20,30})`, MEDIUM),
  token('dropbox-token', 'sl.', '[A-Za-z0-9_=-]{130,200}', MEDIUM),
  token('tailscale-key', ['tskey-auth-', 'tskey-api-', 'tskey-client-'], '[A-Za-z0-9]{10,20}-[A-Za-z0-9]{30,40}', CRITICAL),
  token('facebook-token', 'EAACEdEose0cBA', '[A-Za-z0-9]{20,300}', LOW),
  assigned('rails-master-key', ['rails_master_key', 'secret_key_base'], '[0-9a-f]{32,128}'),
  assigned('django-secret-key', ['django_secret_key'], '[!-~]{40,100}'),
  // Anything that is called a secret and looks like one
  assigned(
    'generic-secret',
    ['api_key', 'apikey', 'client_secret', 'auth_token', 'access_token', 'secret_key'],
    '[A-Za-z0-9_+/.-]{24,100}',
    { severity: 'low', entropy: 4.3 },
  ),
];
