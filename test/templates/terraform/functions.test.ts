import { describe, expect, it } from 'vitest';
import { functions } from '../../../src/templates/terraform/functions/all.ts';
import { fileFunctions } from '../../../src/templates/terraform/functions/files.ts';
import { valueOf } from './evaluate.ts';

/** Results as Terraform's documentation gives them: https://developer.hashicorp.com/terraform/language/functions. */
const documented: Readonly<Record<string, readonly (readonly [string, unknown])[]>> = {
  abs: [['abs(23)', 23], ['abs(0)', 0], ['abs(-12.4)', 12.4]],
  ceil: [['ceil(5)', 5], ['ceil(5.1)', 6]],
  floor: [['floor(5)', 5], ['floor(4.9)', 4]],
  log: [['log(50, 10)', 1.6989700043360185], ['log(16, 2)', 4]],
  max: [['max(12, 54, 3)', 54], ['max([12, 54, 3]...)', 54]],
  min: [['min(12, 54, 3)', 3], ['min([12, 54, 3]...)', 3]],
  parseint: [['parseint("100", 10)', 100], ['parseint("FF", 16)', 255], ['parseint("-10", 16)', -16], ['parseint("1011111011101111", 2)', 48879]],
  pow: [['pow(3, 2)', 9], ['pow(4, 0)', 1]],
  signum: [['signum(-13)', -1], ['signum(0)', 0], ['signum(344)', 1]],
  chomp: [['chomp("hello\\n")', 'hello'], ['chomp("hello\\r\\n")', 'hello'], ['chomp("hello\\n\\n")', 'hello']],
  endswith: [['endswith("hello world", "world")', true], ['endswith("hello world", "hello")', false]],
  startswith: [['startswith("hello world", "hello")', true], ['startswith("hello world", "world")', false]],
  format: [['format("Hello, %s!", "Ander")', 'Hello, Ander!'], ['format("There are %d lights", 4)', 'There are 4 lights'], ['format("%#v", "a")', '"a"'], ['format("%05d|%-5s|%5s", 42, "a", "b")', '00042|a    |    b'], ['format("%.2f", 3.14159)', '3.14'], ['format("%x", 255)', 'ff'], ['format("%%")', '%'], ['format("%q", "a")', '"a"'], ['format("%t", true)', 'true']],
  formatlist: [['formatlist("Hello, %s!", ["Valentina", "Ander"])', ['Hello, Valentina!', 'Hello, Ander!']], ['formatlist("%s, %s!", "Salutations", ["Valentina", "Ander"])', ['Salutations, Valentina!', 'Salutations, Ander!']]],
  indent: [['indent(2, "[\\n  foo,\\n]")', '[\n    foo,\n  ]']],
  join: [['join("-", ["foo", "bar", "baz"])', 'foo-bar-baz'], ['join(", ", ["foo"])', 'foo']],
  lower: [['lower("HELLO")', 'hello']],
  upper: [['upper("hello")', 'HELLO']],
  title: [['title("hello world")', 'Hello World']],
  regex: [['regex("[a-z]+", "53453453.345345aaabbbccc23454")', 'aaabbbccc'], ['regex("(\\\\d\\\\d\\\\d\\\\d)-(\\\\d\\\\d)-(\\\\d\\\\d)", "2019-02-01")', ['2019', '02', '01']], ['regex("^(?:(?P<scheme>[^:/?#]+):)?(?://(?P<authority>[^/?#]*))?", "https://terraform.io/docs/")', { authority: 'terraform.io', scheme: 'https' }]],
  regexall: [['regexall("[a-z]+", "1234abcd5678efgh9")', ['abcd', 'efgh']], ['length(regexall("[a-z]+", "123456789")) > 0', false]],
  replace: [['replace("1 + 2 + 3", "+", "-")', '1 - 2 - 3'], ['replace("hello world", "/w.*d/", "everybody")', 'hello everybody']],
  split: [['split(",", "foo,bar,baz")', ['foo', 'bar', 'baz']], ['split(",", "foo")', ['foo']], ['split(",", "")', ['']]],
  strcontains: [['strcontains("hello world", "wor")', true], ['strcontains("hello world", "wod")', false]],
  strrev: [['strrev("hello")', 'olleh']],
  substr: [['substr("hello world", 1, 4)', 'ello'], ['substr("hello world", -5, -1)', 'world'], ['substr("hello world", 6, 10)', 'world']],
  trim: [['trim("?!hello?!", "!?")', 'hello'], ['trim("foobar", "far")', 'oob'], ['trim("   hello! world.!  ", "! ")', 'hello! world.']],
  trimprefix: [['trimprefix("helloworld", "hello")', 'world'], ['trimprefix("helloworld", "cat")', 'helloworld']],
  trimsuffix: [['trimsuffix("helloworld", "world")', 'hello']],
  trimspace: [['trimspace("  hello\\n\\n")', 'hello']],
  alltrue: [['alltrue(["true", true])', true], ['alltrue([true, false])', false], ['alltrue([])', true]],
  anytrue: [['anytrue(["true"])', true], ['anytrue([true, false])', true], ['anytrue([])', false]],
  chunklist: [['chunklist(["a", "b", "c", "d", "e"], 2)', [['a', 'b'], ['c', 'd'], ['e']]]],
  coalesce: [['coalesce("a", "b")', 'a'], ['coalesce("", "b")', 'b'], ['coalesce(null, 1, 2)', 1], ['coalesce(["", "b"]...)', 'b']],
  coalescelist: [['coalescelist(["a", "b"], ["c", "d"])', ['a', 'b']], ['coalescelist([], ["c", "d"])', ['c', 'd']]],
  compact: [['compact(["a", "", "b", null, "c"])', ['a', 'b', 'c']]],
  concat: [['concat(["a", ""], ["b", "c"])', ['a', '', 'b', 'c']]],
  contains: [['contains(["a", "b", "c"], "a")', true], ['contains(["a", "b", "c"], "d")', false]],
  distinct: [['distinct(["a", "b", "a", "c", "d", "b"])', ['a', 'b', 'c', 'd']]],
  element: [['element(["a", "b", "c"], 1)', 'b'], ['element(["a", "b", "c"], 3)', 'a'], ['element(["a", "b", "c"], length(["a", "b", "c"]) - 1)', 'c']],
  flatten: [['flatten([["a", "b"], [], ["c"]])', ['a', 'b', 'c']], ['flatten([[["a", "b"], []], ["c"]])', ['a', 'b', 'c']]],
  index: [['index(["a", "b", "c"], "b")', 1]],
  keys: [['keys({a=1, c=2, d=3})', ['a', 'c', 'd']]],
  length: [['length([])', 0], ['length(["a", "b"])', 2], ['length({"a" = "b"})', 1], ['length("hello")', 5], ['length("👾🕹️")', 2]],
  list: [],
  lookup: [['lookup({a="ay", b="bee"}, "a", "what?")', 'ay'], ['lookup({a="ay", b="bee"}, "c", "what?")', 'what?']],
  map: [],
  matchkeys: [['matchkeys(["i-123", "i-abc", "i-def"], ["us-west", "us-east", "us-east"], ["us-east"])', ['i-abc', 'i-def']]],
  merge: [['merge({a="b", c="d"}, {e="f", c="z"})', { a: 'b', c: 'z', e: 'f' }], ['merge({a="b"}, {a=[1,2], c="z"}, {d=3})', { a: [1, 2], c: 'z', d: 3 }], ['merge([{a="b", c="d"}, {}, {e="f", c="z"}]...)', { a: 'b', c: 'z', e: 'f' }], ['merge({a = 1}, null)', { a: 1 }]],
  one: [['one(["a"])', 'a'], ['one([])', undefined]],
  range: [['range(3)', [0, 1, 2]], ['range(1, 4)', [1, 2, 3]], ['range(1, 8, 2)', [1, 3, 5, 7]], ['range(1, -8, -2)', [1, -1, -3, -5, -7]], ['range(0)', []]],
  reverse: [['reverse([1, 2, 3])', [3, 2, 1]]],
  setintersection: [['setintersection(["a", "b"], ["b", "c"], ["b", "d"])', ['b']]],
  setproduct: [['setproduct(["development", "staging"], ["app1", "app2"])', [['development', 'app1'], ['development', 'app2'], ['staging', 'app1'], ['staging', 'app2']]]],
  setsubtract: [['setsubtract(["a", "b", "c"], ["a", "c"])', ['b']]],
  setunion: [['setunion(["a", "b"], ["b", "c"], ["d"])', ['a', 'b', 'c', 'd']]],
  slice: [['slice(["a", "b", "c", "d"], 1, 3)', ['b', 'c']]],
  sort: [['sort(["e", "d", "a", "x"])', ['a', 'd', 'e', 'x']]],
  sum: [['sum([10, 13, 6, 4.5])', 33.5]],
  transpose: [['transpose({"a" = ["1", "2"], "b" = ["2", "3"]})', { 1: ['a'], 2: ['a', 'b'], 3: ['b'] }]],
  values: [['values({a=3, c=2, d=1})', [3, 2, 1]]],
  templatestring: [],
  convert: [['convert("1", number)', 1]],
  zipmap: [['zipmap(["a", "b"], [1, 2])', { a: 1, b: 2 }]],
  base64encode: [['base64encode("Hello World")', 'SGVsbG8gV29ybGQ=']],
  base64decode: [['base64decode("SGVsbG8gV29ybGQ=")', 'Hello World']],
  base64gzip: [],
  csvdecode: [['csvdecode("a,b,c\\n1,2,3\\n4,5,6")', [{ a: '1', b: '2', c: '3' }, { a: '4', b: '5', c: '6' }]]],
  jsondecode: [['jsondecode("{\\"hello\\": \\"world\\"}")', { hello: 'world' }], ['jsondecode("true")', true]],
  jsonencode: [['"x${jsonencode({"hello"="world"})}"', 'x{"hello":"world"}'], ['"x${jsonencode(["<a>", 1, true, null])}"', 'x["\\u003ca\\u003e",1,true,null]']],
  textencodebase64: [['textencodebase64("Hello World", "UTF-16LE")', 'SABlAGwAbABvACAAVwBvAHIAbABkAA==']],
  textdecodebase64: [['textdecodebase64("SABlAGwAbABvACAAVwBvAHIAbABkAA==", "UTF-16LE")', 'Hello World']],
  urlencode: [['urlencode("Hello World!")', 'Hello+World%21'], ['urlencode("☃")', '%E2%98%83']],
  urldecode: [['urldecode("Hello+World%21")', 'Hello World!']],
  yamldecode: [['yamldecode("hello: world")', { hello: 'world' }], ['yamldecode("true")', true], ['yamldecode("{a: &foo [1, 2, 3], b: *foo}")', { a: [1, 2, 3], b: [1, 2, 3] }]],
  yamlencode: [['yamlencode({"a"="b", "c"="d"})', '"a": "b"\n"c": "d"\n'], ['yamlencode({"foo"=[1, 2, 3], "bar"="baz"})', '"bar": "baz"\n"foo":\n- 1\n- 2\n- 3\n'], ['yamlencode({"foo"=[1, {"a"="b","c"="d"}, 3], "bar"="baz"})', '"bar": "baz"\n"foo":\n- 1\n- "a": "b"\n  "c": "d"\n- 3\n']],
  cidrhost: [['cidrhost("10.12.112.0/20", 16)', '10.12.112.16'], ['cidrhost("10.12.112.0/20", 268)', '10.12.113.12'], ['cidrhost("fd00:fd12:3456:7890:00a2::/72", 34)', 'fd00:fd12:3456:7890::22'], ['cidrhost("10.0.0.0/8", -2)', '10.255.255.254']],
  cidrnetmask: [['cidrnetmask("172.16.0.0/12")', '255.240.0.0']],
  cidrsubnet: [['cidrsubnet("172.16.0.0/12", 4, 2)', '172.18.0.0/16'], ['cidrsubnet("10.1.2.0/24", 4, 15)', '10.1.2.240/28'], ['cidrsubnet("fd00:fd12:3456:7890::/56", 16, 162)', 'fd00:fd12:3456:7800:a200::/72']],
  cidrsubnets: [['cidrsubnets("10.1.0.0/16", 4, 4, 8, 4)', ['10.1.0.0/20', '10.1.16.0/20', '10.1.32.0/24', '10.1.48.0/20']], ['cidrsubnets("fd00:fd12:3456:7890::/56", 16, 16, 16, 32)', ['fd00:fd12:3456:7800::/72', 'fd00:fd12:3456:7800:100::/72', 'fd00:fd12:3456:7800:200::/72', 'fd00:fd12:3456:7800:300::/88']]],
  formatdate: [['formatdate("DD MMM YYYY hh:mm ZZZ", "2018-01-02T23:12:01Z")', '02 Jan 2018 23:12 UTC'], ['formatdate("EEEE, DD-MMM-YY hh:mm:ss ZZZ", "2018-01-02T23:12:01Z")', 'Tuesday, 02-Jan-18 23:12:01 UTC'], ['formatdate("EEE, DD MMM YYYY hh:mm:ss ZZZ", "2018-01-02T23:12:01-08:00")', 'Tue, 02 Jan 2018 23:12:01 -0800'], ['formatdate("h\'h\'mm", "2018-01-02T23:12:01-08:00")', '23h12'], ['formatdate("H \'o\'\'clock\'", "2018-01-02T23:12:01-08:00")', "11 o'clock"]],
  timeadd: [['timeadd("2017-11-22T00:00:00Z", "10m")', '2017-11-22T00:10:00Z']],
  timecmp: [['timecmp("2017-11-22T00:00:00Z", "2017-11-22T00:00:00Z")', 0], ['timecmp("2017-11-22T00:00:00Z", "2017-11-22T01:00:00Z")', -1], ['timecmp("2017-11-22T00:59:00-01:00", "2017-11-22T01:00:00Z")', 1]],
  md5: [['md5("hello world")', '5eb63bbbe01eeed093cb22bb8f5acdc3']],
  sha1: [['sha1("hello world")', '2aae6c35c94fcfb415dbe95f408b9ce91ee846ed']],
  sha256: [['sha256("hello world")', 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9']],
  sha512: [['substr(sha512("hello world"), 0, 16)', '309ecc489c12d6eb']],
  base64sha256: [['base64sha256("hello world")', 'uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=']],
  base64sha512: [['substr(base64sha512("hello world"), 0, 12)', 'MJ7MSJwS1utM']],
  uuidv5: [['uuidv5("dns", "www.terraform.io")', 'a5008fae-b28c-5ba5-96cd-82b4c53552d6'], ['uuidv5("url", "https://www.terraform.io/")', '9db6f67c-dd95-5ea0-aa5b-e70e5c5f7cf5']],
  tostring: [['tostring("hello")', 'hello'], ['tostring(1)', '1'], ['tostring(true)', 'true']],
  tonumber: [['tonumber(1)', 1], ['tonumber("1")', 1]],
  tobool: [['tobool(true)', true], ['tobool("true")', true]],
  tolist: [['tolist(["a", "b", "c"])', ['a', 'b', 'c']]],
  toset: [['toset(["c", "b", "b"])', ['b', 'c']]],
  tomap: [['tomap({"a" = 1, "b" = 2})', { a: 1, b: 2 }]],
  type: [],
  issensitive: [],
  sensitive: [['sensitive("a")', 'a']],
  nonsensitive: [['nonsensitive("a")', 'a']],
  ephemeralasnull: [['ephemeralasnull("a")', 'a']],
  bcrypt: [],
  uuid: [],
  timestamp: [],
  plantimestamp: [],
  rsadecrypt: [],
};

describe.each(Object.entries(documented).filter(([, rows]) => rows.length > 0))('%s', (_name, rows) => {
  it.each(rows)('%s', (expression, expected) => {
    expect(valueOf(expression)).toEqual(expected);
  });
});

it('every function has a row', () => {
  expect([...functions.keys()].filter((name) => !Object.hasOwn(documented, name))).toEqual([]);
});

describe('functions that are unknown by their nature', () => {
  it.each(['issensitive("a")', 'uuid()', 'timestamp()', 'plantimestamp()', 'bcrypt("a")'])('%s', (expression) => {
    expect(valueOf(expression)).toHaveProperty('unknown');
  });
});

describe('functions over files', () => {
  const files = { 'a.txt': 'hello world', 'b.tftpl': 'Hello, ${name}!\n%{ for one in list ~}\n- ${one}\n%{ endfor ~}\n', 'parts/c.json': '{}', 'parts/d.txt': '' };

  it.each([
    ['file("a.txt")', 'hello world'],
    ['file("${path.module}/a.txt")', 'hello world'],
    ['filebase64("a.txt")', 'aGVsbG8gd29ybGQ='],
    ['filemd5("a.txt")', '5eb63bbbe01eeed093cb22bb8f5acdc3'],
    ['filesha256("a.txt")', 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9'],
    ['fileexists("a.txt")', true],
    ['fileexists("none.txt")', false],
    ['fileset("parts", "*")', ['c.json', 'd.txt']],
    ['fileset("parts", "*.json")', ['c.json']],
    ['templatefile("b.tftpl", { name = "Jodie", list = ["x", "y"] })', 'Hello, Jodie!\n- x\n- y\n'],
    ['basename("foo/bar/baz.txt")', 'baz.txt'],
    ['dirname("foo/bar/baz.txt")', 'foo/bar'],
  ])('%s', (expression, expected) => {
    expect(valueOf(expression, files)).toEqual(expected);
  });

  it('never read outside the repository', () => {
    expect(valueOf('file("../../etc/passwd")', files)).toHaveProperty('unknown');
    expect(valueOf('file("/etc/passwd")', files)).toHaveProperty('unknown');
    expect(valueOf('file("~/.ssh/id_rsa")', files)).toHaveProperty('unknown');
  });

  it('have no other names', () => {
    expect([...fileFunctions.keys()].sort()).toEqual(['abspath', 'basename', 'dirname', 'file', 'filebase64', 'filebase64sha256', 'filebase64sha512', 'fileexists', 'filemd5', 'fileset', 'filesha1', 'filesha256', 'filesha512', 'pathexpand', 'templatefile', 'templatestring']);
  });
});

describe('try and can', () => {
  it.each([
    ['try({a = 1}.b, "fallback")', 'fallback'],
    ['try({a = 1}.a, "fallback")', 1],
    ['can({a = 1}.b)', false],
    ['can({a = 1}.a)', true],
    ['can(regex("^a", "abc"))', true],
    ['core::upper("a")', 'A'],
  ])('%s', (expression, expected) => {
    expect(valueOf(expression)).toEqual(expected);
  });
});

describe('operators and expressions', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['7 % 3', 1],
    ['-5 + 1', -4],
    ['!true || true', true],
    ['1 == 1 && "a" != "b"', true],
    ['1 == "1"', false],
    ['3 > 2 ? "yes" : "no"', 'yes'],
    ['"a-${1 + 1}-${true}"', 'a-2-true'],
    ['"$${not} %%{this}"', '${not} %{this}'],
    ['"%{ if true }a%{ else }b%{ endif }"', 'a'],
    ['[for one in ["a", "b"] : upper(one)]', ['A', 'B']],
    ['[for index, one in ["a", "b"] : "${index}${one}"]', ['0a', '1b']],
    ['[for key, value in { b = 2, a = 1 } : "${key}${value}"]', ['a1', 'b2']],
    ['[for one in [1, 2, 3] : one if one > 1]', [2, 3]],
    ['{ for one in ["a", "b"] : one => upper(one) }', { a: 'A', b: 'B' }],
    ['{ for one in ["ab", "ac", "bc"] : substr(one, 0, 1) => one... }', { a: ['ab', 'ac'], b: ['bc'] }],
    ['[{ a = 1 }, { a = 2 }][*].a', [1, 2]],
    ['[{ a = 1 }, { a = 2 }].*.a', [1, 2]],
    ['null[*]', []],
    ['{ (upper("a")) = 1 }', { A: 1 }],
    ['["a", "b"][1]', 'b'],
    ['{ a = { b = 1 } }["a"].b', 1],
    ['<<-EOT\n    a\n      b\n    EOT\n', 'a\n  b\n'],
    ['<<EOT\na ${1}\nEOT\n', 'a 1\n'],
    ['1 / 4', 0.25],
    ['1e3', 1000],
  ])('%s', (expression, expected) => {
    expect(valueOf(expression)).toEqual(expected);
  });
});

it.each(['sort', 'reverse', 'distinct', 'toset', 'compact', 'setunion', 'flatten'])('%s of a list that is not known whole holds what is known of it', (name) => {
  expect(valueOf(`contains(${name}(concat(var.more, ["b"])), "b")`, { 'more.tf': 'variable "more" { type = list(string) }\n' })).toBe(true);
  expect(valueOf(`contains(${name}(concat(var.more, ["b"])), "a")`, { 'more.tf': 'variable "more" { type = list(string) }\n' })).toHaveProperty('unknown');
});
