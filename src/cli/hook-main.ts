import { runHook } from '../doors/client/hook.ts';
import { launchStandby } from '../doors/standby/launch.ts';
import { restoreCertificates } from './certificates.ts';

restoreCertificates();
// what the shims call: `node hook.cjs NAME ARGS…`; nothing else of the command line is loaded
runHook(process.argv[2] ?? '', process.argv.slice(3)).then(
  ({ code, isSilent, mayStandBy }) => {
    // the shim found none; the verdict is out by now
    if (process.env['PORTCULLIS_STANDBY_START'] === '1' && mayStandBy === true) launchStandby();
    // V8's threads may be at work for a later that does not come
    if (isSilent) process.exit(code);
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`portcullis: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 3;
  },
);
