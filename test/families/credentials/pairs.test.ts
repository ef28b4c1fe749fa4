import { expect, it } from 'vitest';
import { expandSample } from '../../../src/families/credentials/samples.ts';
import { judge } from '../../engine/layers/gate.ts';

const found = async (template: string) => (await judge('settings.ini', expandSample(template))).findings.map(({ check, message, range }) => [check, range.startLine, message]);

it('an AWS secret and the key id beside it are one finding that names the account', async () => {
  const text = 'aws_access_key_id = AKIAQ{base32:15}\naws_secret_access_key = {base64:40}\n';
  const reports = await found(text);
  expect(reports).toHaveLength(1);
  expect(reports[0]?.slice(0, 2)).toEqual(['credentials/aws/secret-access-key', 2]);
  expect(reports[0]?.[2]).toMatch(/its access key id stands beside it, of account \d{12}/);
});

it('both parts are masked in the frame', async () => {
  const { findings } = await judge('settings.ini', expandSample('id = "AKIA{base32:16}"; secret_access_key = "{base64:40}"\n'));
  expect(findings).toHaveLength(1);
  expect(JSON.stringify(findings[0]?.frame)).not.toMatch(/AKIA[A-Z2-7]{4}/);
});

it('far apart they are two', async () => {
  expect(await found(`AKIA{base32:16}\n${'# nothing\n'.repeat(60)}secret_access_key = "{base64:40}"\n`)).toHaveLength(2);
});

it('a key id alone is reported', async () => {
  expect((await found('AKIA{base32:16}\n')).map(([check]) => check)).toEqual(['credentials/aws/access-key-id']);
});
