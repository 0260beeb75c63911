import type { Readable } from 'node:stream';

/** An object as its bucket gives it. */
export interface OriginObject {
  readonly body: Uint8Array;
  readonly contentType: string;
  /** With or without quotation marks. */
  readonly etag: string;
  readonly cacheControl?: string;
}

/** A bucket of static files. `read` gets a decoded key that has no `.` or `..` segment and no slash at its start. */
export interface S3Origin {
  readonly kind: 's3';
  readonly read: (key: string) => Promise<OriginObject | undefined>;
}

/** Another server, by its base address: `http://127.0.0.1:4510`. */
export interface HttpOrigin {
  readonly kind: 'http';
  readonly endpoint: string;
}

export type Origin = S3Origin | HttpOrigin;

/** A header set on every answer; without `override` the origin's own one stands. */
export interface PolicyHeader {
  readonly name: string;
  readonly value: string;
  readonly override: boolean;
}

/** What happens to requests whose path matches. */
export interface Behavior {
  /** `*` stands for any characters, `?` for one; a slash at the start may be left out. */
  readonly pathPattern: string;
  readonly origin: Origin;
  /** In upper case. */
  readonly allowedMethods: readonly string[];
  readonly responseHeaders: readonly PolicyHeader[];
  /** @default true for a bucket, false for a server, as with CloudFront's policies for caching and for none */
  readonly compress?: boolean;
}

/** The page and status that stand for a status of an origin. */
export interface ErrorResponse {
  readonly errorCode: number;
  readonly responseCode: number;
  readonly responsePagePath: string;
}

export interface DistributionOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** The object for `/` itself. */
  readonly defaultRootObject?: string;
  /** In order of precedence; the last one is the default, with the pattern `*`. */
  readonly behaviors: readonly Behavior[];
  readonly errorResponses: readonly ErrorResponse[];
}

/** A request on its way to an origin. */
export interface OriginRequest {
  readonly method: string;
  /** As it was sent, percent-encoded. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly clientAddress: string;
  readonly body?: Readable;
  /** Aborts when the viewer goes away. */
  readonly signal: AbortSignal;
}

/** An origin's answer; header names in lower case. */
export interface OriginResponse {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Readable | Uint8Array;
}
