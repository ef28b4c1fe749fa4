/** What the shim asks a standby (`hooks/standby.sh`). */
export interface StandbyRequest {
  /** Drawn for this request alone: the answer repeats it. */
  readonly nonce: string;
  /** Process of the shim, which has the request's FIFO open. */
  readonly pid: number;
  /** Folder of the gate that the shim would start, as it names it. */
  readonly home: string;
  readonly hook: 'pre-commit' | 'pre-merge-commit' | 'commit-msg' | 'pre-receive';
  /** First argument of the hook, for pre-receive the administrator's folder; empty where there is none. */
  readonly argument: string;
  /** What the shell's present environment says of `watched`, where that is set. */
  readonly present: ReadonlyMap<string, string>;
  /** What git said is staged, or the line of the ref that a push moves and what git says of a small one; empty for a message. */
  readonly body: Buffer;
}

/**
 * Variables that decide what a hook sees, and that a script of the user's own may have changed since its shell was started:
 * /proc tells the environment it was started with. In the order in which the shim names them.
 */
export const watched: readonly string[] = [
  'PATH', 'HOME', 'XDG_CONFIG_HOME', 'GIT_DIR', 'GIT_INDEX_FILE', 'GIT_WORK_TREE', 'GIT_COMMON_DIR', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE', 'GIT_PREFIX', 'GIT_CONFIG', 'GIT_CONFIG_COUNT', 'GIT_CONFIG_PARAMETERS', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM',
  'GIT_SHALLOW_FILE', 'GIT_GRAFT_FILE', 'GIT_REPLACE_REF_BASE', 'GIT_CEILING_DIRECTORIES', 'GIT_DISCOVERY_ACROSS_FILESYSTEM',
  'PORTCULLIS_ADVISORIES', 'XDG_DATA_HOME', 'GIT_QUARANTINE_PATH', 'GIT_PUSH_OPTION_COUNT', 'GIT_PUSH_CERT_STATUS', 'GL_ID', 'GL_USERNAME', 'GL_USER',
  'GITEA_PUSHER_NAME', 'FORGEJO_PUSHER_NAME', 'GITHUB_USER_LOGIN', 'BB_USER_NAME', 'SOFT_SERVE_USERNAME', 'REMOTE_USER', 'PORTCULLIS_PUSHER',
];

/** Most bytes of a request; one of more goes the ordinary way. */
export const maxRequestBytes = 64 * 1024 * 1024;

const opening = 'portcullis-standby 1';
const nonceShape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const endShape = /\0?=end ([0-9a-f-]{36})\0$/;
const endBytes = '=end '.length + 37;

/** Whether bytes end as a request does: only then is it worth reading. */
export function seemsWhole(bytes: Buffer): boolean {
  return bytes.length > endBytes && endShape.test(bytes.toString('latin1', bytes.length - endBytes));
}

/**
 * Reads a request: records that end in NUL. Undefined for anything that is not exactly one whole request: a record too few,
 * another end, a path that is not UTF-8.
 */
export function parseRequest(bytes: Buffer): StandbyRequest | undefined {
  let at = 0;
  const record = (): string | undefined => {
    const end = bytes.indexOf(0, at);
    if (end < 0) return undefined;
    const text = bytes.toString('utf8', at, end);
    at = end + 1;
    return text.includes('\ufffd') ? undefined : text;
  };
  if (record() !== opening) return undefined;
  const [nonce, pid, home, hook, argument] = [record(), record(), record(), record(), record()];
  const present = new Map<string, string>();
  for (const name of watched) {
    const value = record();
    if (value === undefined) return undefined;
    // "=value" where the variable is set
    if (value.startsWith('=')) present.set(name, value.slice(1));
    else if (value !== '') return undefined;
  }
  if (nonce === undefined || !nonceShape.test(nonce)) return undefined;
  if (pid === undefined || !/^[1-9]\d{0,9}$/.test(pid)) return undefined;
  if (home === undefined || home === '' || argument === undefined) return undefined;
  if (hook !== 'pre-commit' && hook !== 'pre-merge-commit' && hook !== 'commit-msg' && hook !== 'pre-receive') return undefined;
  const end = Buffer.from(`=end ${nonce}\0`, 'latin1');
  const bodyEnd = bytes.length - end.length;
  if (bodyEnd < at || !bytes.subarray(bodyEnd).equals(end)) return undefined;
  return { nonce, pid: Number(pid), home, hook, argument, present, body: bytes.subarray(at, bodyEnd) };
}
