import type { PushCertificate, Pusher } from './record.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Which variable holds what, by server. Sources: each server's documentation of its hooks, see docs/servers/. */
const servers: readonly { readonly server: string; readonly marker: string; readonly fields: Readonly<Partial<Record<keyof Pusher, readonly string[]>>> }[] = [
  { server: 'gitlab', marker: 'GL_REPOSITORY', fields: { name: ['GL_USERNAME'], id: ['GL_ID'], via: ['GL_PROTOCOL'] } },
  { server: 'forgejo', marker: 'FORGEJO_PUSHER_NAME', fields: { name: ['FORGEJO_PUSHER_NAME'], id: ['FORGEJO_PUSHER_ID'], email: ['FORGEJO_PUSHER_EMAIL'], key: ['FORGEJO_DEPLOY_KEY_ID'] } },
  { server: 'gitea', marker: 'GITEA_PUSHER_NAME', fields: { name: ['GITEA_PUSHER_NAME'], id: ['GITEA_PUSHER_ID'], email: ['GITEA_PUSHER_EMAIL'], key: ['GITEA_DEPLOY_KEY_ID', 'GITEA_KEY_ID'], via: ['GITEA_PUSH_TRIGGER'] } },
  { server: 'gogs', marker: 'GOGS_AUTH_USER_NAME', fields: { name: ['GOGS_AUTH_USER_NAME'], id: ['GOGS_AUTH_USER_ID'], email: ['GOGS_AUTH_USER_EMAIL'] } },
  { server: 'ghes', marker: 'GITHUB_USER_LOGIN', fields: { name: ['GITHUB_USER_LOGIN'], address: ['GITHUB_USER_IP'], via: ['GITHUB_VIA'], key: ['GITHUB_PUBLIC_KEY_FINGERPRINT'] } },
  { server: 'soft-serve', marker: 'SOFT_SERVE_REPO_NAME', fields: { name: ['SOFT_SERVE_USERNAME'], key: ['SOFT_SERVE_PUBLIC_KEY'] } },
  { server: 'bitbucket', marker: 'BB_HOOK_TYPE', fields: { name: ['BB_USER_NAME'], email: ['BB_USER_EMAIL'], via: ['BB_HOOK_TRIGGER_ID'] } },
  { server: 'gitolite', marker: 'GL_USER', fields: { name: ['GL_USER'], id: ['GL_TID'] } },
  { server: 'http', marker: 'REMOTE_USER', fields: { name: ['REMOTE_USER'], address: ['REMOTE_ADDR'] } },
  // several people behind one account are told apart by what the key's forced command sets, see docs/servers/README.md
  { server: 'ssh', marker: 'SSH_CONNECTION', fields: { name: ['PORTCULLIS_PUSHER', 'USER', 'LOGNAME'] } },
  { server: 'daemon', marker: 'REMOTE_ADDR', fields: { address: ['REMOTE_ADDR'] } },
];

/** Longest value kept: an environment may be set by the pusher where sshd's AcceptEnv is generous. */
const maxLength = 256;

/** Who pushed, by the variables that the server in front of git sets; the operating system's user where there is none. */
export function pusherOf(env: Environment): Pusher {
  const found = servers.find(({ marker }) => isSet(env[marker]));
  const values: Record<string, string> = { server: found?.server ?? 'local' };
  for (const [field, names] of Object.entries(found?.fields ?? { name: ['USER', 'LOGNAME', 'USERNAME'] })) {
    // Gitea says 0 for a key that there is none of
    const value = names.map((name) => env[name]).find((one) => isSet(one) && !(field === 'key' && one === '0'));
    if (value !== undefined) values[field] = clean(value);
  }
  // Bitbucket asks so whether a pull request could be merged, when somebody looks at it: no ref will move
  if (found?.server === 'bitbucket' && env['BB_IS_DRY_RUN'] === 'true') values['via'] = `${values['via'] ?? ''} (dry run)`.trim();
  // "client address, client port, server address, server port" (sshd(8))
  values['address'] ??= clean(env['SSH_CONNECTION']?.split(' ')[0] ?? env['REMOTE_ADDR'] ?? '');
  if (values['address'] === '') delete values['address'];
  return { ...values, server: values['server'] ?? 'local' };
}

/** Whether the server made the objects itself, because its user merged or edited on the web. */
export function isMadeByServer({ server, via }: Pusher): boolean {
  return (server === 'gitlab' && via === 'web') || (server === 'ghes' && via !== undefined) || (server === 'bitbucket' && via !== 'push');
}

/** The repository's name as the server says, where it does. */
export function repositoryOf(env: Environment): string | undefined {
  const owner = env['GITEA_REPO_USER_NAME'] ?? env['FORGEJO_REPO_USER_NAME'] ?? env['GOGS_REPO_OWNER_NAME'] ?? env['BB_PROJECT_KEY'];
  const project = env['GITEA_REPO_NAME'] ?? env['FORGEJO_REPO_NAME'] ?? env['GOGS_REPO_NAME'] ?? env['BB_REPO_SLUG'];
  const isWiki = (env['GITEA_REPO_IS_WIKI'] ?? env['FORGEJO_REPO_IS_WIKI']) === 'true' || env['GOGS_REPO_CUSTOM_HOOKS_PATH']?.includes('.wiki.git/') === true;
  // Gitea adds it itself on some of its ways
  const name = project !== undefined && isWiki && !project.endsWith('.wiki') ? `${project}.wiki` : project;
  const value = env['GL_PROJECT_PATH'] ?? env['GITHUB_REPO_NAME'] ?? env['SOFT_SERVE_REPO_NAME'] ?? env['GL_REPO'] ?? env['GL_REPOSITORY'] ?? (owner !== undefined && name !== undefined ? `${owner}/${name}` : undefined);
  return isSet(value) ? clean(value) : undefined;
}

/** The push certificate's status, when the push was signed or should have been. Source: git-receive-pack(1). */
export function certificateOf(env: Environment): PushCertificate | undefined {
  const status = env['GIT_PUSH_CERT_STATUS'];
  if (!isSet(status)) return undefined;
  const signer = env['GIT_PUSH_CERT_SIGNER'];
  const key = env['GIT_PUSH_CERT_KEY'];
  const nonceStatus = env['GIT_PUSH_CERT_NONCE_STATUS'];
  return { status: clean(status), ...(isSet(signer) ? { signer: clean(signer) } : {}), ...(isSet(key) ? { key: clean(key) } : {}), ...(isSet(nonceStatus) ? { nonceStatus: clean(nonceStatus) } : {}) };
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

function clean(value: string): string {
  return value.slice(0, maxLength).replace(/\p{C}/gu, '?');
}
