import { expect, it } from 'vitest';
import { findImports } from '../../../src/formats/imports/find-imports.ts';
import { packageNamesOf } from '../../../src/formats/imports/package-names.ts';

it.each([
  ['a.ts', 'import "lodash/fp"', 'lodash'],
  ['a.py', 'import yaml', 'pyyaml'],
  ['a.py', 'from PIL import Image', 'pillow'],
  ['a.py', 'import google.cloud.storage', 'google-cloud-storage'],
  ['a.py', 'import Flask_Login', 'flask-login'],
  ['a.go', 'import "github.com/pkg/errors/v2/x"', 'github.com/pkg/errors'],
  ['a.rs', 'use actix_web::App;', 'actix-web'],
  ['a.rb', "require 'active_support/all'", 'activesupport'],
  ['a.rb', "require 'net/ssh'", 'net-ssh'],
  ['a.cs', 'using Newtonsoft.Json.Linq;', 'Newtonsoft.Json'],
  ['a.php', '<?php use Monolog\\Logger;', 'monolog/monolog'],
  ['a.php', '<?php use Symfony\\Component\\HttpFoundation\\Request;', 'symfony/http-foundation'],
  ['a.php', '<?php use GuzzleHttp\\Client;', 'guzzlehttp/guzzlehttp'],
])('%s: %s may come from %s', async (path, text, expected) => {
  const [found] = await findImports(path, text);
  expect(found === undefined ? [] : packageNamesOf(found)).toContain(expected);
});

it.each([['a.ts', 'import "./lodash"'], ['a.py', 'from . import yaml'], ['a.rs', 'use crate::serde;'], ['a.ts', 'import "node:fs"'], ['a.rb', "require './yaml'"]])('%s: %s comes from no package', async (path, text) => {
  expect((await findImports(path, text)).flatMap(packageNamesOf)).toEqual([]);
});
