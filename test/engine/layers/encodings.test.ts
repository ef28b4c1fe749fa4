import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import { makeXz } from '../../formats/archives/compress.ts';
import { judge, samples } from './gate.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const base64url = (text: string): string => Buffer.from(text).toString('base64url');
const base32 = (text: string): string => {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const body = (bits.match(/.{1,5}/g) ?? []).map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(five.padEnd(5, '0'), 2))).join('');
  return body.padEnd(Math.ceil(body.length / 8) * 8, '=');
};
const hex = (text: string): string => Buffer.from(text).toString('hex');
const each = (text: string, write: (code: number) => string): string => [...text].map((character) => write(character.charCodeAt(0))).join('');
const pad = (code: number, width: number): string => code.toString(16).padStart(width, '0');
const wrapped = (text: string, width: number, before = ''): string => (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).map((line) => before + line).join('\n');
const codes = (text: string, write: (code: number) => string, between = ', '): string => [...text].map((character) => write(character.charCodeAt(0))).join(between);
const sentence = 'a first line that says nothing at all, and a second one to make it long enough for two lines';

/** How a token can be written, the file it is in, and the layers that are named. */
const spellings: readonly (readonly [name: string, path: string, write: (token: string) => string, layers: readonly string[]])[] = [
  ['base64', 'a.txt', (token) => `x = "${base64(token)}"`, ['base64']],
  ['base64 of a sentence', 'a.txt', (token) => base64(`the token is ${token} and no more`), ['base64']],
  ['base64 without padding after an equals sign', 'a.env', (token) => `DATA=${base64(token).replace(/=+$/, '')}`, ['base64']],
  ['base64 twice', 'a.txt', (token) => `x: ${base64(base64(`k=${token}`))}`, ['base64', 'base64']],
  ['base64 three times', 'a.txt', (token) => `x: ${base64(base64(base64(token)))}`, ['base64', 'base64', 'base64']],
  ['base64url', 'a.txt', (token) => `?data=${base64url(`???>>>~~~ ${token}`)}&x=1`, ['base64']],
  ['base64 in lines of 76', 'mail.txt', (token) => wrapped(base64(`${sentence}\ntoken: ${token}\n${sentence}`), 76), ['base64']],
  ['base64 in lines of 64, indented', 'a.yaml', (token) => `a: |\n${wrapped(base64(`${sentence}\n${token}\n`), 64, '    ')}\nb: 1\n`, ['base64']],
  ['base64 in a data URL', 'a.html', (token) => `<img src="data:text/plain;base64,${base64(`hello ${token}`)}">`, ['base64']],
  ['base64 after a path', 'a.txt', (token) => `https://host.example.org/path/to/${base64(`hello ${token}`)}`, ['base64']],
  ['base64 of UTF-16', 'a.ps1', (token) => `powershell -EncodedCommand ${Buffer.from(`$t = "${token}"; Write-Host $t`, 'utf16le').toString('base64')}`, ['base64', 'utf-16']],
  ['hexadecimal', 'a.txt', (token) => `x = "${hex(token)}"`, ['hex']],
  ['hexadecimal in capitals', 'a.txt', (token) => `x = ${hex(`${token}\n`).toUpperCase()}`, ['hex']],
  ['hexadecimal of base64', 'a.txt', (token) => `x = ${hex(base64(token))}`, ['hex', 'base64']],
  ['base64 of hexadecimal', 'a.txt', (token) => `x = ${base64(hex(token))}`, ['base64', 'hex']],
  ['percent, all of it', 'a.txt', (token) => `u=${each(token, (code) => `%${pad(code, 2)}`)}`, ['percent']],
  ['percent before it', 'a.txt', (token) => `https://host.example.org/?next=%2Flogin%3Ftoken%3D${token}%26x%3D1`, ['percent']],
  ['percent in it', 'a.txt', (token) => `u=${token.replace('_', '%5F').replaceAll('-', '%2D')}`, ['percent']],
  ['percent twice', 'a.txt', (token) => `u=next%253Dtoken%253D${token}`, ['percent', 'percent']],
  ['\\u escapes', 'a.js', (token) => `const t = "${each(token, (code) => `\\u${pad(code, 4)}`)}";`, ['escapes']],
  ['\\u{} escapes', 'a.js', (token) => `const t = "${each(token, (code) => `\\u{${pad(code, 2)}}`)}";`, ['escapes']],
  ['\\x escapes', 'a.py', (token) => `t = b"${each(token, (code) => `\\x${pad(code, 2)}`)}"`, ['escapes']],
  ['octal escapes', 'a.c', (token) => `char *t = "${each(token, (code) => `\\${code.toString(8).padStart(3, '0')}`)}";`, ['escapes']],
  ['\\n before it', 'a.json', (token) => JSON.stringify({ text: `first\n${token}\nlast` }), ['escapes']],
  ['JSON in JSON in JSON', 'a.json', (token) => JSON.stringify({ body: JSON.stringify({ body: JSON.stringify({ lines: `\n${token}\n` }) }) }), ['escapes', 'escapes', 'escapes']],
  ['decimal HTML entities', 'a.html', (token) => `<p>${each(token, (code) => `&#${code};`)}</p>`, ['html']],
  ['hexadecimal HTML entities', 'a.html', (token) => `<p>${each(token, (code) => `&#x${pad(code, 2)};`)}</p>`, ['html']],
  ['quoted-printable', 'a.eml', (token) => `key=3D${token.slice(0, 20)}=\n${token.slice(20)}=20\n`, ['quoted-printable']],
  ['quoted-printable with CR LF', 'a.eml', (token) => `key is ${token.slice(0, 2)}=\r\n${token.slice(2)}\r\n`, ['quoted-printable']],
  ['a plus between strings', 'a.js', (token) => `const t = "${token.slice(0, 15)}" + "${token.slice(15)}";`, ['joined strings']],
  ['a plus in the prefix', 'a.js', (token) => `const t = '${token.slice(0, 2)}'+'${token.slice(2)}';`, ['joined strings']],
  ['three strings over lines', 'A.java', (token) => `String t = "${token.slice(0, 9)}"\n    + "${token.slice(9, 20)}"\n    + "${token.slice(20)}";`, ['joined strings']],
  ['strings side by side', 'a.py', (token) => `t = ("${token.slice(0, 12)}"\n     "${token.slice(12)}")`, ['joined strings']],
  ['strings side by side, in the prefix', 'a.py', (token) => `t = ("${token.slice(0, 2)}"\n     "${token.slice(2)}")`, ['joined strings']],
  ['formatted strings side by side', 'a.py', (token) => `t = f"${token.slice(0, 12)}" f"${token.slice(12)}"`, ['joined strings']],
  ['strings over continued lines', 'a.py', (token) => `t = "${token.slice(0, 12)}" \\\n    "${token.slice(12)}"`, ['escapes', 'joined strings']],
  ['a dot in the prefix', 'a.php', (token) => `$t = '${token.slice(0, 2)}'.'${token.slice(2)}';`, ['joined strings']],
  ['two dots between strings', 'a.lua', (token) => `local t = "${token.slice(0, 12)}" .. "${token.slice(12)}"`, ['joined strings']],
  ['two dots in the prefix', 'a.lua', (token) => `local t = "${token.slice(0, 2)}".."${token.slice(2)}"`, ['joined strings']],
  ['an ampersand between strings', 'a.vb', (token) => `t = "${token.slice(0, 12)}" & "${token.slice(12)}"`, ['joined strings']],
  ['an ampersand over lines', 'a.vb', (token) => `t = "${token.slice(0, 12)}" & _\r\n    "${token.slice(12)}"`, ['joined strings']],
  ['an ampersand in the prefix', 'a.bas', (token) => `t = "${token.slice(0, 2)}" & "${token.slice(2)}"`, ['joined strings']],
  ['double bars between strings', 'a.sql', (token) => `SELECT '${token.slice(0, 12)}' || '${token.slice(12)}' FROM dual;`, ['joined strings']],
  ['double bars in the prefix', 'a.sql', (token) => `SELECT '${token.slice(0, 2)}' || '${token.slice(2)}' FROM dual;`, ['joined strings']],
  ['<> between strings', 'a.ex', (token) => `t = "${token.slice(0, 12)}" <> "${token.slice(12)}"`, ['joined strings']],
  ['a caret between strings', 'a.ml', (token) => `let t = "${token.slice(0, 12)}" ^ "${token.slice(12)}"`, ['joined strings']],
  ['a plus over lines of PowerShell', 'a.ps1', (token) => `$t = "${token.slice(0, 12)}" + \`\n  "${token.slice(12)}"`, ['joined strings']],
  ['a dot between strings', 'a.php', (token) => `$t = '${token.slice(0, 12)}' . '${token.slice(12)}';`, ['joined strings']],
  ['a continued line', 'a.sh', (token) => `T=${token.slice(0, 12)}\\\n${token.slice(12)}\n`, ['escapes']],
  ['a continued line in the prefix', 'a.sh', (token) => `T=${token.slice(0, 2)}\\\n${token.slice(2)}\n`, ['escapes']],
  ['a continued line with CR LF', 'a.sh', (token) => `T=${token.slice(0, 12)}\\\r\n${token.slice(12)}\r\n`, ['escapes']],
  ['a string of YAML over lines', 'a.yaml', (token) => `a: "${token.slice(0, 12)}\\\n    ${token.slice(12)}"\n`, ['escapes']],
  ['three quotes of TOML over lines', 'a.toml', (token) => `a = """\\\n   ${token.slice(0, 12)}\\\n   ${token.slice(12)}\\\n   """\n`, ['escapes']],
  ['hexadecimal numbers in a list', 'a.c', (token) => `static const char t[] = {${codes(token, (code) => `0x${pad(code, 2)}`)}};`, ['character codes']],
  ['decimal numbers in a list', 'a.java', (token) => `byte[] t = new byte[] {${codes(token, String)}};`, ['character codes']],
  ['decimal numbers over lines', 'a.go', (token) => `t := []byte{\n${codes(token, String).replace(/((?:\d+, ){8})/g, '$1\n\t')},\n}\n`, ['character codes']],
  ['arguments of fromCharCode', 'a.js', (token) => `const t=String.fromCharCode(${codes(token, String, ',')});`, ['character codes']],
  ['gzip in a list of numbers', 'a.h', (token) => `const uint8_t page[] = {\n${[...gzipSync(`value ${token}\n`)].map((byte) => `0x${pad(byte, 2)}`).join(', ')}};`, ['character codes', 'gzip']],
  ['calls that make characters', 'a.py', (token) => `t = ${codes(token, (code) => `chr(${code})`, ' + ')}`, ['character codes']],
  ['calls of PHP that make characters', 'a.php', (token) => `$t = ${codes(token, (code) => `chr(0x${pad(code, 2)})`, '.')};`, ['character codes']],
  ['calls of Basic that make characters', 'a.vbs', (token) => `t = ${codes(token, (code) => `ChrW(&H${pad(code, 2)})`, ' & _\r\n  ')}`, ['character codes']],
  ['calls of SQL that make characters', 'a.sql', (token) => `SELECT ${codes(token, (code) => `CHR(${code})`, '||')} FROM dual`, ['character codes']],
  ['casts of PowerShell', 'a.ps1', (token) => `$t = ${codes(token, (code) => `[char]${code}`, '+')}`, ['character codes']],
  ['calls of JavaScript, one a character', 'a.js', (token) => `t = ${codes(token, (code) => `String.fromCharCode(${code})`, '+')};`, ['character codes']],
  ['base32', 'a.txt', (token) => `x = "${base32(token)}"`, ['base32']],
  ['base32 of a sentence, without padding', 'a.env', (token) => `X=${base32(`the token is ${token} and no more`).replace(/=+$/, '')}`, ['base32']],
  ['%u escapes', 'a.js', (token) => `t = unescape("${each(token, (code) => `%u${pad(code, 4)}`)}");`, ['percent']],
  ['one %u escape in the prefix', 'a.js', (token) => `t = unescape("${token.slice(0, 2)}%u${pad(token.charCodeAt(2), 4)}${token.slice(3)}");`, ['percent']],
  ['\\U escapes', 'a.py', (token) => `t = "${each(token, (code) => `\\U${pad(code, 8)}`)}"`, ['escapes']],
  ['octal escapes as short as they may be', 'a.sh', (token) => `printf '${each(token, (code) => `\\${code.toString(8)}`)}'`, ['escapes']],
  ['octal escapes with a zero before them', 'a.sh', (token) => `echo -e '${each(token, (code) => `\\0${code.toString(8)}`)}'`, ['escapes']],
  ['an empty string in a word of a shell', 'a.sh', (token) => `export T=${token.slice(0, 2)}''${token.slice(2, 9)}""${token.slice(9)}\n`, ['joined strings']],
  ['a numeric reference with zeros', 'a.html', (token) => `<p>${each(token, (code) => `&#${String(code).padStart(9, '0')};`)}</p>`, ['html']],
  ['xz in base64', 'a.txt', (token) => `x = "${makeXz(`value ${token}\n`).toString('base64')}"`, ['base64', 'xz']],
  ['zlib in hexadecimal', 'a.txt', (token) => `x = "${deflateSync(`value ${token}\n`).toString('hex')}"`, ['hex', 'zlib']],
  ['pairs of digits with blanks', 'a.txt', (token) => `t = "${codes(token, (code) => pad(code, 2), ' ')}"`, ['character codes']],
  ['pairs of digits with colons', 'a.txt', (token) => codes(token, (code) => pad(code, 2).toUpperCase(), ':'), ['character codes']],
  ['strings that are joined', 'a.js', (token) => `const t = ["${token.slice(0, 2)}", "${token.slice(2, 15)}", "${token.slice(15)}"].join("");`, ['joined strings']],
  ['strings that Python joins', 'a.py', (token) => `t = ''.join(['${token.slice(0, 2)}',\n    '${token.slice(2)}'])`, ['joined strings']],
  ['strings that PHP implodes', 'a.php', (token) => `$t = implode('', ['${token.slice(0, 2)}', '${token.slice(2)}']);`, ['joined strings']],
  ['strings that Terraform joins', 'a.tf', (token) => `t = join("", ["${token.slice(0, 2)}", "${token.slice(2)}"])`, ['joined strings']],
  ['strings that are concatenated', 'a.js', (token) => `const t = "${token.slice(0, 2)}".concat("${token.slice(2, 9)}", "${token.slice(9)}");`, ['joined strings']],
  ['strings that PowerShell joins', 'a.ps1', (token) => `$t = ("${token.slice(0, 2)}", "${token.slice(2)}") -join ''`, ['joined strings']],
  ['words of Ruby that are joined', 'a.rb', (token) => `t = %w[${token.slice(0, 2)} ${token.slice(2)}].join`, ['joined strings']],
  ['characters one by one', 'a.c', (token) => `char t[] = {${[...token].map((one) => `'${one}'`).join(', ')}, 0};`, ['joined strings']],
  ['characters that are joined', 'a.js', (token) => `t=[${[...token].map((one) => `"${one}"`).join(',')}].join("")`, ['joined strings']],
  ['quotes in a word of a shell', 'a.sh', (token) => `export T=${token.slice(0, 2)}"${token.slice(2, 9)}"'${token.slice(9)}'\n`, ['joined strings']],
  ['base64 that Terraform decodes', 'a.tf', (token) => `t = base64decode("${base64(token)}")`, ['base64']],
  ['JSON in a URL', 'a.txt', (token) => `https://host.acme.io/?q=${encodeURIComponent(JSON.stringify({ a: `x${token}`.slice(1) }))}`, ['percent']],
  ['data of a Kubernetes Secret', 'a.yaml', (token) => `apiVersion: v1\nkind: Secret\ndata:\n  value: ${base64(token)}\n`, ['base64']],
  ['data of a Kubernetes Secret in JSON', 'a.json', (token) => JSON.stringify({ kind: 'Secret', data: { value: base64(token) } }), ['base64']],
  ['a release of Helm', 'a.yaml', (token) => `kind: Secret\ndata:\n  release: ${base64(gzipSync(base64(token)).toString('base64'))}\n`, ['base64', 'base64', 'gzip', 'base64']],
  ['one line of a minified file', 'a.min.js', (token) => `!function(e){${'b(a,"x");'.repeat(9000)}e.t="${each(token, (code) => `\\x${pad(code, 2)}`)}";${'c(2);'.repeat(9000)}}(this);`, ['escapes']],
  ['inline source map', 'a.js', (token) => `x();\n//# sourceMappingURL=data:application/json;base64,${base64(JSON.stringify({ version: 3, sourcesContent: [`t = "${token}";\n`], mappings: '' }))}\n`, ['base64']],
  ['Jupyter output', 'a.ipynb', (token) => JSON.stringify({ cells: [{ cell_type: 'code', outputs: [{ output_type: 'stream', text: [`ok\n`, `\t${token}\n`] }] }] }), ['escapes']],
  ['source map', 'a.js.map', (token) => JSON.stringify({ version: 3, sourcesContent: [`// head\n${token}\nexport {};\n`], mappings: 'AAAA' }), ['escapes']],
  ['UTF-16 file', 'a.txt', (token) => `\ufeff${base64(token)}`, ['base64']],
];

it('names beside one another that no operator joins are no token', async () => {
  const [first, second] = ['q7Zk2mXw9Rt4', 'Vb6Ny1Lp8Hs3'];
  for (const text of [`type token = "${first}" | "${second}"`, `token: "${first}", "${second}"`, `token > "${first}" > "${second}"`]) {
    expect((await judge('a.ts', text)).findings.flatMap(({ layers }) => layers ?? []), text).toEqual([]);
  }
});

describe.each(samples)('a token of %s', (check, template) => {
  it.each(spellings)('is found when it is written as %s', async (name, path, write, layers) => {
    const token = expandSample(template, name);
    const text = write(token);
    const outcome = await judge(path, name === 'UTF-16 file' ? Buffer.from(text, 'utf16le') : text);
    const found = outcome.findings.filter((finding) => finding.check.startsWith(check));
    expect(outcome.findings).toHaveLength(1);
    // a form that needs no boundary before it is seen as it stands
    const layer = text.includes(token) && found[0]?.layers === undefined ? undefined : layers;
    expect(found.map((finding) => finding.layers)).toEqual([layer]);
    // the same secret written plainly has the same fingerprint
    const plain = await judge('plain.txt', `x ${token}\n`);
    expect(found.map((finding) => finding.fingerprint)).toEqual(plain.findings.map((finding) => finding.fingerprint));
    expect(outcome.notChecked).toEqual([]);
  });
});
