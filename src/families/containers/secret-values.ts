import type { ExpressionFunction } from '../../expressions/compile.ts';
import { isUnknown, textOf } from '../../expressions/term.ts';

/** Words of names whose values are credentials, as whole words of the name. */
const secretWord = /(?:^|[^a-z])(?:password|passwd|passphrase|pwd|secret|secretkey|credentials?|api_?-?key|access_?-?key(?:_?-?id)?|private_?-?key|auth_?-?token|access_?-?token|bearer|token|jwt|encryption_?-?key|(?:storage|batch|account|master|signing|shared|service)_?-?key|connection_?-?string)(?:$|[^a-z])/;

/** Endings of names whose values are no credential but tell about one. */
const aboutSecret = /(?:^|[_\-.])(?:file|path|dir|name|names|url|uri|endpoint|host|sock|mode|enabled|disabled|type|ttl|expiry|expiration|length|policy|ref|arn|namespace|credentials?_secret|existing_?secret|pull_?secret|issuer|audience|algorithm|header|version|id|pattern|regex)$/;

/** Values that stand where a credential would be put, and are none: settings, references to where it is kept, what opens a list, map or block. */
const noSecret = /^(?:|true|false|yes|no|null|none|nil|\d{1,4}|\$\(.*|\$\{.*|\$[a-z_][\w.:-]*|[[{|>][-+]?|change[_-]?me\w*|\{\{.*|<.*|%.*|vault:.*|\/[\w./-]*|https?:\/\/[^:@]*)$/i;

/** Shapes of values that are credentials whatever the name says: cloud keys, private keys, tokens with a prefix, a password inside an address. */
const secretValue = /^[Bb]earer [\w.~+/=-]{6,2000}$|^(?:AKIA|ASIA)[A-Z0-9]{16}$|-----BEGIN [A-Z ]{0,20}PRIVATE KEY|^gh[pousr]_\w{30,}|^xox[abp]-|^eyJ[\w-]{10,500}\.eyJ|^[a-z][a-z0-9+]{1,20}:\/\/[^\s:@/]{1,100}:[^\s:@/]{3,200}@/;

/** Whether a variable's name and literal value look like a credential: by the value's own shape, or by a name that says so over a value that may be one. */
export function holdsCredential(name: string, value: string): boolean {
  const text = value.trim();
  if (text.length < 100_000 && secretValue.test(text.slice(0, 4000))) return true;
  // what has lines is a file, whose lines say what they are
  if (text.includes('\n')) return false;
  // camelCase counts as words
  const words = name.slice(0, 200).replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return secretWord.test(words) && !aboutSecret.test(words) && !noSecret.test(text.slice(0, 500));
}

/** `holdsCredential(name, value)`: false for a value that is not known, because then it stands elsewhere. */
export const secretFunctions: readonly (readonly [string, ExpressionFunction<unknown>])[] = [
  [
    'holdsCredential',
    {
      least: 2,
      most: 2,
      lenient: true,
      call: ([name = null, value = null]) => !isUnknown(value) && typeof value !== 'boolean' && holdsCredential(textOf(name) ?? '', textOf(value) ?? ''),
    },
  ],
];
