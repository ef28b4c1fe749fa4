import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import { judge } from '../../engine/layers/gate.ts';

/** Severities of what is found in a text; empty when nothing is. */
async function severities(template: string, path = 'settings.txt'): Promise<readonly string[]> {
  return (await judge(path, expandSample(template))).findings.map((finding) => finding.severity);
}

/** Header and claims of a JSON Web Token, with nothing to show who signed them. */
const unsigned = [{ alg: 'RS256', typ: 'JWT' }, { sub: '4711', iss: 'https://login.corp.test', scope: 'orders:write' }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

function exampleToken(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: '1', name: 'somebody' })}`;
  return `${signed}.${createHmac('sha256', 'your-256-bit-secret').update(signed).digest('base64url')}`;
}

/** Two lines as base85 has them: any sign anywhere. */
const data = ['7-CO&y6hvL7-&{{uCa8#*1Ujb9*9s7DL8Dl@o9SRfG;M?*?l9?)U61=rB^6kiD(IubL3TGJ', 'T--PVq8+hez>Fpc4ds02O@R?_*-ksq|u5v<7a-G1|g9IQTD$Ug78&ld5*W=~5v`'];

describe('what is doubtful is low', () => {
  it.each([
    ['a key along the keyboard beside its provider\'s name', `besnappy_token = "${'abcdef0123456789'.repeat(4)}"`],
    ['another shape than the provider\'s, named outright', 'bscscan_api_key = "{base62:27}"'],
    ['a key that somebody thought up', 'jwt:\n  secret: "development#product"'],
    ['a JSON Web Token without its signature', `authorization: ${unsigned}`],
    ['a JSON Web Token whose signature is cut off', `authorization: ${unsigned}.D3H6pMUt`],
    ['the id of an AWS key with digits that base32 has not', 'AKIA{base32:7}018{base32:6}'],
    ['a PyPI token that is no macaroon', 'pypi-AgEIcHlwaS5vcmc{base62:70}'],
    ['a password of the name of the account\'s software', ['mysql://bbuser', 'bbpasswd@db.internal/bbdb'].join(':')],
    ['a key of an Azure account of another length', 'AccountName=corp;AccountKey={base64:74}==;'],
    ['a word that a program takes for the password', 'if password == "hedgehog":'],
    ['a private key of full length that was altered', `-----BEGIN PRIVATE KEY-----\n${'{base62:64}\n'.repeat(14)}-----END PRIVATE KEY-----\n`],
    ['a password made of a word', 'password = "P@ssw0rd1"'],
    ['a password that anybody would try', ['postgres://app', 'secret@db.internal/app'].join(':')],
    ['a key behind a passphrase', '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n{pem:8}\n-----END RSA PRIVATE KEY-----\n'],
    ['the first half of a private key', '-----BEGIN PRIVATE KEY-----\n{pem:4}\n'.replace('{pem:4}', expandSample('{pem:8}').slice(0, 200))],
  ])('%s', async (_name, template) => {
    expect(await severities(template)).toEqual(['low']);
  });
});

describe('what is worth nothing is silent', () => {
  it.each([
    ['a key along the keyboard beside no name', 'api_key = "1234567890abcdef1234567890abcdef"'],
    ['a prefix of a provider and another length', 'deploy_token = "glpat-{base62:11}9x"'],
    ['the length of the provider\'s and another alphabet', 'uplead_api_key = "{base62:15}_{base62:16}"'],
    ['an id for a key', 'api_token = "{uuid}"'],
    ['runs of characters', 'token sgp_5555555dAAAAA7777777CcccCFaaaaaaaaaaaaaa'],
    ['a value that says what belongs there', 'token = "sk_live_my_key_{base62:20}"'],
    ['a token that a test has refused', 'invalidToken := "{base62:32}"'],
    ['a password that a test has refused', 'a_wrong_password = "{base62:16}"'],
    ['base64 of a length that base64 never has', 'service_token = "{base62:20}+{base62:20}="'],
    ['a word for a signature', `TOKEN=${unsigned}.signature`],
    ['the beginning of a PyPI token', `pypi-${expandSample('{pypi}').replace(/^pypi-/, '').slice(0, 90)}`],
    ['a UUID of a time beside no registry', '_authToken={hex:8}-{hex:4}-1{hex:3}-8{hex:3}-{hex:12}'],
    ['capitals and digits in an address', 'https://acme.notion.site/API-{HEX:32}'],
    ['the digest of a file whose name says secret', '{{"files": {{"tests/data/john-v3-secret.pgp": "{hex:64}"}}'],
    ['a variant of a type', 'SecretKeyMaterial::MLDSA65_Ed25519 {{ eddsa, mldsa } => 1,'],
    ['the rest of a connection string behind an angle bracket', 'user=SA;password=<YourStrong@Passw0rd>;TrustServerCertificate=true'],
    ['code behind a text that begins with an apostrophe', 'assert!("User Id=sa;Password=\'ab".parse::<Config9>().is_err());\n'],
    ['code behind a password of two letters', 'parse("Server=host;Database=db;User Id=sa;Password=pw").unwrap9();'],
    ['what a parameter may be', ' * @new_password: 0-to-256-unicode-char NewPassword (IN; UTF-8)'],
    ['a label with what is put in', '"edit_password": "\\"%1\\"\u306e\u30d1\u30b9\u30ef\u30fc\u30c9\u3092\u7de8\u96c6\u4e2d"'],
    ['a kind and an id in a row of a table', "INSERT INTO m VALUES ('{uuid}', 'password', '{uuid}', 1);"],
    ['whose password it is', 'identity := newIdentityWithPassword("john-api7@doe.com")'],
    ['a place in a schema', 'password: "#/definitions/selfServiceAfterDefault9Method"'],
    ['a proof made with a secret', '&appsecret_proof={hex:64}'],
    ['a token that begins a line of data', `${expandSample('{base64:64}')}\nsl.{base64:61}\n${expandSample('{base64:64}', 'x')}`],
    ['a word that says something of a password', 'password = "incorrect"'],
    ['a word below the name of a password, which may be a label', 'password: "hedgehog"'],
    ['a token against forged requests', '<input type="hidden" name="csrfmiddlewaretoken" value="{base62:64}">'],
    ['the coordinates of a package', 'implementation "io.jsonwebtoken:jjwt-api:0.11.5"'],
    ['a kind within the name of a resource', 'arn: arn:aws:secretsmanager:eu-west-1:482177339921:secret:prod/db-8f7d2c'],
    ['a condition in a comment', '* one pass: `d===t?a:b7`, where each case runs one'],
    ['a value that holds its own name', 'deploy_secret = "q4%x9450iu-deploy_secret-jonx-eab8!Z"'],
    ['a damaged JSON Web Token', 'jwt = eyJhbGciOiJIUzI1NiIsInR5cCVCJ9.eyJqdGkiOiJjOTE4OThlMWZlMGI0NDcwIn0.{base62:43}'],
    ['a wrong checksum, bound to a name', 'github_token = "ghp_{base62:36}"'],
    ['a wrong checksum of Grafana', 'x = "glsa_{base62:32}_{hex:8}"'],
    ['a body that is no key', '-----BEGIN RSA PRIVATE KEY-----\n{base62:64}\n{base62:64}\n-----END RSA PRIVATE KEY-----\n'],
    ['documented user and password', 'redis://username:password@127.0.0.1:6379'],
    ['documented Basic credentials', `Authorization: Basic ${Buffer.from('user:password').toString('base64')}`],
    ['a token that is signed as jwt.io does', `for example ${exampleToken()}`],
    ['a reference to a secret store', 'password: vault:secret/data/app#password'],
    ['1Password', 'api_key = "op://vault/item/field"'],
    ['a variable', 'password = "${{DB_PASSWORD}"'],
    ['an expression of a workflow', 'token: ${{{{ secrets.DEPLOY_TOKEN }}'],
    ['a CloudFormation reference', 'MasterUserPassword: !Ref DatabasePassword'],
    ['the name of a type', 'adminPassword: XmlStringMaxLen256;'],
    ['the id of an organization beside a provider', 'scaleway_organization_id = "{uuid}"'],
    ['a digest beside a provider', 'github.com/hashicorp/consul/api v1.29.1 h1:{base64:43}='],
    ['an element of an object beside a provider', 'base = self.azure_auth_graphrbac._cloud_environment'],
    ['a name in a program', 'exports.AirtableOAuth2Api = AirtableOAuth2Api;'],
    ['a name of words in a list', 'azure: use-before-assignment-x509-certificate'],
    ['the id of something beside a provider', 'keycloak:\n  extern_uid: {uuid}'],
    ['a public key of SSH', 'azure_key: AAAAB3NzaC1yc2EAAAADAQABAAABAQ{base64:40}'],
    ['a digest whose letters hold a name', 'x.py,sha256=jsSUkKb{base64url:36},4416'],
    ['a Portuguese word within an English one', 'statusEnhancementsPreview = "application/vnd.forge.flash-preview+json"'],
    ['an empty text and code', 'u.password="",p=nn()(o()(i="".concat(s,":")).call(i,u))'],
    ['how a password is treated', 'PGOPTIONS: "-c password_encryption=scram-sha-256"'],
    ['what a type is', 'passwordVerifiable: Boolean!'],
    ['the header of a JSON Web Token', 'token = "eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9."'],
    ['a scope of a signature', 'Credential=AKID/19700101/us-east-1/dynamodb/aws4_request'],
    ['the form of a URL', 'ftp://[user[:pass]]@host.domain'],
    ['a documented password with escapes', 'http://ldap:pass%3Bword@10.0.0.1'],
    ['a value with its middle left out', '<input name="csrf_token" value="VUe6...m5Nl7y">'],
    ['words in base64', `api_token: ${Buffer.from('I want to change my password').toString('base64')}`],
    ['the label of a field in base64', `reset_password: ${Buffer.from('Reset Password').toString('base64')}`],
    ['a translation', 'Unexpected_token = "Unerwartetes Token. Meinten Sie \\"{{\'}}\'}\\" oder \\"&rbrace;\\"?"'],
    ['a path that a template makes', 'client_key: "{{{{ lookup(\'env\', \'HOME\') }}/.config/client.key"'],
    ['a digest beside a name whose values may hold signs', 'django/apps/registry.py,sha256=rdexON5JuhKAMWAZv4k2DH0fRSKdPZoi6_tTjOUgFRA,17693'],
    ['the address of a contract', '"tokenAddress": "0x{hex:40}", "baseToken": "0x{hex:40}"'],
    ['the hash of a token', 'access_token_hash = "{base64url:22}"'],
    ['a member of a thing', 'PrivateKey:  cfg.privKeyBinary,'],
    ['the name of a class below a name', 'private _voxelTracingPass: _IblShadowsVoxelTracingPass;'],
    ['an argument of a call', 'encrypted_password = encode(password, "md5_crypt", salt=salt)'],
    ['a path with a hole', `ENCRYPTION_KEY = "v1/objects/${'encryption-keys'}/{{}"`],
    ['the name of a text', 'ACCESS_TOKEN_HELP_TEXT = "includeInLightweight.tooltip";'],
    ['a mark of a tool', "SIGNING_TOKEN = '<<SignedSource::*O*zOeWoEQle#+L!plEphiEmie@IsG>>'"],
    ['a name within lines of base85', `${data[0]}\n${data[1]}${'pw'}=Bapx%-MZGgFd5xq\n`],
    ['no account at an FTP server', 'ftp://anonymous:mail%40acme.org@gdc.cddis.acme.io/pub'],
    ['a host that nobody has', ['postgresql://app', 'q7Zx{base62:8}@[2001:db8::1234]/database'].join(':')],
    ['the scope of a signed URL', '/f.jpg?X-Amz-Credential=AK%2Ffr-par%2Fs3&x'],
    ['a label in Danish', '"password": "Adgangskode", "access_token": "Tilgangskode"'],
    ['a label whose letters are escaped', '"password": "Has\\u0142o", "secret": "Tajn\\u00e9"'],
    ['a label in Japanese', '"password": "\\u88dd\\u7f6e\\u6240\\u4f7f\\u7528\\u4e4b\\u52a0\\u5bc6"'],
    ['a UUID of a time', 'ResetPassword = "00299570-246d-11d0-a768-00aa006e0529"'],
    ['the number of an error', 'SST_PASSWORD = 0xC00D2793'],
    ['code between two texts', ["print(base + '/Password", "LastSet:',pwdLastSet)"].join('')],
    ['a negation', 'if (!apiKey || !req.rawBody) {{'],
    ['a public key without its armour', 'TOKEN = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A{base64:40}"'],
    ['the name of a page beside a provider', 'paypal_key: "a-forest-filled-with-lots-of-tall-trees-and-a-small-house-{base62:11}"'],
    ['what stands in the next thing', 'paypal_token:null}}},{{id:"{base62:60}"'],
    ['a name in a program that has the length of a token', 'exports.ConfluenceCloudOAuth2Api = ConfluenceCloudOAuth2Api;'],
    ['a key that says it is none', 'DUMMY_SECRET = "FPPTH34D4E3MI2HG"'],
    ['what hands on the home row hit', "'access_token': 'askfjh234as9sd8'"],
    ['a documented token', `oauth_token="${['kkk9d7dh', '3k39sjv7'].join('')}"`],
    ['the word for a password', '"password": "Passwort", "b": {{"password": "Contrase\\u00f1a"}'],
    ['the signs of a token', 'const TOKEN = "([a-zA-Z0-9-!#$%&\'*+.^_`{{|}~]+)"'],
    ['a host and its port', 'http://localhost:8545@1599200'],
    ['code after a text that ends with the name', 'log("Failed to get token: "+e),t||(this.repoInfo_.nodeAdmin&&yh(e),o())'],
  ])('%s', async (_name, template) => {
    expect(await severities(template)).toEqual([]);
  });
});

describe('what somebody thought up or drew counts in full', () => {
  it.each([
    ['a comparison by a method', 'if ("kD8{base62:6}w)Q".equals(adminPassword)) {{', 'a.java'],
    ['an assignment by a method', 'dbPassword.assign("kD8{base62:6}wQ2", 12);', 'a.cpp'],
    ['a short secret', 'secret = "aB3{base62:5}&"', 'a.py'],
    ['many signs', 'jwtsecret: \'7`D"/vYR)T;W\\5]E{base62:8};_&k>qX??]G&3CF=;@{base62:8}[$_hK4^_qT\'', 'a.yml'],
    ['many signs for a key, and no digit', 'api_key = "jk>w[{lower:4}$}{lower:5}<_qz)#xv"', 'a.py'],
    ['many signs that a call seems to begin', ['db_key := ', '"mcz_(djg>bfwvzq$w<lrg[b_)-m"'].join(''), 'a.go'],
    ['many signs with what a format fills in', ['client_key: ', "'cxro$zj(cmh{{lx}br>k}f$>cbyz>cpg_(lz'"].join(''), 'a.js'],
    ['many signs in a settings file of nginx', ['private_key ', '"b>>)(wxa(bvk(n>p$pz(})h_bszsdxxt>h";'].join(''), 'a.conf'],
    ['a settings file', 'DB_PASSWORD=m[h{base62:6})p$e]{base62:5}(ody;-_#', 'prod.env'],
    ['the text of an element', '<password>kD8[{base62:6})z</password>', 'a.xml'],
  ])('%s', async (_name, template, path) => {
    expect(await severities(template, path)).toEqual(['medium']);
  });
});

it('a token between colours of a terminal is found, and nothing but it', async () => {
  const token = expandSample('glpat-{base62:20}');
  const { findings } = await judge('job.log', `\x1b[36;1muses \x1b[1;32m${token}\x1b[0m\n`);
  expect(findings.map(({ range }) => [range.startColumn, range.endColumn])).toEqual([[20, 46]]);
});

it('a token that begins within a longer run of base64 is none', async () => {
  const run = expandSample('{base64:80}/');
  expect(await severities(`data: ${run}EAAC{base62:140}`)).toEqual([]);
});

it('names beside anything in a binary start nothing, tokens of their own form do', async () => {
  const token = expandSample('ghp_{base62:30}{crc32:6}');
  const bytes = Buffer.concat([Buffer.from([0x7f, 0x45, 0, 0, 0]), Buffer.from(expandSample(`adobe secret {hex:32} ${token} `))]);
  expect((await judge('a.bin', bytes)).findings.map((finding) => finding.check)).toEqual(['credentials/github/personal-access-token']);
});
