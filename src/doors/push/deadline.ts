/** The gate's own time was used up before everything was judged. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  /** Time that was allowed, in milliseconds. */
  readonly allowedMs: number;

  constructor(allowedMs: number) {
    super(`the gate's time of ${allowedMs} ms ran out before everything was judged`);
    this.allowedMs = allowedMs;
  }
}

/** A clock that says when to stop. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Throws DeadlineError when time is up; cheap enough to ask between two sources. */
  check(): void;
  end(): void;
}

export interface DeadlineOptions {
  /** Milliseconds from now; infinite for no deadline. */
  readonly allowedMs: number;
  /** Said once when this much time has passed. */
  readonly progress?: { readonly afterMs: number; readonly say: () => void };
}

/** Starts a deadline. It stops waiting for git by the signal and work of our own by `check`. */
export function startDeadline(options: DeadlineOptions): Deadline {
  const started = performance.now();
  const controller = new AbortController();
  let said = false;
  const progress = (): void => {
    if (said || options.progress === undefined) return;
    said = true;
    options.progress.say();
  };
  const expire = (): never => {
    const error = new DeadlineError(options.allowedMs);
    controller.abort(error);
    throw error;
  };
  const timers = [
    // first, so that with equal times the line is shown before the end
    ...(options.progress === undefined ? [] : [setTimeout(progress, options.progress.afterMs)]),
    ...(Number.isFinite(options.allowedMs) ? [setTimeout(() => controller.abort(new DeadlineError(options.allowedMs)), options.allowedMs)] : []),
  ];
  for (const timer of timers) timer.unref();
  return {
    signal: controller.signal,
    check() {
      const passed = performance.now() - started;
      // timers do not run while sources are judged without a pause
      if (options.progress !== undefined && passed > options.progress.afterMs) progress();
      controller.signal.throwIfAborted();
      if (passed > options.allowedMs) expire();
    },
    end() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** For doors where nobody waits for an answer with a clock in hand. */
export const noDeadline: Deadline = { signal: new AbortController().signal, check: () => undefined, end: () => undefined };
