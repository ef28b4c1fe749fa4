/** Bits of what a source's bytes show: which decoders are worth their time. */
export const sign = { run: 1, backslash: 2, percent: 4, entity: 8, quotedPrintable: 16, join: 32, packed: 64, secret: 128, wide: 256, key: 512, list: 1024, shell: 2048, unseen: 4096, streams: 8192, pieces: 16384 } as const;
