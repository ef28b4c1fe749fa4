import { sha256 } from '../../model/sha256.ts';

/**
 * Keys that their providers publish for documentation, emulators and test modes, as the first 24 hexadecimal digits of their
 * SHA-256, so that none of them stands in this repository.
 */
const documentedKeys: ReadonlySet<string> = new Set([
  // AWS documentation
  '1a5d44a2dca19669d72edf4c',
  '78314b11be2e581549ac1c4f',
  // MinIO playground
  '1bbb9293c38acc5e510d9044',
  'df452eef23e8cf2c74af54c0',
  // Azurite
  '0011cc25eb4320717494d270',
  // Cosmos DB emulator
  'fd6c6237e96ac7bfeee9140f',
  // Stripe documentation
  '2cafc0970149a84f3b9e62ea',
  'f2d6ca16515033e5dce14eba',
  '7e8de44ea9ecf6d53415c90f',
  'b1471f544ceeea31333bde7e',
  // reCAPTCHA test
  '03b970ed8171d73b58bbc9a5',
  'f5e95c9954635b65acab57e6',
  // NuGet's reference of nuget.config
  'dba72c00f41f4e4c435e2491',
  'a0702bc91d699f600970f4dc',
  // RFC 6749 and 7662 (OAuth 2.0)
  '6c96130f130ab0d6d158397e',
  '00cf4c781dc37003f7c7dd7d',
  'ca7459e2b26776de081b9a07',
  '53f5da0aaa93d64cd5772c55',
  'e9974c507d2a802143f614c8',
  '584b27d64ebc1b3341f7fc9a',
  'a35b81a7d7927b70ec99270d',
  'c97b628dec75065584b11efd',
  // RFC 5849 (OAuth 1.0) and the draft of HTTP MAC
  '2ff8b0fb93aca981c78f1e94',
  '80f8b7c904d4a43f3b7036db',
  '9d03b692e941d5ace207a9f8',
  'a71b359a87afde133e6d9731',
  '738f8bd02ea2fbf9aaa6dd6a',
  '293257ab6495ebb11cf9e4ae',
  'cb87c87e4a138d9a72259d2a',
  '4c20e6f5cc11b93731e74cbe',
  '6aa14267d94944e6b6483c81',
  'bb9b1163338b2a51495834ad',
  '649e1f5c769e718ba10d1a70',
  // Windows' hashes of an empty password
  '5db21f1ad63d9b336bf2f348',
  '9febce9f2c53c049e6325a75',
  // MongoDB's manual
  '412a54cd6f4c7f2859ec2a69',
  'd179a5dc9a45dfa90720ea2f',
  // the key URI format of one-time passwords
  '8be5d113c0871ce1a122d68a',
  // hCaptcha test
  '0fff9ee671b05ea25f58ed95',
]);

/** Whether a provider published a key for everybody. */
export function isDocumentedKey(secret: string): boolean {
  return secret.length >= 10 && secret.length <= 100 && documentedKeys.has(sha256([Buffer.from(secret, 'latin1')]).slice(0, 24));
}
