import { describe, expect, it } from 'vitest';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import { judge } from './gate.ts';

/** Private keys in the armour of three standards. */
const keys: readonly (readonly [name: string, template: string])[] = [
  ['PKCS#8', '-----BEGIN PRIVATE KEY-----\n{pem:10}\n-----END PRIVATE KEY-----\n'],
  ['OpenSSH', '-----BEGIN OPENSSH PRIVATE KEY-----\n{openssh:10}\n-----END OPENSSH PRIVATE KEY-----\n'],
  ['OpenPGP', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{pgp:10}\n=aB3d\n-----END PGP PRIVATE KEY BLOCK-----\n'],
];

const lines = (key: string): readonly string[] => key.trimEnd().split('\n');
const indented = (key: string, by: string): string => lines(key).map((line) => by + line).join('\n');
const written = (key: string, newline = '\\n'): string => lines(key).join(newline) + newline;

/** How people write a key into other files, and the 1-based line on which its header stands. */
const quotings: readonly (readonly [name: string, path: string, write: (key: string) => string, line: number])[] = [
  ['a file of its own', 'id_key', (key) => key, 1],
  ['a file with CR LF', 'key.pem', (key) => key.replaceAll('\n', '\r\n'), 1],
  ['a YAML literal block', 'a.yaml', (key) => `tls:\n  key: |\n${indented(key, '    ')}\n  other: 1\n`, 3],
  ['a YAML folded block', 'a.yaml', (key) => `tls:\n  key: >-\n${lines(key).map((line) => `    ${line}\n`).join('\n')}`, 3],
  ['a YAML folded block without empty lines', 'a.yaml', (key) => `tls:\n  key: >-\n${indented(key, '    ')}\n`, 3],
  ['YAML in double quotes', 'a.yaml', (key) => `key: "${written(key)}"\n`, 1],
  ['YAML in double quotes over lines', 'a.yaml', (key) => `key: "${lines(key).join('\\n\\\n  ')}"\n`, 1],
  ['YAML in single quotes with empty lines', 'a.yaml', (key) => `key: '${lines(key).join('\n\n  ')}'\n`, 1],
  ['JSON', 'a.json', (key) => JSON.stringify({ private_key: key }), 1],
  ['JSON with CR LF', 'a.json', (key) => JSON.stringify({ private_key: key.replaceAll('\n', '\r\n') }), 1],
  ['JSON in JSON', 'a.json', (key) => JSON.stringify({ body: JSON.stringify({ private_key: key }) }), 1],
  ['a JSON list of lines', 'a.json', (key) => JSON.stringify({ key: lines(key) }, undefined, 2), 3],
  ['a shell heredoc', 'a.sh', (key) => `cat > key <<'EOF'\n${key}EOF\nchmod 600 key\n`, 2],
  ['an indented shell heredoc', 'a.sh', (key) => `cat <<-EOF > key\n${indented(key, '\t')}\n\tEOF\n`, 2],
  ['a shell string', 'a.sh', (key) => `KEY="${key}"\nexport KEY\n`, 1],
  ["a shell string with $'…'", 'a.sh', (key) => `KEY=$'${written(key)}'\n`, 1],
  ['echo by echo', 'a.sh', (key) => `${lines(key).map((line) => `echo "${line}" >> key`).join('\n')}\n`, 1],
  ['a Terraform heredoc', 'a.tf', (key) => `resource "tls" "x" {\n  private_key = <<-EOT\n${indented(key, '    ')}\n  EOT\n}\n`, 3],
  ['a Terraform string', 'a.tf', (key) => `variable "key" {\n  default = "${written(key)}"\n}\n`, 2],
  ['concatenated strings', 'a.js', (key) => `const key = ${lines(key).map((line) => `"${line}\\n"`).join(' +\n  ')};\n`, 1],
  ['concatenated strings with CR LF', 'A.java', (key) => `String key = ${lines(key).map((line) => `"${line}\\r\\n"`).join('\n    + ')};\n`, 1],
  ['implicit concatenation', 'a.c', (key) => `const char *key =\n${lines(key).map((line) => `  "${line}\\n"`).join('\n')};\n`, 2],
  ['dots between strings', 'a.php', (key) => `$key = ${lines(key).map((line) => `'${line}' . PHP_EOL`).join('\n  . ')};\n`, 1],
  ['ampersands between strings', 'a.vb', (key) => `key = ${lines(key).map((line) => `"${line}" & vbCrLf`).join(' & _\r\n  ')}\r\n`, 1],
  ['double bars between strings', 'a.sql', (key) => `SELECT ${lines(key).map((line) => `'${line}' || chr(10)`).join('\n  || ')};\n`, 1],
  ['continued lines', 'a.py', (key) => `key = "${lines(key).join('\\n\\\n')}"\n`, 1],
  ['three double quotes', 'a.py', (key) => `key = """${key}"""\n`, 1],
  ['a template literal', 'a.js', (key) => `const key = \`${key}\`;\n`, 1],
  ['a Go raw string', 'a.go', (key) => `const key = \`${key}\`\n`, 1],
  ['.env in double quotes', '.env', (key) => `A=1\nKEY="${written(key)}"\n`, 2],
  ['.env in double quotes over lines', '.env', (key) => `A=1\nKEY="${key}"\nB=2\n`, 2],
  ['.env in single quotes', '.env', (key) => `KEY='${written(key)}'\n`, 1],
  ['.env without quotes', '.env', (key) => `KEY=${written(key)}\nB=2\n`, 1],
  ['a properties file with continued lines', 'a.properties', (key) => `key=${lines(key).join('\\n\\\n    ')}\n`, 1],
  ['XML', 'a.xml', (key) => `<key>\n${key}</key>\n`, 2],
  ['XML with line ends as references', 'a.xml', (key) => `<key value="${lines(key).join('&#10;')}"/>\n`, 1],
  ['a comment', 'a.ts', (key) => `/*\n${indented(key, ' * ')}\n */\n`, 2],
  ['a comment of a shell script', 'a.sh', (key) => `${indented(key, '# ')}\n`, 1],
  ['a quoted mail', 'a.txt', (key) => `${indented(key, '> ')}\n`, 1],
  ['a diff', 'a.patch', (key) => `+++ b/key\n@@ -0,0 +1,12 @@\n${indented(key, '+')}\n`, 3],
  ['one line with blanks', 'a.txt', (key) => `key: ${lines(key).join(' ')}\n`, 1],
  ['base64', 'a.yaml', (key) => `data:\n  tls.key: ${Buffer.from(key).toString('base64')}\n`, 2],
  ['base64 twice', 'a.yaml', (key) => `key: ${Buffer.from(Buffer.from(key).toString('base64')).toString('base64')}\n`, 1],
  ['percent encoding', 'a.txt', (key) => `key=${encodeURIComponent(key)}\n`, 1],
  ['a notebook', 'a.ipynb', (key) => JSON.stringify({ cells: [{ cell_type: 'code', source: lines(key).map((line) => `${line}\n`), outputs: [] }] }, undefined, 1), 6],
];

describe.each(keys)('a private key of %s', (name, template) => {
  it.each(quotings)('is found once in %s', async (quoting, path, write, line) => {
    const key = expandSample(template, `${name} ${quoting}`);
    const { findings, notChecked } = await judge(path, write(key));
    expect(findings.map((one) => [one.check, one.range.startLine, one.severity])).toEqual([['credentials/private-key/pem', line, 'critical']]);
    expect(notChecked).toEqual([]);
    // the frame shows nothing of the key's data
    const data = lines(key).filter((one) => /^[A-Za-z0-9+/=]{40,}$/.test(one));
    for (const piece of data) expect(JSON.stringify(findings)).not.toContain(piece.slice(8, 32));
  });
});
