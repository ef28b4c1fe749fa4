import { isJoseHeader } from '../checksums.ts';
import { entropyBits } from '../entropy.ts';
import { passwordWorth, type PasswordWorth } from '../customary.ts';
import { isSignRich } from '../sign-rich.ts';
import { writtenOut } from '../written-out.ts';
import { encodesWords, isPatterned, isStandIn, isWeakPassword, looksRandom } from '../plausible.ts';
import { wordiness } from '../wordiness.ts';
import { readBinding, startOfName, type Binding } from './binding.ts';
import type { Detected, Hit } from './detector.ts';

/** Names that hold one of our keywords and yet name no secret. */
const innocentName =
  /next_?token|page_?token|continuation|change_?token|client_?(?:request_?)?token|request_?token|action_?token|c?srf|xsrf|csrfmiddleware|idempoten|public|pubkey|fingerprint|thumbprint|checksum|sha\d|md5|digest|integrity|resolved|_id$|Id$|_ids$|name$|path$|file$|filename$|_dir$|url$|uri$|_?type$|format$|length$|_len$|size$|count$|policy|regex|pattern|field$|label$|title$|proof|history$|last_?set$|prompt|hint$|message$|error|expir|ttl$|timeout|max_|min_|limit|enabled$|required$|header$|prefix$|suffix$|arn$|version$|alias$|_ref$|Ref$|\.(?:pem|key|crt|json|ya?ml|txt|py|[cm]?[jt]sx?|css|html?|map|md|go|rs|rb|php|java|sh|wasm|svg|png|jpe?g|woff2?|zip|t?gz|whl|jar|exe|dll)$|keyboard|keyword|primary|foreign|partition|sort_?key|cache_?key|object_?key|tokeniz|tokens$|css|class|author(?!iz)|monkey|turkey|hotkey|keycode|passive|passthrough|passport|compass|bypass|passage|__(?:\w{1,30})$|last_?used|created|updated|changed|_at$|date$|placeholder|provider|manager|service$|validator|hash(?:er|ing)|hasher|storage|endpoint|test(?:s|ing)?$|callback|handler|command$|source$|scope|encrypt(?:ion|ed)?$|crypt$|status$|state$|mode$|algorithm$|strength$|quer(?:y|ies)$|address(?:es)?$|(?<!pass|passwd|password|pwd)[-_]?hash$|amz-credential|(?:^|[_-])(?:dummy|fake|mock|example|sample)(?:[_-]|$)|(?:spl|mint|collateral|base|quote)[-_]?token$/i;

/** Names of values that a test makes to be refused: `invalidToken`, `wrong_password`. */
const saysWrong = /^(?:(?:an?|the|some|with|my)_?)?(?:invalid|wrong|incorrect|bogus|non_?matching|no_?match|malformed|(?:bad|broken)(?=_|[A-Z]))/i;

/** Values that are references, code or descriptions, never secrets themselves. */
const innocentValue =
  /^(?:true|false|null|none|nil|undefined|yes|no|on|off|required|optional|string|password|passwd|secret|token|test|root|admin|user|default|empty|unset)$|^(?:https?|file|s3|gs|arn|urn|ssh|git|data|mailto|vault|op|env|ref|secretsmanager|ssm|projects|keyring|sops|azurekeyvault|pass|file|doppler|awssm|resolve|bitwarden|chamber|conjur|gsm|keeper|infisical|secrets?):|^(?:process\.env|os\.environ|os\.getenv|getenv|env|ENV|System\.|config|settings|self|this|var|local|data|module|params?|props|state|options?|request|req|ctx|context|secrets?|vars|Rails|Deno|import\.meta)[.[(]|^[\w.$]+\(.*\)?$|^\.{0,2}\/|[!=]==|^#\/|^[\w.-]{1,60}:\d{1,4}(?:\.\d{1,6}){1,3}(?:[-.]\w{1,20})?$|^~\/|^[A-Za-z]:\\|^[\w-]+(?:\.[\w-]+){2,}$|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[a-z]+(?:[-_.][a-z]+)+$|^[a-z]+(?:[A-Z][a-z]+)+$|^\$|\s\s|^[\d.,:/\s-]+$|^&|^\*|^@|^[^\x21-\x7e]+$|^\d{4}-\d\d-\d\d(?:[T ]|$)|^[\w.-]{1,60}\.(?:com|org|net|io|dev|in)\/|^!(?:Ref|Sub|GetAtt|Join|ImportValue|secret|vault|env)\b|^\[\w+\]$|^[a-z][a-z0-9+.-]{1,20}:\/\/[^@]*$|^(?:NACL|ENC|ENCRYPTED|PKCS7|AES256)\[|^ENC\(|^\{(?:cipher|aes|enc)|^\$ANSIBLE_VAULT|^U2FsdGVkX1|\/aws4_request|%[sd]|^[a-z]{2,12}:"|^(?:String|Int|Boolean|Float|ID)!?$|^AAAA[BCE][A-Za-z0-9]{2,4}zaC1|^!+[\w.]+$|^MII[BC][A-Za-z0-9]{1,3}ANBgkqhkiG9w0BAQEFAAOC|^M(?:FkwEwYHKoZIzj0CAQ|HYwEAYHKoZIzj0CAQ|CowBQYDK2VwAyEA)|^[\w./-]*\{\}[\w./{}-]*$|^[a-z]+(?:[A-Z][a-z]+)*(?:\.[a-z]+(?:[A-Z][a-z]+)*)+$/;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** UUIDs of the first version: the time and the machine they were made at, an id and never a secret. */
const uuidOfTime = /^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const passwordName = /pass|pwd|pw$|contrase|kennwort|senha|wachtwoord/i;

/**
 * A value bound to a name that says it is a secret, when the value looks drawn at random (tokens, keys) or like a
 * password that somebody chose (names with `password`). What was made up by a pattern or a word is doubtful.
 */
export function detectAssignment(hit: Hit): readonly Detected[] {
  const binding = readBinding(hit);
  if (binding === undefined || binding.value.length < 5 || isBinary(hit)) return [];
  const { name, value, start, end, operator, quote } = binding;
  // too short for a key that was drawn, and not named as one that somebody thought up (`keyGrade`): most values are
  if (value.length < 12 && !passwordName.test(name) && !/(?:secret|passphrase)$/i.test(name)) return [];
  if (isWithinData(hit) || isForeignText(value)) return [];
  // `AWS::ApiGateway::ApiKey` and `SecretKeyMaterial::Ed25519` name a type, not a secret
  const before = bytesBefore(hit, name);
  // a kind within a name of resources: `arn:aws:secretsmanager:…:secret:prod/db`
  if (before === '::' || (operator === '::' && quote === '') || (operator === ':' && quote === '' && /[\w]:$/.test(before))) return [];
  if (isDigestOfFile(hit, binding)) return [];
  // a list of arguments binds nothing, unless both are texts
  if (operator === ',' && (quote === '' || value.length < 8 || uuid.test(value) || !/\d/.test(value) || /^[a-z]+(?:[:._-][a-z0-9]+)+$/i.test(value) || (/^\w+$/.test(value) && wordiness(value) >= 0.45) || isTypeName(value))) return [];
  // what is said of it: `the password: Default: …`
  if (quote === '' && value.endsWith(':')) return [];
  if (isPartOfWord(hit)) return [];
  // whose password it is
  if (/^[(,]$/.test(operator) && /^[\w.+-]{1,64}@[\w-]{1,63}(?:\.[a-z]{2,12}){1,3}$/.test(value)) return [];
  // what a function that works on passwords is told
  if (operator === '(' && /check|make|valid|hash|verify|get|encode|encrypt|decode|compare|create|confirm|find|read|require|parse|is_?|has_?/i.test(name)) return [];
  // a comparison of two variables, a call
  if (quote === '' && (/^[!=]==?$/.test(operator) || value.includes('('))) return [];
  if (/^(?:is|has)(?:[A-Z]|_)/.test(name) || saysWrong.test(name) || innocentName.test(name) || (innocentValue.test(value) && !(quote !== '' && isSignRich(value))) || isStandIn(value) || encodesWords(value)) return [];
  // a value that holds its own name says what belongs there
  if (name.length >= 8 && value.toLowerCase().includes(name.toLowerCase())) return [];
  const message = `a value that looks like a secret is assigned to ${printable(name)}`;
  switch (passwordName.test(name) ? passwordGrade(binding) : keyGrade(binding)) {
    case 'own':
      return [{ start, end, secret: value, message }];
    case 'weak':
      return [{ start, end, secret: value, message: `a weak or made-up value is assigned to ${printable(name)}`, isDoubtful: true }];
    case 'none':
      return [];
  }
}

/** Whether a value is the digest of the file whose path is its key, as in a list of checksums. */
function isDigestOfFile({ bytes, keywordStart }: Hit, { name, value }: Binding): boolean {
  if (!/^[0-9a-f]{32,128}$/.test(value) || ![32, 40, 56, 64, 96, 128].includes(value.length)) return false;
  return /\.[a-z][a-z0-9]{0,7}$/i.test(name) && bytes[startOfName(bytes, keywordStart) - 1] === 0x2f;
}

/** A label in a language whose letters are escaped: `Has\\u0142o`. */
function isForeignText(value: string): boolean {
  return /\\u(?:00[89a-f]|0[1-9a-f]|[1-9a-f])[0-9a-f]/i.test(value) && !/\d/.test(writtenOut(value));
}

/** Words of other languages that stand within English ones: the `senha` of `statusEnhanced`. */
function isPartOfWord({ bytes, keywordStart, keywordEnd }: Hit): boolean {
  const isLetter = (byte: number | undefined): boolean => byte !== undefined && (byte | 32) >= 97 && (byte | 32) <= 122;
  return bytes.toString('latin1', keywordStart, keywordEnd).toLowerCase() === 'senha' && (isLetter(bytes[keywordStart - 1]) || isLetter(bytes[keywordEnd]));
}

function bytesBefore({ bytes, keywordStart }: Hit, name: string): string {
  const start = startOfName(bytes, keywordStart);
  return name === '' ? '' : bytes.toString('latin1', Math.max(0, start - 2), start);
}

/** Whether the text that was looked at last holds a zero at all: most hold none, and have many hits. */
let lastLooked: { readonly bytes: Buffer; readonly hasZero: boolean } | undefined;

/** Compiled code and other binaries hold names next to anything. */
function isBinary({ bytes, keywordStart, keywordEnd }: Hit): boolean {
  if (lastLooked?.bytes !== bytes) lastLooked = { bytes, hasZero: bytes.includes(0) };
  return lastLooked.hasZero && bytes.subarray(Math.max(0, keywordStart - 80), keywordEnd + 200).includes(0);
}

function printable(name: string): string {
  return `"${name.replace(/[^\x21-\x7e]/g, '').slice(-40)}"`;
}

/** Names of keys that a program takes as it is told, so that a person may have typed them: `JWT_SECRET`, `SECRET_KEY`. */
const ownChoice = /^(?!.*(?:api|client|access|consumer|app)[-_.]?secret).*(?:secret|encryption|signing|passphrase|jwt|salt)/i;

/** Names of keys that sign or encrypt, and take any text. */
const chosenKey = /(?:^|[_.-]|[a-z])(?:jwt|session|cookie|app|signing|encryption|flask|django|rails|auth|csrf)?[-_.]?(?:secret|passphrase)(?:[-_.]?key)?(?:[-_.]?base)?$/i;

function keyGrade(binding: Binding): PasswordWorth {
  const { name, operator, value, quote } = binding;
  // a salt of WordPress may hold spaces
  // no alphabet that tokens are drawn from holds letters beyond ASCII
  if ((/\s/.test(value) && !isSalt(value)) || isJoseHeader(value) || /[\x80-\xff]/.test(value)) return 'none';
  // an id of a thing as often as a key; providers whose keys are UUIDs have checks of their own
  if (uuid.test(value)) return 'none';
  // what a password generator gave: many signs of many kinds
  const kinds = kindsOfSigns(value);
  const isTyped = quote !== '' && operator !== '' && value.length >= 16 && ((kinds >= (!/\d/.test(value) ? 8 : ownChoice.test(name) ? 4 : 7) && !looksLikeCode(value)) || isSignRich(value));
  if (!isTyped) {
    // a short secret that somebody thought up
    if (quote !== '' && operator !== ',' && /(?:secret|passphrase)$/i.test(name) && value.length >= 8 && value.length < 16 && kinds > 0 && classesOf(value) === 4) return passwordGrade(binding);
    // one that somebody thought up in words: anybody may try it
    if (quote !== '' && operator !== ',' && chosenKey.test(name) && value.length >= 8 && value.length <= 24 && kinds > 0 && wordiness(value) >= 0.45 && !/^\w+(?:-\w+)+$/.test(value) && passwordGrade(binding) !== 'none') return 'weak';
    if (value.length < 12) return 'none';
    if (/[(){}[\]*]/.test(value) || (quote === '' && /[$\\]/.test(value))) return 'none';
    // no alphabet that tokens are drawn from holds these, and padding stands at the end: a damaged token opens nothing
    if (/[?%^#&;,<>"'`\\@]|=[^=]|[^\d]\|/.test(value.replace(/%[0-9A-F]{2}/gi, ''))) return 'none';
  }
  // names of types and their members
  if (quote === '' && (isTypeName(value) || isMember(value))) return 'none';
  // a word, a path of words
  if (/^[A-Z]?[a-z]{3,24}$|^[a-z]+\d?(?:\/[a-z]+\d?)+$/.test(value)) return 'none';
  // the address of a contract or an account on a chain that Ethereum's form is used for
  if (/^0x[0-9a-f]{40}$/i.test(value)) return 'none';
  if (/^[A-Z]{0,5}[a-z]+(?:[A-Z]{1,5}[a-z]+)+$/.test(value) || /^[A-Za-z]+(?:\.[A-Z][A-Za-z]+)+$/.test(value)) return 'none';
  // what is padded has a length that is divided by four
  if (/^[A-Za-z0-9+/]{16,}={1,2}$/.test(value) && value.length % 4 !== 0) return 'none';
  // hexadecimal digits come in pairs
  if (/^[0-9a-f]+$/i.test(value) && value.length % 2 === 1) return 'none';
  if (isTyped && entropyBits(value) >= 3) return 'own';
  // typed along the keyboard for a key that no provider's name stands beside: it stands for another
  return looksRandom(value, 3) && !isPatterned(value) ? 'own' : 'none';
}

/** Sixty-four signs, letters and digits drawn from all of ASCII, as WordPress draws its salts. */
function isSalt(value: string): boolean {
  return value.length >= 40 && /^[\x20-\x7e]+$/.test(value) && /\d/.test(value) && kindsOfSigns(value) >= 8 && wordiness(value) < 0.35;
}

/** A regular expression, a format, or the code that goes on after a text that ended with the name. */
function looksLikeCode(value: string): boolean {
  return /a-z|A-Z|\\[A-Za-z.^$()[\]{}*+?/-]|\(\?|\[\^|\.[*+]|%[sdv]|&&|\|\||\)[,;.})]|=>|\]=|=\[|\?[\w"]|;\w+[.=]|^[,;+)]/.test(value);
}

/** The name of a type or of a variable. */
function isTypeName(value: string): boolean {
  return /^_?[A-Z]{1,5}[a-z]+(?:[A-Z]{1,5}[a-z]+)+\d*$|^_?[a-z]+\d{0,2}(?:_[a-z]+\d{0,2})+$/.test(value);
}

/** The member of a thing: `cfg.privKeyBin`. */
function isMember(value: string): boolean {
  return value.length <= 60 && /^[A-Za-z_]{1,40}\d?(?:\.[A-Za-z_]{1,40}\d?){1,4}$/.test(value) && !value.startsWith('eyJ') && wordiness(value) >= 0.4;
}

/** Whether a name stands by chance in lines of data: base85 and the like have any sign anywhere and no blanks. */
function isWithinData({ bytes, keywordStart, keywordEnd }: Hit): boolean {
  // a blank on the line, as on nearly all, is no data
  for (let at = keywordStart - 1; at >= 0 && at > keywordStart - 240 && bytes[at] !== 10; at--) if (bytes[at] === 0x20 || bytes[at] === 9) return false;
  for (let at = keywordEnd; at < bytes.length && at < keywordEnd + 240 && bytes[at] !== 10 && bytes[at] !== 13; at++) if (bytes[at] === 0x20 || bytes[at] === 9) return false;
  const before = bytes.toString('latin1', Math.max(0, keywordStart - 240), keywordStart);
  const lines = (before + bytes.toString('latin1', keywordStart, keywordEnd + 240)).split('\n');
  const at = before.split('\n').length - 1;
  // a settings file has a long password now and then, but hardly two in a row
  return isDataLine(lines[at]) && (isDataLine(lines[at - 1]) || isDataLine(lines[at + 1]));
}

function isDataLine(line: string | undefined): boolean {
  const text = line?.trimEnd();
  return text !== undefined && text.length >= 60 && !/\s/.test(text) && kindsOfSigns(text.replace(/[=&%+./:_"'-]/g, '')) >= 8;
}

function kindsOfSigns(value: string): number {
  // a letter with an accent is a letter
  return new Set(value.replace(/[A-Za-z0-9\x80-\xff]/g, '')).size;
}

/** How many of small letters, capitals, digits and signs a value has. */
function classesOf(value: string): number {
  return [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9\x80-\xff]/].filter((one) => one.test(value)).length;
}

/** Words that stand where a password does and say something of it. */
const saysOfPassword = /^(?:un|in)?(?:available|correct|valid|required|optional|changed?|hidden|visible|always|never|whatever|something|anything|nothing|string|value|false|true|empty|missing|unknown|encrypted|disabled?|enabled?|expired|allowed|denied|prompt|plain|plaintext|basic|digest|bearer|saved?|reset|forgot|confirm|update|create|delete|login|linux|windows)$/;

/** A word that a program holds a password to be: whoever knows the program tries it. */
function isChosenWord({ name, operator, value, quote }: Pick<Binding, 'name' | 'operator' | 'value' | 'quote'>): boolean {
  return quote !== '' && quote !== '<' && quote !== '\n' && /^(?::=|={1,3}|!==?|is)$/.test(operator) && /^[a-z]{5,20}$/.test(value) && /(?:pass(?:w(?:or)?d|phrase)?|pwd|pw)\d?$/i.test(name) && !saysOfPassword.test(value) && !name.toLowerCase().includes(value) && passwordWorth(value, '') !== 'none';
}

function passwordGrade({ name, operator, value, quote }: Binding): PasswordWorth {
  // a text in another script
  if (/(?:[\x80-\xff][^\d]{0,20}){6}/.test(value) && !/\d/.test(value.replace(/%\d|\{\d\}/g, ''))) return 'none';
  // a word alone is a label as often: `"password": "Adgangskode"`
  if (/^[A-Z]?[a-z\x80-\xff]+$/.test(value) && !isWeakPassword(value)) return isChosenWord({ name, operator, value, quote }) ? 'weak' : 'none';
  if (uuidOfTime.test(value) || /^0x[0-9a-f]{1,8}$/i.test(value) || /^[,;)+][\w\s]*[).,;]*$/.test(value)) return 'none';
  if (/\s/.test(value) || (/[<>{}]/.test(value) && quote === '') || value.length > 80 || (quote === '' && isTypeName(value))) return 'none';
  // words with a mark between them, identifiers of messages, the next element of a page
  if (/^[a-z]+(?:[-_/.:][a-z]+)+\d?$/i.test(value) || /^[</]/.test(value) || (operator === ',' && /^[a-z]+(?:_[a-z]+)*\d?$/i.test(value))) return 'none';
  if (name.toLowerCase().includes(value.toLowerCase()) || passwordWorth(value, '') === 'none') return 'none';
  const classes = classesOf(value);
  if (quote === '') {
    // what one may be: `0-to-256-unicode-char`
    if (/^\d{1,4}(?:-(?:[a-z]{2,20}|\d{1,4})){2,8}$/.test(value)) return 'none';
    if (/[(){}[\]$\\.]/.test(value) || value.length < 8 || entropyBits(value) < 2.5) return 'none';
    // without quotes it may be a name, unless no word is in it
    if (classes < 3 && !(value.length >= 10 && /\d.*\d/.test(value) && /[a-z]/i.test(value) && entropyBits(value) >= 3 && wordiness(value) < 0.5)) return 'none';
    return isWeakPassword(value) || isPatterned(value) ? 'weak' : 'own';
  }
  if (isWeakPassword(value) || isPatterned(value)) return classes >= 2 || value.length >= 12 ? 'weak' : 'none';
  if (isSignRich(value)) return 'own';
  if (/[<>{}]/.test(value) && classes < 4 && kindsOfSigns(value) < 6) return 'none';
  if (kindsOfSigns(value) >= 5 && operator !== '' && value.length >= 10 && !looksLikeCode(value)) return 'own';
  if (classes >= 3 && value.length >= 6) return entropyBits(value) >= 2.3 ? 'own' : 'weak';
  if (classes >= 2 && value.length >= 8 && entropyBits(value) >= 2.5 && wordiness(value) < 0.8) return 'own';
  // a word and a sign or a digit; a word alone may be a label
  return classes >= 2 && /[a-z]/i.test(value) && !/^[A-Za-z]+(?:[-_ .:/][A-Za-z]+)*[.:?,*]?$/.test(value) ? 'weak' : 'none';
}
