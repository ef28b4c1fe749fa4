import { dirname, join } from 'node:path';
import { distFolder, packageRegistry } from '../doors/installation.ts';
import { judgeRequest } from '../doors/standby/judge.ts';
import { endStart } from '../doors/standby/launch.ts';
import { identityOf, makeBase, placeFiles, standbyPlace } from '../doors/standby/place.ts';
import { isSameInstallation } from '../doors/standby/same-installation.ts';
import { serve } from '../doors/standby/serve.ts';
import { closeInherited, isSettled, removePlace, settle, type Settled } from '../doors/standby/settle.ts';
import { warmUp } from '../doors/standby/warm-up.ts';

/** Without a request a standby ends after half an hour, and whenever it has grown to this. */
const idleMs = 30 * 60 * 1000;
const maxBytes = 200 * 1024 * 1024;

/** It looks around for its folder, its installation and locks that nobody holds. */
const lookMs = 30_000;

/** What a hook starts in the background (`launchStandby`): stays, and answers the next hooks. */
function main(): void {
  const identity = identityOf();
  const place = standbyPlace(process.env, identity);
  if (identity === undefined || place === undefined) return;
  let settled: Settled | undefined;
  const end = (): void => {
    if (settled !== undefined && isSettled(settled)) removePlace(settled.folder, dirname(settled.folder));
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, end);
  process.once('uncaughtException', end);
  try {
    closeInherited();
    process.chdir('/');
    const isSame = (): boolean => isSameInstallation(distFolder(), identity);
    if (!makeBase(place) || !isSame()) return;
    packageRegistry({ held: true });
    settled = settle(place);
    if (settled === undefined) return;
    const { fifo } = settled;
    const pipe = { path: join(settled.folder, placeFiles.objects), worker: join(distFolder(), 'pipe-worker.cjs'), isFree: true };
    const mayStay = (): boolean => process.memoryUsage.rss() < maxBytes && isSame();
    // before and after: what is loaded while it judges must be of one installation
    serve({ settled, judge: async (request) => isSame() && (await judgeRequest(request, { identity, fifo, pipe })) && isSame(), mayStay, end, idleMs, lookMs });
  } finally {
    endStart(place);
  }
  setTimeout(() => void warmUp(20).catch(end), 300);
}

main();
