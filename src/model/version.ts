declare const PORTCULLIS_VERSION: string | undefined;

/** The package's version, put in by the build; code that runs from its sources has none. */
export const version: string = typeof PORTCULLIS_VERSION === 'string' ? PORTCULLIS_VERSION : '0.0.0-source';
