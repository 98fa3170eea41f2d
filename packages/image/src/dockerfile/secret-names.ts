/** Variables that hold nothing but a credential. */
const CERTAIN = new Set(
  (
    'AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AZURE_CLIENT_SECRET GITHUB_TOKEN GH_TOKEN GH_ENTERPRISE_TOKEN ' +
    'GITHUB_ENTERPRISE_TOKEN GITLAB_TOKEN CI_JOB_TOKEN OPENAI_API_KEY ANTHROPIC_API_KEY HF_TOKEN DIGITALOCEAN_ACCESS_TOKEN DOCKERHUB_PASSWORD ' +
    'FIREBASE_TOKEN CI_DEPLOY_PASSWORD GOOGLE_API_KEY LANGSMITH_API_KEY LANGCHAIN_API_KEY HEROKU_API_KEY NPM_TOKEN PYPI_TOKEN SLACK_TOKEN ' +
    'STRIPE_SECRET_KEY SENTRY_AUTH_TOKEN VAULT_TOKEN TWILIO_AUTH_TOKEN'
  ).split(' '),
);
const WORDS = new Set('apikey auth credential credentials key password pword passwd secret token usr psw'.split(' '));
/** Words with which a name speaks of something that everybody may see, or of where it is. */
const HARMLESS = new Set(
  'public pub gpg pgp path file dir url uri host port id name user type algorithm fingerprint ttl length size server header'.split(' '),
);

/** Whether a variable of that name and value holds a credential, surely or by its name only. */
export function judgeVariable(name: string, value: string): 'certain' | 'likely' | undefined {
  const text = value.trim().replace(/^["']|["']$/g, '');
  if (text === '' || /^\$|^(?:true|false|yes|no|none|null|\d{1,5})$/i.test(text)) return undefined;
  const bare = name.toUpperCase().replace(/^(?:VITE|REACT_APP|NEXT_PUBLIC)_/, '');
  if (CERTAIN.has(bare)) return 'certain';
  const words = name.toLowerCase().split('_');
  if (!words.some(word => WORDS.has(word)) || words.some(word => HARMLESS.has(word))) return undefined;
  return /^(?:\/|\.{1,2}\/|https?:\/\/[^@]*$)/.test(text) ? undefined : 'likely';
}
