/** Words of a name that say a value is secret. */
const secretWords: ReadonlySet<string> = new Set([
  'apikey', 'auth', 'credential', 'credentials', 'creds', 'key', 'password', 'passwd', 'passphrase', 'pword', 'pwd', 'pass', 'secret', 'secrets', 'token', 'tokens', 'privatekey',
]);

/** Words that say the value is about a secret and not one: users' complaints (ddev 6462, Rackula 2348 …), and BuildKit's own three. */
const harmlessWords: ReadonlySet<string> = new Set([
  'public', 'file', 'files', 'filename', 'path', 'dir', 'directory', 'folder', 'version', 'sock', 'socket', 'mode', 'type', 'name', 'names', 'id', 'ids', 'url', 'uri', 'host', 'hostname', 'port', 'server',
  'endpoint', 'method', 'methods', 'provider', 'enabled', 'enable', 'disabled', 'disable', 'required', 'length', 'size', 'ttl', 'expiry', 'expiration', 'timeout', 'policy', 'plugin', 'plugins', 'backend', 'service', 'realm',
  'fingerprint', 'algorithm', 'alg', 'issuer', 'audience', 'scope', 'scopes', 'header', 'prefix', 'suffix', 'rotation', 'manager', 'store', 'storage', 'cache', 'max', 'min', 'count', 'index', 'server', 'keyserver', 'ring', 'layout', 'repeat',
  'interval', 'days', 'hash', 'checksum', 'sha256', 'gpg', 'map', 'bits', 'format', 'encoding', 'allow', 'allowed', 'deny', 'users', 'group',
]);

/** Names that are known to be secret whatever their words. */
const wholeNames: ReadonlySet<string> = new Set(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'PGPASSWORD', 'MYSQL_PWD', 'NPM_TOKEN', 'GITHUB_TOKEN', 'GH_TOKEN']);

/** True when a variable's name says that its value is secret. GPG_KEY and PUBLIC_KEY name what everyone may know. */
export function isSecretName(name: string): boolean {
  if (wholeNames.has(name.toUpperCase())) return true;
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase().split(/[^a-z\d]+/).filter((word) => word !== '');
  return words.some((word) => secretWords.has(word)) && !words.some((word) => harmlessWords.has(word));
}

/** True when a value cannot be a secret: empty, a switch, a number, a path, an address without userinfo, a placeholder, another variable. */
export function isHarmlessValue(value: string): boolean {
  const text = value.trim();
  if (text === '' || text.length > 4000) return true;
  if (/^(?:true|false|yes|no|on|off|none|null|nil|undefined|\d{1,6}|default|basic|bearer|digest|md5|trust|scram-sha-256|ldap|oauth2?|oidc|saml|jwt|disabled|enabled|required|optional)$/i.test(text)) return true;
  if (/^(?:\.{0,2}|~)\/[\w./@+-]*$/.test(text) || /^[A-Za-z]:[\\/][\w.\\/ -]*$/.test(text)) return true;
  if (/^[a-z][a-z0-9+.-]*:\/\/[^@\s]*$/i.test(text)) return true;
  if (/^<[^>]*>$/.test(text) || /^\$\{?[A-Za-z_]\w*\}?$/.test(text) || /^\{\{.*\}\}$/.test(text) || /^%[A-Za-z_]+%$/.test(text)) return true;
  return false;
}
