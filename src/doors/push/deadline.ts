import { maskPiece } from '../../model/redact.ts';
import { visibleLine } from '../../report/visible.ts';
import { clock } from '../clock.ts';
import { watchDeadline, type Watch } from './deadline-watch.ts';

/** The gate's own time was used up before everything was judged. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  /** Time that was allowed, in milliseconds. */
  readonly allowedMs: number;

  constructor(allowedMs: number, path?: string) {
    super(`the gate's time of ${allowedMs} ms ran out before everything was judged${path === undefined ? '' : `, while it looked at ${shownPath(path)}`}`);
    this.allowedMs = allowedMs;
  }
}

/** A clock that says when to stop. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Throws DeadlineError when time is up, which names what was looked at; cheap enough to be asked within a source. */
  check(path?: string): void;
  /** Has a thread end the process once it is half a second over time: before work in which nothing asks. */
  watch(): void;
  end(): void;
}

export interface DeadlineOptions {
  /** Milliseconds of processor time from now: on a busy server, waiting for others is no work of ours. */
  readonly allowedMs: number;
  /** Milliseconds on the wall from now, whatever was waited for. */
  readonly wallMs: number;
  /** What lines to the pusher begin with. */
  readonly prefix?: string;
  /** Said once when this much time has passed. */
  readonly progress?: { readonly afterMs: number; readonly say: () => void };
}

/** Milliseconds that a thread which watches gives to the loops to see by themselves that time is up. */
const graceMs = 400;

/** A name may hold a secret that nobody has found yet. */
function shownPath(path: string): string {
  return visibleLine(path).slice(-200).replace(/(?=[A-Za-z]*\d)[A-Za-z\d]{16,}/g, maskPiece);
}

/** How often the processor time is asked for once it can be used up, in milliseconds. */
const askedEveryMs = 20;

/** Starts a deadline. It stops waiting for git by the signal and work of our own by `check`. */
export function startDeadline(options: DeadlineOptions): Deadline {
  const started = clock();
  const before = process.cpuUsage();
  const controller = new AbortController();
  let said = false;
  let askAt = options.allowedMs;
  let watching: Watch | undefined;
  let noted: string | undefined;
  const progress = (): void => {
    if (said || options.progress === undefined) return;
    said = true;
    options.progress.say();
  };
  const expire = (limitMs: number, path: string | undefined): never => {
    const error = new DeadlineError(limitMs, path);
    controller.abort(error);
    throw error;
  };
  const timers = [
    // first, so that with equal times the line is shown before the end
    ...(options.progress === undefined ? [] : [setTimeout(progress, options.progress.afterMs)]),
    setTimeout(() => controller.abort(new DeadlineError(options.wallMs)), options.wallMs),
  ];
  for (const timer of timers) timer.unref();
  return {
    signal: controller.signal,
    watch() {
      watching ??= watchDeadline({ cpuMs: options.allowedMs + graceMs, wallMs: options.wallMs + graceMs - (clock() - started), before, prefix: options.prefix ?? '' });
    },
    check(path) {
      if (watching !== undefined && path !== undefined && path !== noted) watching.note(shownPath((noted = path)));
      const passed = clock() - started;
      // timers do not run while sources are judged without a pause
      if (options.progress !== undefined && passed > options.progress.afterMs) progress();
      controller.signal.throwIfAborted();
      if (passed > options.wallMs) expire(options.wallMs, path);
      // asking for processor time costs a system call, so only once it can be used up, and now and then
      if (passed <= askAt) return;
      askAt = passed + askedEveryMs;
      const { user, system } = process.cpuUsage(before);
      if ((user + system) / 1000 > options.allowedMs) expire(options.allowedMs, path);
    },
    end() {
      watching?.end();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** For doors where nobody waits for an answer with a clock in hand. */
export const noDeadline: Deadline = { signal: new AbortController().signal, check: () => undefined, watch: () => undefined, end: () => undefined };
