import { describe, expect, it } from 'vitest';
import { evaluateModule, resourcesOf } from './evaluate.ts';

function resource(body: string): string {
  return `resource "test_thing" "a" {\n${body}\n}\n`;
}

describe('variables and locals', () => {
  it('a default is the value, and variable files go over it in order', () => {
    const main = `variable "size" {\n  type = number\n  default = 1\n}\n${resource('size = var.size')}`;
    expect(resourcesOf(main)).toEqual({ 'test_thing.a': { size: 1 } });
    expect(resourcesOf({ 'main.tf': main, 'terraform.tfvars': 'size = "2"' })).toEqual({ 'test_thing.a': { size: 2 } });
    expect(resourcesOf({ 'main.tf': main, 'terraform.tfvars': 'size = 2', 'b.auto.tfvars.json': '{"size": 4}', 'a.auto.tfvars': 'size = 3' })).toEqual({ 'test_thing.a': { size: 4 } });
  });

  it('an argument that is written twice is said, with its place', () => {
    expect(evaluateModule(resource('name = "a"\nname = "b"')).problems).toMatchObject([{ code: 'syntax', message: 'the argument `name` is written twice', at: { start: 39 } }]);
  });

  it('a variable file in JSON that is broken is said, and its values are no templates', () => {
    const main = `variable "name" {}\n${resource('name = var.name')}`;
    expect(resourcesOf({ 'main.tf': main, 'terraform.tfvars.json': '{"name": "${x}"}' })).toEqual({ 'test_thing.a': { name: '${x}' } });
    expect(evaluateModule({ 'main.tf': main, 'terraform.tfvars.json': '{"name": ' }).problems).toMatchObject([{ code: 'syntax', at: { source: { path: 'terraform.tfvars.json' }, start: 9 } }]);
  });

  it('a variable without a default is unknown and says so', () => {
    expect(resourcesOf(`variable "size" {}\n${resource('size = var.size')}`)).toEqual({ 'test_thing.a': { size: { unknown: 'variable "size", which has no default' } } });
  });

  it('locals may name each other in any order, and a circle is said', () => {
    expect(resourcesOf(`locals {\n  a = "\${local.b}-x"\n  b = "y"\n}\n${resource('name = local.a')}`)).toEqual({ 'test_thing.a': { name: 'y-x' } });
    expect(evaluateModule(`locals {\n  a = local.b\n  b = local.a\n}\n${resource('name = local.a')}`).problems.map((one) => one.code)).toEqual(['cycle']);
  });

  it('what is not declared is said, unless a file could not be read', () => {
    expect(evaluateModule(resource('size = var.size')).problems.map((one) => one.message)).toEqual(['var.size is not declared in this module']);
    expect(evaluateModule({ 'main.tf': resource('size = var.size'), 'other.tf': 'variable "size" {' }).problems.map((one) => one.code)).toEqual(['syntax']);
  });

  it('what Terragrunt may generate is not said to be missing', () => {
    expect(evaluateModule({ 'main.tf': resource('size = var.size'), 'terragrunt.hcl': '' }).problems).toEqual([]);
  });

  it('what an output names is looked at', () => {
    expect(evaluateModule('output "o" {\n  value = test_thing.none.id\n}\n').problems).toMatchObject([{ code: 'unknown-reference' }]);
  });

  it('optional attributes of a type get their defaults', () => {
    const main = `variable "set" {\n  type = object({ on = optional(bool, true), name = string })\n  default = { name = "a" }\n}\n${resource('on = var.set.on')}`;
    expect(resourcesOf(main)).toEqual({ 'test_thing.a': { on: true } });
  });
});

describe('resources', () => {
  it('refer to one another by what is computed, and by what is written', () => {
    const { resources } = evaluateModule(`resource "test_thing" "a" {\n  name = "one"\n}\nresource "test_thing" "b" {\n  id = test_thing.a.id\n  name = test_thing.a.name\n  whole = test_thing.a\n}\n`);
    const entries = resources[1]?.properties.entries;
    expect(entries?.get('id')).toMatchObject({ kind: 'unknown', reference: { resource: 'test_thing.a', attribute: 'id' } });
    expect(entries?.get('name')).toMatchObject({ kind: 'known', value: 'one', reference: { resource: 'test_thing.a', attribute: 'name' } });
    expect(entries?.get('whole')).toMatchObject({ kind: 'unknown', reference: { resource: 'test_thing.a', attribute: 'id' } });
  });

  it('have blocks with attributes that are computed', () => {
    const main = 'resource "test_thing" "a" {\n  identity {\n    type = "System"\n  }\n}\nresource "test_thing" "b" {\n  kind = test_thing.a.identity[0].type\n  id = test_thing.a.identity.0.principal\n  again = one(test_thing.a.identity[*].principal)\n}\n';
    expect(resourcesOf(main)['test_thing.b']).toEqual({ kind: 'System', id: { reference: 'test_thing.a.principal' }, again: { reference: 'test_thing.a.principal' } });
  });

  it('with count are made that often', () => {
    expect(resourcesOf(resource('count = 2\nname = "n-${count.index}"'))).toEqual({ 'test_thing.a[0]': { name: 'n-0' }, 'test_thing.a[1]': { name: 'n-1' } });
    expect(resourcesOf(resource('count = 0\nname = "n"'))).toEqual({});
  });

  it('with a count nobody knows are made once, in doubt', () => {
    const { resources } = evaluateModule(`variable "n" {}\n${resource('count = var.n\nname = "n"')}resource "test_thing" "b" {\n  id = test_thing.a[0].id\n  other = test_thing.a[1].id\n}\n`);
    expect(resources[0]).toMatchObject({ name: 'test_thing.a', condition: { kind: 'unknown', why: 'variable "n", which has no default' } });
    expect(resources[1]?.properties.entries.get('id')).toMatchObject({ reference: { resource: 'test_thing.a' } });
    expect(resources[1]?.properties.entries.get('other')).toMatchObject({ reference: { resource: 'test_thing.a' } });
  });

  it('with a count nobody knows are joined to what reads one of them by an index nobody knows', () => {
    const main = `variable "n" {}\n${resource('count = var.n\nname = "n"')}resource "test_thing" "b" {\n  count = var.n\n  one = test_thing.a[count.index].id\n  old = test_thing.a.*.id[count.index]\n}\n`;
    const entries = evaluateModule(main).resources[1]?.properties.entries;
    expect(entries?.get('one')).toMatchObject({ kind: 'unknown', reference: { resource: 'test_thing.a', attribute: 'id' } });
    expect(entries?.get('old')).toMatchObject({ kind: 'unknown', mentions: [{ resource: 'test_thing.a', attribute: 'id' }] });
  });

  it('with for_each are made for each key', () => {
    expect(resourcesOf(resource('for_each = toset(["x", "y"])\nname = each.value'))).toEqual({ 'test_thing.a["x"]': { name: 'x' }, 'test_thing.a["y"]': { name: 'y' } });
    expect(resourcesOf(resource('for_each = { x = { on = true } }\non = each.value.on'))).toEqual({ 'test_thing.a["x"]': { on: true } });
  });

  it('with a for_each nobody knows are made once, in doubt', () => {
    const { resources } = evaluateModule(`variable "all" {}\n${resource('for_each = var.all\nname = each.key\non = true')}`);
    expect(resources).toMatchObject([{ name: 'test_thing.a', condition: { kind: 'unknown' } }]);
    expect(resources[0]?.properties.entries.get('on')).toMatchObject({ value: true });
  });

  it('are expanded to a limit, which is said', () => {
    const { resources, problems } = evaluateModule(resource('count = 100000\nname = "n"'));
    expect(resources).toHaveLength(2000);
    expect(problems).toMatchObject([{ code: 'limit' }]);
  });

  it('dynamic blocks are blocks', () => {
    const body = 'dynamic "rule" {\n  for_each = [80, 443]\n  iterator = port\n  content {\n    port = port.value\n  }\n}\nrule {\n  port = 22\n}';
    expect(resourcesOf(resource(body))).toEqual({ 'test_thing.a': { rule: [{ port: 80 }, { port: 443 }, { port: 22 }] } });
    expect(resourcesOf(resource(body.replace('[80, 443]', '[]').replace(/rule \{\n {2}port = 22\n\}/, '')))).toEqual({ 'test_thing.a': {} });
  });

  it('that need one another in a circle are said', () => {
    const problems = evaluateModule('resource "test_thing" "a" {\n  other = test_thing.b.id\n}\nresource "test_thing" "b" {\n  other = test_thing.a.id\n}\n').problems;
    expect(problems).toMatchObject([{ code: 'cycle', message: 'resources depend on one another: test_thing.a, test_thing.b' }]);
  });

  it('have what a provider computes of nothing but what is written', () => {
    const files = {
      'main.tf': 'data "template_file" "t" {\n  template = file("a.tpl")\n  vars = { name = "x" }\n}\nresource "terraform_data" "d" {\n  input = "in"\n}\nresource "test_thing" "a" {\n  text = data.template_file.t.rendered\n  out = terraform_data.d.output\n}\n',
      'a.tpl': 'Hello ${name}',
    };
    expect(resourcesOf(files)['test_thing.a']).toEqual({ text: 'Hello x', out: 'in' });
  });

  it('with a Python-like boolean are judged as meant, and it is said', () => {
    const main = resource('on = True');
    expect(resourcesOf(main)).toEqual({ 'test_thing.a': { on: true } });
    expect(evaluateModule(main).problems).toMatchObject([{ code: 'unknown-reference', message: 'True is not declared: is true meant?' }]);
  });

  it('null is as if it were not written', () => {
    expect(resourcesOf(resource('size = null\nname = "a"'))).toEqual({ 'test_thing.a': { name: 'a' } });
  });

  it('get the tags of their provider under their own', () => {
    const main = 'provider "aws" {\n  default_tags {\n    tags = { Team = "a", Env = "prod" }\n  }\n}\nresource "aws_sqs_queue" "q" {\n  tags = { Env = "dev" }\n}\n';
    expect(resourcesOf(main)).toEqual({ 'aws_sqs_queue.q': { tags: { Team: 'a', Env: 'dev' } } });
  });
});

describe('modules', () => {
  const child = 'variable "name" {}\nvariable "on" {\n  default = false\n}\nresource "test_thing" "a" {\n  name = var.name\n  on = var.on\n}\noutput "id" {\n  value = test_thing.a.id\n}\noutput "name" {\n  value = test_thing.a.name\n}\n';

  it('of the repository are evaluated with what they are given', () => {
    const files = { 'main.tf': 'module "one" {\n  source = "./parts/thing"\n  name = "x"\n}\nresource "test_thing" "b" {\n  id = module.one.id\n  name = module.one.name\n}\n', 'parts/thing/main.tf': child };
    expect(resourcesOf(files)).toEqual({
      'test_thing.b': { id: { reference: 'module.one.test_thing.a.id' }, name: 'x' },
      'module.one.test_thing.a': { name: 'x', on: false },
    });
  });

  it('are made for each key', () => {
    const files = { 'main.tf': 'module "all" {\n  source = "./thing"\n  for_each = { x = 1, y = 2 }\n  name = each.key\n}\n', 'thing/main.tf': child };
    expect(Object.keys(resourcesOf(files))).toEqual(['module.all["x"].test_thing.a', 'module.all["y"].test_thing.a']);
  });

  it('may hand each other values in a circle of modules that is none of values', () => {
    const part = 'variable "in" {}\nresource "test_thing" "a" {\n  name = var.in\n}\noutput "out" {\n  value = "fixed"\n}\n';
    const files = { 'main.tf': 'module "a" {\n  source = "./part"\n  in = module.b.out\n}\nmodule "b" {\n  source = "./part"\n  in = module.a.out\n}\n', 'part/main.tf': part };
    expect(evaluateModule(files).problems).toEqual([]);
    expect(resourcesOf(files)).toEqual({ 'module.a.test_thing.a': { name: 'fixed' }, 'module.b.test_thing.a': { name: 'fixed' } });
  });

  it('from elsewhere are unknown, and said', () => {
    const template = evaluateModule('module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n  version = "5.0.0"\n}\nresource "test_thing" "a" {\n  id = module.vpc.vpc_id\n}\n');
    expect(template.problems).toMatchObject([{ code: 'remote-module' }]);
    expect(template.resources[0]?.properties.entries.get('id')).toMatchObject({ kind: 'unknown', why: 'module.vpc, whose source is not in the repository' });
  });

  it('that use themselves are said, and the rest is judged', () => {
    const template = evaluateModule({ 'main.tf': `module "me" {\n  source = "./."\n}\n${resource('on = true')}` });
    expect(template.problems).toMatchObject([{ code: 'cycle' }]);
    expect(template.resources).toHaveLength(1);
  });

  it('never lead out of the repository', () => {
    expect(evaluateModule('module "out" {\n  source = "../../etc"\n}\n').problems).toMatchObject([{ code: 'missing-module' }]);
  });
});

describe('files of a module', () => {
  it('may be JSON, with dynamic blocks, comments and templates', () => {
    const json = JSON.stringify({
      '//': 'a comment',
      variable: { port: { default: 80 } },
      resource: { test_thing: { a: { '//': 'another', name: 'p-${var.port}', rule: [{ port: '${var.port}' }], dynamic: { more: { for_each: [1, 2], content: { n: '${more.value}' } } }, lifecycle: { prevent_destroy: true } } } },
    });
    expect(resourcesOf({ 'main.tf.json': json })).toEqual({ 'test_thing.a': { name: 'p-80', rule: [{ port: 80 }], more: [{ n: 1 }, { n: 2 }] } });
  });

  it('override files replace arguments and whole kinds of blocks', () => {
    const files = {
      'main.tf': resource('name = "a"\nsize = 1\nrule {\n  port = 80\n}'),
      'main_override.tf': resource('name = "b"\nrule {\n  port = 443\n}'),
    };
    expect(resourcesOf(files)).toEqual({ 'test_thing.a': { name: 'b', size: 1, rule: [{ port: 443 }] } });
  });

  it('of OpenTofu are read in place of Terraform ones of the same name', () => {
    expect(resourcesOf({ 'main.tf': resource('name = "a"'), 'main.tofu': resource('name = "b"') })).toEqual({ 'test_thing.a': { name: 'b' } });
    expect(resourcesOf({ 'main.tofu': resource('name = "b"') })).toEqual({ 'test_thing.a': { name: 'b' } });
  });

  it('blocks that only steer Terraform make no resources and no problems', () => {
    const main = `${resource('name = "a"\nlifecycle {\n  ignore_changes = [name]\n  precondition {\n    condition = self.name != ""\n    error_message = "none"\n  }\n}')}moved {\n  from = test_thing.old\n  to = test_thing.a\n}\nimport {\n  to = test_thing.a\n  id = "1"\n}\nremoved {\n  from = test_thing.gone\n}\ncheck "up" {\n  data "http" "x" {\n    url = "https://example.com"\n  }\n  assert {\n    condition = data.http.x.status_code == 200\n    error_message = "down"\n  }\n}\n`;
    const template = evaluateModule(main);
    expect(template.problems).toEqual([]);
    expect(template.resources.map((one) => one.name)).toEqual(['test_thing.a']);
  });

  it('know where they stand', () => {
    const files = { 'live/main.tf': 'module "m" {\n  source = "../modules/m"\n}\n', 'modules/m/main.tf': resource('here = path.module\ntext = file("${path.module}/a.txt")\nroot = path.root'), 'modules/m/a.txt': 'found' };
    expect(resourcesOf(files, 'live')).toEqual({ 'module.m.test_thing.a': { here: '../modules/m', text: 'found', root: '.' } });
  });

  it('a provider of a call gives its tags to the module', () => {
    const files = {
      'main.tf': 'provider "aws" {\n  alias = "west"\n  default_tags {\n    tags = { Region = "west" }\n  }\n}\nmodule "m" {\n  source = "./m"\n  providers = { aws = aws.west }\n}\n',
      'm/main.tf': 'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n',
    };
    expect(resourcesOf(files)).toEqual({ 'module.m.aws_sqs_queue.q': { name: 'q', tags: { Region: 'west' } } });
  });
});
