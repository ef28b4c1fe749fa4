import { isPlaceholder } from './plausible.ts';

/** Passwords that stand in documentation: whoever reads them learns nothing. */
// the word for it in other languages is the label of a field; an ñ is two bytes here
const documented = /^(?:passwor[dt]|contrase(?:\xc3\xb1|\xf1|n|ny)a|kennwort|senha|wachtwoord|mot_?de_?passe|parola|heslo|salasana|adgangskode|passord|pass|passwd|password|passw0rd|pwd|pw|p|user|username|user(?:name)?_?pass(?:word)?|token|key|api[-_]?key|foo|bar|baz|my_?pass(?:word)?|some_?pass(?:word)?|the_?pass(?:word)?|key_?\d+|(?:foo|bar|baz|qux|spam|ham|eggs){1,6}|super_?secret|s3cr[ie]t|s3krit|sekret|hunter2|x+|\*+|\.+|\w|redacted|hidden|null|none|undefined)$/i;

/** Passwords of local set-ups; somebody may have left them on a server that others reach. */
const local = /^(?:secret|root|admin|guest|test|testing|default|local|localhost|dev|docker|postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|redis|rabbitmq|oracle|sa|opensesame|open sesame|letmein|changeit|tiger|welcome|qwerty|pass(?:w(?:or)?d)?|change(?:pw|pass(?:w(?:or)?d)?)|[a-z]{1,5}(?:passwd|password|passw|pwd|pw))\d{0,4}$/i;

/** What a password in a URL or a header is worth: `none` stands for another, `weak` is one that anybody would try, `own` is somebody's. */
export type PasswordWorth = 'none' | 'weak' | 'own';

/** Also when it was written several times over, with signs that need an escape in a URL between: `pass%20pass`. */
function isDocumented(password: string): boolean {
  const letters = password.replace(/%[0-9a-f]{2}|[^a-z0-9]/gi, '');
  return documented.test(password) || (letters.length >= 5 && documented.test(letters)) || password.split(/%[0-9a-f]{2}|[ #/?&]/i).every((part) => documented.test(part) || part === '');
}

/** Judges a password by itself and by the user name beside it. */
export function passwordWorth(password: string, user: string): PasswordWorth {
  // who comes without an account gives an address, or anything
  if (/^(?:anonymous|ftp)$/i.test(user)) return 'none';
  // a host and its port: `localhost:8545@1599200`
  if (/^(?:localhost|\d{1,3}(?:\.\d{1,3}){3})$/i.test(user) && /^\d{2,5}$/.test(password)) return 'none';
  // a description of the form: `[user[:pass]]@host`
  if (/^\[?[a-z]+\]+$/i.test(password)) return 'none';
  if (/^[$%@#]?(?:\{.*\}|\[.*\]|\(.*\)|<.*>)$|^[$%]?\{|^<|^\$(?:[A-Za-z_]\w*$|\()|^%\w*%?$/.test(password) || isDocumented(password) || isPlaceholder(password)) return 'none';
  // what contains the name of the field says what belongs there: `my_password`, `user_pass`
  if (/^(?:[a-z]+[-_]){0,4}(?:password|passwd|user_?name|secret_?key|api_?key)(?:[-_][a-z]+)?$/i.test(password)) return 'none';
  if (local.test(password)) return 'weak';
  if (password.toLowerCase() === user.toLowerCase()) return 'none';
  return 'own';
}

/** User name and password of the first `scheme://user:password@` in a text, where there is one. */
export function userInfo(text: string): { readonly user: string; readonly password: string } | undefined {
  const at = text.indexOf('://');
  if (at < 0) return undefined;
  const match = /^([^\s:@/"'`<>\\]{0,100}):([^\s@/"'`<>\\]{1,200})@/.exec(text.slice(at + 3, at + 320));
  return match === null ? undefined : { user: match[1] ?? '', password: match[2] ?? '' };
}
