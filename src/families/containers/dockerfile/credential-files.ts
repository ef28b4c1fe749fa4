/** Files and folders that are made for credentials, by their name. */
const names: ReadonlySet<string> = new Set([
  ...['.npmrc', '.yarnrc', '.netrc', '_netrc', '.pypirc', '.pgpass', '.my.cnf', '.git-credentials', '.dockercfg', '.htpasswd', 'kubeconfig', 'terraform.tfstate', 'application_default_credentials.json'],
  ...['.env', '.env.local', '.env.prod', '.env.production', '.env.staging', 'id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519', '.aws', '.ssh', '.kube', '.gnupg', '.azure', 'credentials.json'],
  ...['secret', 'secrets'].flatMap((name) => ['yaml', 'yml', 'json', 'env', 'txt'].map((ending) => `${name}.${ending}`)),
]);

/** Those that are told by the folder they lie in. */
const inFolders: ReadonlySet<string> = new Set(['.kube/config', '.aws/credentials', '.docker/config.json', '.config/gcloud']);

/** Endings of private keys and stores of them. */
const endings: ReadonlySet<string> = new Set(['pem', 'key', 'p12', 'pfx', 'jks', 'keystore', 'kdbx', 'ppk']);

/** True for a path whose last part is made for credentials. It has no slash at its end. */
export function isCredentialFile(path: string): boolean {
  const parts = path.toLowerCase().split('/');
  const base = parts.at(-1) ?? '';
  if (names.has(base) || inFolders.has(`${parts.at(-2) ?? ''}/${base}`)) return true;
  const dot = base.lastIndexOf('.');
  if (dot > 0 && endings.has(base.slice(dot + 1))) return /^[\w.-]+$/.test(base);
  return base.startsWith('service') && /^service[-_]account[\w-]*\.json$/.test(base);
}
