import { openGate } from '../../engine/engine.ts';
import { resolvePolicy } from '../../policy/resolve.ts';
import { clock } from '../clock.ts';
import { packageRegistry } from '../installation.ts';
import { today } from '../today.ts';

/** Files as most commits have them; nothing in them is found. */
const samples: readonly (readonly [string, string])[] = [
  ['src/app.ts', "export const apiKey = process.env.API_KEY;\nexport function connect(name: string): string {\n  return `https://example.com/${name}?token=${token}`;\n}\nimport { join } from 'node:path';\n"],
  ['src/app.py', 'import os\n\npassword = os.environ["PASSWORD"]\nSECRET_KEY = os.getenv("SECRET_KEY")\n\ndef main():\n    print("hello")\n'],
  ['Dockerfile', 'FROM node:22.1-slim\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "app.js"]\n'],
  ['main.tf', 'resource "aws_sns_topic" "a" {\n  name              = "a"\n  kms_master_key_id = "alias/own"\n}\n'],
  ['package.json', '{ "name": "app", "version": "1.0.0", "dependencies": { "semver": "7.8.6" } }\n'],
  ['config.yaml', 'database:\n  host: db.example.com\n  password: ${DB_PASSWORD}\n'],
];

/** Judges samples that are built in, so that what the first request needs is loaded and compiled. */
export async function warmUp(rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const policy = resolvePolicy({ configurations: [], data: () => undefined, digestOf: [], today: today(), matcher: () => () => false, hook: true, refs: () => [] });
    const gate = openGate({ registries: [packageRegistry()], policy, project: { files: { readText: () => undefined, list: () => [] }, today: today() }, clock });
    for (const [path, text] of samples) gate.examine({ path, subject: 'file', bytes: Buffer.from(text) });
    await gate.findings();
    // a request comes first
    await new Promise((resolve) => void setImmediate(resolve));
  }
}
