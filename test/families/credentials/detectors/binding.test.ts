import { describe, expect, it } from 'vitest';
import { readBinding } from '../../../../src/families/credentials/detectors/binding.ts';

/** What is bound to the name that holds the keyword, and how it is quoted. */
function bound(text: string, keyword: string, path = 'a.txt'): readonly [string, string, string] | undefined {
  const bytes = Buffer.from(text);
  const keywordStart = bytes.indexOf(keyword);
  const binding = readBinding({ bytes, keywordStart, keywordEnd: keywordStart + Buffer.byteLength(keyword), path });
  if (binding === undefined) return undefined;
  expect(bytes.toString('latin1', binding.start, binding.end)).toBe(binding.value);
  return [binding.name, binding.quote, binding.value];
}

describe('a value bound to a name', () => {
  it.each([
    ['an assignment', 'db_key = "v-1"', ['db_key', '"', 'v-1']],
    ['a declaration with a type', 'let db_key: String = "v-1"', ['db_key', '"', 'v-1']],
    ['Objective-C', 'NSString *db_key = @"v-1";', ['db_key', '"', 'v-1']],
    ['an attribute with a key and a value', '<add key="db_key" value="v-1" />', ['db_key', '"', 'v-1']],
    ['a variable of Terraform with a default', 'variable "db_key" {\n  type = string\n  default = "v-1"\n}', ['db_key', '"', 'v-1']],
    ['the text of an element', '<db_key kind="plain">v-1</db_key>', ['db_key', '<', 'v-1']],
    ['a comparison the other way round', 'if "value-one" == db_key:\n', ['db_key', '"', 'value-one']],
    ['a flag of a command', 'tool --db_key v-1 --x', ['--db_key', '', 'v-1']],
    ['the old form of ENV', 'FROM a\nENV db_key v-1\n', ['db_key', '', 'v-1']],
    ['a default of the environment', 'getenv("db_key", "v-1")', ['db_key', '"', 'v-1']],
    ['an element of an object', 'x["db_key"] = "v-1"', ['db_key', '"', 'v-1']],
    ['an entry of a container\'s environment', '- name: db_key\n  value: "v-1"', ['db_key', '"', 'v-1']],
    ['an entry in JSON', '{"name": "db_key", "value": "v-1"}', ['db_key', '"', 'v-1']],
    ['a property in XML', '<name>db_key</name>\n  <value>v-1</value>', ['db_key', '<', 'v-1']],
    ['what stands in for the environment', 'environ.get("db_key") or "v-1"', ['db_key', '"', 'v-1']],
    ['a name that ends in the word for a value', 'db_key_value = "v-1"', ['db_key_value', '"', 'v-1']],
    ['a value with the end of a tag in it', 'db_key "v>1";', ['db_key', '"', 'v>1']],
    ['a macro of a spec file', '%define db_key v-1\n', ['db_key', '', 'v-1']],
    ['a sentence', 'the db_key for bob is v-123456 and', ['db_key', '', 'v-123456']],
    ['an empty text before code', 'db_key="",b=c("d")', undefined],
    ['a text that ends with the name', 'log("db_key="+"v-1")', undefined],
    ['prose', 'ask for the db_key of the server', undefined],
  ])('%s', (_name, text, expected) => {
    expect(bound(text, 'db_key')).toEqual(expected);
  });

  it.each([
    ['a settings file', 'export db_key=a[b)c}d;e\n', '.env', 'a[b)c}d;e'],
    ['properties', 'db_key: a[b)c}d;e\n', 'app.properties', 'a[b)c}d;e'],
    ['a password of many signs in YAML', '  - db_key: a[b)c}d;e\n', 'a.yml', 'a[b)c}d;e'],
    ['a flow in YAML', 'x: {db_key: abc}\n', 'a.yml', 'abc'],
    ['anything else', 'db_key=a[b)c}d;e\n', 'a.sh', 'a[b'],
  ])('goes to the end of a line in %s or not', (_name, text, path, expected) => {
    expect(bound(text, 'db_key', path)?.[2]).toBe(expected);
  });

  it('may be found by a keyword with its operator', () => {
    expect(bound('my_pass: v-1\n', '_pass:')).toEqual(['my_pass', '', 'v-1']);
  });

  it('may have a name in another alphabet', () => {
    expect(bound('contraseña = "v-1"', 'contrase')?.[2]).toBe('v-1');
  });
});
